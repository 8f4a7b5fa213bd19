import pytest

from qa.measures import is_of_other_goods, is_of_other_measure, is_of_other_ordinal


def span(text, words):
    at = text.index(words)
    return text, at, at + len(words)


@pytest.mark.parametrize(
    ("question", "text", "words", "other"),
    [
        ("这个园一年有多少产值", "项目总投资5亿元，已投产。", "5亿元", True),
        ("这些项目一年交了多少税", "协议总投资132.8亿元。", "132.8亿元", True),
        ("项目投了多少钱，总投资多少", "协议总投资132.8亿元。", "132.8亿元", False),
        ("企业一年收入多少", "年销售额2000万元。", "2000万元", False),  # may well be called so
        ("安排了多少补贴", "投入奖补资金300万元。", "300万元", False),
        ("一年能有多少产值", "年产8万台。", "8万台", False),  # no measure is said
    ],
)
def test_an_amount_of_another_measure(question, text, words, other):
    assert is_of_other_measure(question, *span(text, words)) is other


@pytest.mark.parametrize(
    ("question", "text", "words", "other"),
    [
        ("第二台机组投用了吗", "目前第一台机组正在试运行。", "正在试运行", True),
        ("第二台机组投用了吗", "第一台已投用，第二台机组计划2025年投用。", "计划2025年投用", False),
        ("二期投资多少", "一期投资3亿元。", "3亿元", True),
        ("二期投资多少", "总投资3亿元。", "3亿元", False),
    ],
)
def test_another_of_what_is_numbered(question, text, words, other):
    assert is_of_other_ordinal(question, *span(text, words)) is other


@pytest.mark.parametrize(
    ("question", "text", "words", "other"),
    [
        ("出栏了多少头生猪", "肉牛存栏5.7万头、出栏3.9万头。", "3.9万头", True),
        ("小麦种了多少亩", "小麦、玉米分别种植3万亩、4万亩。", "3万亩", False),
        ("马铃薯产量是多少", "土豆产量2万吨。", "2万吨", False),
        ("粮食产量是多少", "玉米产量2万吨。", "2万吨", False),  # grain is no one crop
    ],
)
def test_other_goods(question, text, words, other):
    assert is_of_other_goods(question, *span(text, words)) is other
