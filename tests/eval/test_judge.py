import pytest

from eval.cases import Case
from eval.judge import answer_correct, exact_match, key_point_share, token_f1, ungrounded_figures


def case(*answers, type="figure", question="？", **more):
    return Case("c", type, question, answers, **more)


def test_exact_match_is_over_segments():
    assert exact_match("16 亿元[1]。", ["18亿元", "16亿元"]) == 1.0
    assert exact_match("16亿元左右", ["16亿元"]) == 0.0


def test_token_f1():
    # 预 计 年 产 值 16 亿 元 against 16 亿 元: run 3, precision 3/8, recall 3/3, F1 = 2 * 3/8 / (11/8) = 6/11.
    assert token_f1("预计年产值16亿元", ["16亿元"]) == pytest.approx(6 / 11)
    # 甲 乙 丙 against 甲 丙: the common run is contiguous, so 1, not 2. P 1/3, R 1/2, F1 = (1/3) / (5/6) = 2/5.
    assert token_f1("甲乙丙", ["甲丙"]) == pytest.approx(2 / 5)
    # Digit runs are whole: 16 and 6 share nothing, 亿 元 do. P = R = 2/3, so F1 = 2/3.
    assert token_f1("16亿元", ["6亿元"]) == pytest.approx(2 / 3)
    assert token_f1("甲", ["乙", "甲"]) == 1.0
    assert token_f1("", ["甲"]) == 0.0


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("约16亿元[1]", True),
        ("160000万元", True),
        ("6亿元", False),
        ("1.6亿元", False),
        ("116亿元", False),
        ("不清楚", False),
    ],
)
def test_a_figure(text, right):
    assert answer_correct(case("16亿元"), text) is right


def test_a_mark_is_no_figure():
    assert not answer_correct(case("1"), "不清楚[1]")


def test_refusing():
    assert answer_correct(case(), "报告没有说。", refused=True)
    assert not answer_correct(case(), "16亿元")
    assert not answer_correct(case("16亿元"), "没有找到16亿元", refused=True)


def test_a_list_wants_every_item():
    wanted = case("15天", "30天", "60天", type="list", all_required=True)
    assert answer_correct(wanted, "简易15天，一般三十天，特殊60天")
    assert not answer_correct(wanted, "简易15天，一般30天")
    assert not answer_correct(wanted, "15天、130天、60天")


def test_a_reason_wants_half_of_its_points():
    wanted = case(type="reason", key_points=("效率高", "诚意", "态度", "服务"))
    assert key_point_share("效率高，有诚意", wanted.key_points) == 0.5
    assert answer_correct(wanted, "效率高，有诚意")
    assert not answer_correct(wanted, "效率高")
    assert answer_correct(case("降雨少", key_points=("干旱", "缺水", "高温")), "因为降雨少")


def test_asked_by_how_much_two_things_differ_neither_is_a_rival():
    wanted = case("3.3个百分点", type="comparison", question="新民市和苏家屯区的增速相差多少？")
    assert answer_correct(wanted, "新民市比苏家屯区高3.3个百分点")
    assert not answer_correct(wanted, "新民市比苏家屯区高3.1个百分点")


def test_a_comparison_wants_the_right_one_first():
    wanted = case("新民市", "新民", type="comparison", question="苏家屯区和新民市谁的GDP增得快？")
    assert answer_correct(wanted, "新民市更快，4.5%，苏家屯区1.7%")
    assert not answer_correct(wanted, "苏家屯更快，新民市慢")
    assert not answer_correct(wanted, "4.5%")


@pytest.mark.parametrize(
    ("text", "quotes", "bare"),
    [
        ("年产值16亿元[1]", ["预计年产值为16亿元"], ()),
        ("年产值160000万元[1]", ["预计年产值为16亿元"], ()),
        ("年产值16亿元[1]，产能8万辆[1]", ["年产值16亿元，产能80万辆"], ("8万辆",)),
        # The second sentence cites the second quote, which does not hold 36.
        ("产值16亿元[1]。用了36天[2]。", ["16亿元，36天", "20万倍"], ("36天",)),
        ("产值16亿元，用了36天", ["16亿元", "36天"], ()),  # no mark: every quote counts
        ("产值16亿元[3]", ["16亿元"], ("16亿元",)),  # a mark that names nothing proves nothing
        ("产值16亿元", [], ("16亿元",)),
        ("2023年增长5%[1]", ["增长5%"], ("2023年",)),
        ("一期已投产[1]", ["已投产"], ()),  # 一期 is a word
        ("三十六天[1]", ["36天"], ()),
        ("三十六天[1]", ["35天"], ("三十六天",)),
        ("1. 产能80万辆[1]\n2. 用了36天[1]", ["80万辆，36天"], ()),  # numbers of a list are no figures
        ("1.68亿元[1]", ["投资1.68亿元"], ()),
        ("5.5%[1]", ["5.5个百分点"], ("5.5%",)),
        ("报告没有说。", [], ()),
    ],
)
def test_grounding(text, quotes, bare):
    assert ungrounded_figures(text, quotes) == bare
