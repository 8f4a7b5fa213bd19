import pytest

from eval.marks import Piece, answer_places, pieces, places


@pytest.mark.parametrize(
    ("quote", "form", "found"),
    [
        ("投资1.6亿元。", "1.6亿元", ["1.6亿元"]),
        ("投资１.６亿 元。", "1.6亿元", ["１.６亿 元"]),  # full width and a blank
        ("投资11.6亿元。", "1.6亿元", []),  # never cut out of a longer number
        ("投资1.65亿元", "1.6", []),
        ("涨了5.5%，又涨5.5%", "5.5%", ["5.5%", "5.5%"]),
        ("投资16000万元", "1.6亿元", ["16000万元"]),  # equal: 16000 * 10**4 = 1.6 * 10**8
        ("投资1,680万元", "1680万元", ["1,680万元"]),
        ("面积20㎡", "20m2", ["20㎡"]),  # one character folds into two
        ("首批36家，共136家", "36家", ["36家"]),
        ("限时15、30天", "30天", ["30天"]),
        ("工业立市、昆安 融城", "昆安融城", ["昆安 融城"]),
        ("这是真的", "是", []),  # one character stands everywhere
        ("", "36天", []),
    ],
)
def test_a_form_is_found_in_the_characters_of_the_quote(quote, form, found):
    assert [quote[start:end] for start, end in places(quote, form)] == found


def test_an_answer_is_found_whole_or_by_its_parts():
    quote = "产能80万辆，产值16亿元"
    assert answer_places(quote, "产能80万辆，产值16亿元[1]") == [(0, 13)]
    assert answer_places(quote, "16亿元[1]，80万辆[1]") == [(9, 13), (2, 6)]
    assert answer_places(quote, "一年80万辆，产值16亿元。[1]") == [
        (7, 13)
    ]  # by clause: 一年80万辆 is not there
    assert answer_places(quote, "资料中没有。") == []


def test_pieces_say_what_stands_where_and_join_to_the_quote():
    quote = "简易项目15天，一般项目30天。"
    cut = pieces(quote, ["15天", "30天"], "简易项目15天[1]")
    assert cut == (
        Piece("简易项目", given=True),
        Piece("15天", gold=True, given=True),
        Piece("，一般项目"),
        Piece("30天", gold=True),
        Piece("。"),
    )
    assert [piece.kind for piece in cut] == ["given", "gold given", "", "gold", ""]
    assert "".join(piece.text for piece in cut) == quote
    assert pieces("", ["15天"], "15天") == ()
