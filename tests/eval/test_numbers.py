from fractions import Fraction

import pytest

from eval.numbers import Quantity, numeric_match, quantities


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("投资10.2亿元，占百分之五", [(1_020_000_000, "元"), (5, "%")]),
        ("1,400亿元", [(140_000_000_000, "元")]),
        ("4个亿", [(400_000_000, "")]),
        ("15，300", [(15, ""), (300, "")]),
        ("两千万元左右", [(20_000_000, "元")]),
        ("三十多万", [(300_000, "")]),
        ("一亿二千万", [(120_000_000, "")]),  # 1e8 + 2000 * 1e4
        ("二万亿", [(2 * 10**12, "")]),  # 20000 * 1e8
        ("二〇二三年", [(2023, "年")]),
        ("20余万户", [(200_000, "户")]),
        ("821.3km", [(821_300, "米")]),
        ("百分之十点五", [(Fraction(21, 2), "%")]),
        ("占七成，去年六成五", [(70, "%"), (60, "%"), (5, "")]),
        ("3成立", [(3, "")]),  # 成 begins another word
        ("3亩", [(2000, "平方米")]),  # 15 亩 are a 公顷, so 3 are 2000 平方米
        ("5G基站113个", [(113, "个")]),  # 5G is a name
        ("15G", []),
    ],
)
def test_quantities(text, values):
    assert [(found.value, found.unit) for found in quantities(text)] == values


def test_a_quantity_keeps_what_was_written():
    assert quantities("约20多家企业") == [Quantity("20多家", Fraction(20), "个")]


@pytest.mark.parametrize(
    ("text", "want", "match"),
    [
        ("总投资102000万元", "10.2亿元", True),
        ("总投资102001万元", "10.2亿元", False),
        ("约33590万元", "3.359亿元", True),
        ("增长百分之五点五", "5.5%", True),
        ("约占70%", "七成", True),
        ("约占7%", "七成", False),
        ("高5.5个百分点", "5.5%", False),
        ("全长51.898公里", "51898米", True),
        ("超60千米", "60公里", True),
        ("三十六天", "36天", True),
        ("136天", "36天", False),
        ("300万美元", "300万元", False),
        ("16亿", "16亿元", True),  # the unit is left out
        ("36%", "36", False),
        ("20余家", "20多家", True),
        ("1.6万立方米", "16000立方米", True),
        ("第1", "第一", False),  # an ordinal is no figure
        ("10月1日", "10月底", False),
        ("五项制度", "5项", True),
        ("获5项荣誉", "五项制度", False),  # the form is more than a figure
        ("没有数", "36天", False),
    ],
)
def test_numeric_match(text, want, match):
    assert numeric_match(text, want) is match


def test_tolerance_is_a_share_of_the_wanted_figure():
    # 101 is off by 1 of 100: within a hundredth, not within half of one.
    assert numeric_match("101户", "100户", tolerance=0.01)
    assert not numeric_match("101户", "100户", tolerance=0.005)
