"""Computed figures count as grounded only where their inputs are cited and they come out again."""

import pytest

from eval.derived import asked_times, recomputed
from eval.judge import ungrounded_figures
from qa.records import Computed, Given

QUOTES = ["甲县生产总值155亿元。", "乙县生产总值138亿元，财政收入下降2.4%。", "丙县生产总值9.5%"]


def difference(text: str, one: Given, other: Given) -> Computed:
    return Computed(text, "difference", (one, other))


def held(one: Computed) -> bool:
    return bool(recomputed([one], QUOTES))


def test_a_right_difference_of_cited_figures_holds():
    assert held(difference("17亿元", Given(1, "155亿元"), Given(2, "138亿元")))
    assert held(difference("170000万元", Given(1, "155亿元"), Given(2, "138亿元")))


def test_a_wrong_result_does_not():
    assert not held(difference("18亿元", Given(1, "155亿元"), Given(2, "138亿元")))


def test_an_input_that_is_not_in_its_quote_does_not():
    assert not held(difference("17亿元", Given(2, "155亿元"), Given(1, "138亿元")))
    assert not held(difference("17亿元", Given(1, "155亿元"), Given(9, "138亿元")))


def test_a_fall_has_to_be_said_by_its_quote():
    # 9.5 - (-2.4) = 11.9
    assert held(difference("11.9个百分点", Given(3, "9.5%"), Given(2, "2.4%", -1)))
    assert not held(difference("11.9个百分点", Given(2, "2.4%"), Given(3, "9.5%", -1)))


@pytest.mark.parametrize(
    ("text", "operation", "holds"),
    [
        ("1.12倍", "ratio", True),  # 155 / 138 = 1.1232
        ("1.13倍", "ratio", False),
        ("12.3%", "growth", True),  # 12.32 %
        ("293亿元", "sum", True),
        ("146.5亿元", "mean", True),
        ("2个", "count", True),
        ("3个", "count", False),
        ("第1", "rank", True),
        ("第2", "lowest_rank", True),
    ],
)
def test_every_operation_is_worked_out_anew(text, operation, holds):
    assert held(Computed(text, operation, (Given(1, "155亿元"), Given(2, "138亿元")))) is holds


def test_a_unit_from_the_head_of_a_table():
    quotes = ["| 生产总值 | 172.4 |", "| 指标 | 总量（亿元） |"]
    right = Computed("172.4亿元", "unit", (Given(1, "172.4"), Given(2, "亿元")))
    assert recomputed([right], quotes)
    assert not recomputed([Computed("172.4万元", "unit", right.inputs)], quotes)


def test_an_answer_with_its_computed_figures():
    text = "甲县更高：155亿元[1]，比乙县的138亿元[2]多17亿元。"
    computed = [difference("17亿元", Given(1, "155亿元"), Given(2, "138亿元"))]
    assert ungrounded_figures(text, QUOTES) == ("17亿元",)
    assert ungrounded_figures(text, QUOTES, recomputed(computed, QUOTES)) == ()


def test_times_of_the_question():
    assert [one.raw for one in asked_times("从2020年到2022年，8月的游客")] == [
        "2020年",
        "2021年",
        "2022年",
        "8月",
    ]
    assert [one.raw for one in asked_times("2022年比上年多100亿元吗")] == ["2021年", "2022年"]


def test_the_unit_of_a_bare_number_stands_in_a_citation_of_its_own():
    quotes = ["| 华亭市 | 60387 |", "| 崆峒区 | 58214 |", "| 单位 | 预算收入（万元） |"]
    inputs = (Given(1, "60387", 1, "万元", 3), Given(2, "58214", 1, "万元", 3))
    assert [one.value for one in recomputed([Computed("2173万元", "difference", inputs)], quotes)] == [
        21730000
    ]
    wrong = (Given(1, "60387", 1, "亿元", 3), Given(2, "58214", 1, "亿元", 3))
    assert not recomputed([Computed("2173亿元", "difference", wrong)], quotes)


def test_a_date_proves_its_year():
    assert ungrounded_figures("2023年收入5亿元[1][2]。", ["收入5亿元", "2023-08-03"]) == ()
    assert ungrounded_figures("2022年收入5亿元[1][2]。", ["收入5亿元", "2023-08-03"]) == ("2022年",)
