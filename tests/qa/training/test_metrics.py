import math

import pytest

from qa.training.metrics import (
    RiskPoint,
    auc,
    exact_match,
    f1,
    longest_common_substring,
    plain,
    risk_coverage,
    segments,
)


def test_exact_match_drops_the_punctuation_of_the_official_list_and_case():
    assert exact_match(["《Times》"], "times。") == 1
    assert exact_match(["16亿元", "十六亿元"], "十六亿元") == 1
    assert exact_match(["16亿元"], "16亿") == 0
    # The official list has neither the ASCII comma, full stop and percent sign nor a blank inside.
    assert exact_match(["3.5%"], "35%") == 0
    assert plain(" a b, ") == "a b,"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("增长3.5%", ["增", "长", "3.5", "%"]),
        ("1,200万元", ["1,200", "万", "元"]),
        ("COVID-19，疫情", ["covid19", "疫", "情"]),  # the dash is dropped, and does not cut the word
        ("World Bank项目", ["world", "bank", "项", "目"]),
        ("（一）", ["一"]),
        ("", []),
    ],
)
def test_segments(text, pieces):
    assert segments(text) == pieces


def test_the_common_part_is_contiguous():
    # A common subsequence would count 甲乙丁 as 3.
    assert longest_common_substring("甲乙丙丁", "甲乙丁") == 2
    assert longest_common_substring("甲乙", "丙") == 0


def test_f1_by_hand():
    # 16 亿 元 against 约 16 亿 元: precision 3/4, recall 3/3, 2·(3/4)/(7/4) = 6/7.
    assert f1(["16亿元"], "约16亿元") == pytest.approx(6 / 7)
    # 甲乙 of 甲乙丁 (3) and of 甲乙丙丁 (4): 2·2 / 7.
    assert f1(["甲乙丙丁"], "甲乙丁") == pytest.approx(4 / 7)
    assert f1(["丙", "甲乙丙丁"], "甲乙丁") == pytest.approx(4 / 7)  # the best answer counts
    assert f1(["16亿元"], "") == 0
    assert f1(["。"], "。") == 0  # nothing left on either side: the script gives 0
    assert f1([], "甲") == 0


def test_auc_by_hand():
    # 3 beats 2 and 1; each 2 beats 1 and ties with 2: (2 + 1.5 + 1.5) / 6.
    assert auc([3, 2, 2], [2, 1]) == pytest.approx(5 / 6)
    assert auc([1, 2], [3]) == 0
    assert auc([5], [-math.inf, -math.inf]) == 1
    assert auc([-math.inf], [-math.inf]) == 0.5
    assert math.isnan(auc([], [1]))


def test_risk_coverage_by_hand():
    positive, losses, negative = [4.0, 3.0, 2.0, -math.inf], [0.0, 0.5, 1.0, 1.0], [3.5, 0.0]
    points = risk_coverage(positive, losses, negative, [0.25, 0.5, 1.0])
    assert points == [
        RiskPoint(4.0, 0.25, 0.0, 0.0),  # only the first, which is right
        RiskPoint(3.0, 0.5, 0.5, 0.5),  # losses 0 and 0.5, one false answer: 1.5 of 3
        RiskPoint(2.0, 0.75, 0.5, 0.625),  # the fourth proposed nothing: losses 1.5 and one false, of 4
    ]
    assert risk_coverage([-math.inf], [1.0], [], [1.0]) == []
