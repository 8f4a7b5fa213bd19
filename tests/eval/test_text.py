import pytest

from eval.text import contains, fold, normalise, segment, strip_marks


def test_width_and_case_are_folded_but_a_chinese_comma_separates():
    assert fold("ＧＤＰ１５，３００％") == "gdp15、300%"


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("增长 5.5%，达1,400亿", "增长5.5%达1400亿"),  # comma between groups of three goes, the point stays
        ("15、30天", "15 30天"),  # two numbers never run into 1530
        ("排名第一，一季度", "排名第一 一季度"),
        ("“遂事办·随时办”。", "遂事办随时办"),
        ("。", ""),
    ],
)
def test_normalise(text, same_as):
    assert normalise(text) == same_as


@pytest.mark.parametrize(
    ("text", "form", "there"),
    [
        ("预计年产值16亿元。", "16亿元", True),
        ("预计年产值16亿元。", "6亿元", False),
        ("预计年产值1.6亿元。", "6亿元", False),
        ("用了136天", "36天", False),
        ("用了 36 天", "36天", True),
        ("三十六天", "六天", False),
        ("第三十六天", "三十六天", True),
        ("80万辆", "80", False),  # 80 is not 800000
        ("增长5.5%", "5.5", False),
        ("产能80万辆", "80万", True),
        ("15、30、60天", "30", True),
        ("排名第一，一季度", "第一", True),
        ("16亿元后又有6亿元", "6亿元", True),  # the second place is whole
        ("天工之城·数字绿谷", "天工之城数字绿谷", True),
        ("随便什么", "。", False),
    ],
)
def test_containment_never_cuts_a_number(text, form, there):
    assert contains(text, form) is there


def test_mixed_segmentation():
    assert segment("产值10.2亿元，GDP增5.5%。") == ["产", "值", "10.2", "亿", "元", "gdp", "增", "5.5", "%"]


def test_marks_go():
    assert strip_marks("16亿元[1][12]。") == "16亿元。"
