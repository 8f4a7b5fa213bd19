import pytest

from qa.ends import asked_end, is_gap, is_otherwise_sized

PRICE = "景区把夜游门票由98元降到58元，游客多了。"
TIME = "车程从2小时缩短至40分钟，投资8亿元。"


@pytest.mark.parametrize(
    ("text", "question", "span", "expected"),
    [
        (PRICE, "门票原来是多少钱", "58元", "98元"),
        (PRICE, "门票原来是多少钱", "98元", "98元"),
        (PRICE, "门票降到多少了", "98元", "58元"),
        (PRICE, "现在的门票是多少", "98元", "58元"),
        (PRICE, "门票是多少", "98元", "98元"),  # neither is asked for: the reader's own choice stays
        (PRICE, "门票从多少降到多少", "58元", "58元"),  # both are
        (PRICE, "门票原来是多少，现在降到多少", "58元", "58元"),
        ("门票98元，游客58人。", "门票原来是多少", "58人", "58人"),  # no change
        ("去年98元，今年58元。", "门票原来是多少", "58元", "58元"),
        (TIME, "现在车程多久", "2小时", "2小时"),  # another unit: hours are not held against minutes
    ],
)
def test_the_end_of_a_change_is_the_one_asked_for(text, question, span, expected):
    at = text.index(span)
    assert text[slice(*asked_end(question, text, at, at + len(span)))] == expected


def test_by_how_much_a_loss_shrank_is_no_loss():
    text = "全年净亏损3860万元，比上年减亏2100万元。"
    assert is_gap(text, text.index("2100")) and not is_gap(text, text.index("3860"))


def test_an_amount_behind_firms_above_a_size_is_of_what_its_own_clause_says():
    text = "地区生产总值增长3.7%，规模以上工业增加值增长14.6%，固定资产投资增长11.3%。"
    at = text.index("11.3%")
    assert not is_otherwise_sized("固定资产投资增速", text, at, at + 5)
