import math

import pytest

from eval.metrics import (
    Span,
    character_overlap,
    citation_precision,
    citation_recall,
    covered_by,
    list_precision,
    list_recall,
    mean,
    mrr,
    ndcg,
    numeric_correct,
    percentile,
    recall_at_k,
    refusal_precision,
    refusal_recall,
)

NONE, FIRST, SECOND, BOTH = frozenset(), frozenset({0}), frozenset({1}), frozenset({0, 1})


def test_overlap_is_of_characters_in_the_same_document():
    gold = [[Span("a", 8, 12), Span("a", 30, 34)], [Span("b", 0, 4)]]
    assert covered_by(Span("a", 0, 9), gold) == FIRST
    assert covered_by(Span("a", 0, 8), gold) == NONE  # [0, 8) ends before 8
    assert covered_by(Span("a", 33, 40), gold) == FIRST  # the quote's other place
    assert covered_by(Span("c", 0, 99), gold) == NONE


def test_recall_at_k():
    ranked = [FIRST, NONE, FIRST, SECOND]
    assert recall_at_k(ranked, 2, 3) == 1 / 2
    assert recall_at_k(ranked, 2, 4) == 1.0
    assert recall_at_k([], 2, 5) == 0.0
    assert recall_at_k(ranked, 0, 5) is None


def test_mrr():
    assert mrr([NONE, NONE, SECOND, FIRST], 2) == 1 / 3
    assert mrr([NONE], 2) == 0.0
    assert mrr([FIRST], 0) is None


def test_ndcg():
    # One item at rank 2: (1 / log2 3) / (1 / log2 2) = 0.6309.
    assert ndcg([NONE, FIRST], 1, 10) == pytest.approx(0.6309, abs=1e-4)
    # Items at ranks 1 and 3: (1 + 1/log2 4) / (1 + 1/log2 3) = 1.5 / 1.6309 = 0.9197. The repeat counts nothing.
    assert ndcg([FIRST, FIRST, SECOND], 2, 10) == pytest.approx(0.9197, abs=1e-4)
    assert ndcg([FIRST, FIRST, SECOND], 2, 2) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg([BOTH], 2, 10) == 1.0  # 2 / 1.63, capped
    assert ndcg([FIRST], 0, 10) is None


def test_citations():
    assert citation_precision([FIRST, NONE, SECOND, NONE], 2) == 2 / 4
    assert citation_recall([FIRST, FIRST], 2) == 1 / 2
    assert citation_precision([], 2) is None
    assert citation_recall([], 2) == 0.0
    assert citation_recall([FIRST], 0) is None


def test_character_overlap():
    # 10 cited, 10 gold, [5, 10) in both.
    cited, gold = [Span("a", 0, 10)], [Span("a", 5, 10), Span("a", 20, 25)]
    assert character_overlap(cited, gold) == (0.5, 0.5)
    assert character_overlap([Span("b", 5, 10)], gold) == (0.0, 0.0)
    assert character_overlap([], gold) == (None, 0.0)
    assert character_overlap([*cited, Span("a", 0, 5)], gold) == (0.5, 0.5)  # twice the same characters


def test_refusals():
    # (refused, answerable): 3 refusals, 2 of them right; 3 not answerable, 2 of them refused.
    outcomes = [(True, False), (True, False), (True, True), (False, False), (False, True)]
    assert refusal_precision(outcomes) == pytest.approx(2 / 3)
    assert refusal_recall(outcomes) == pytest.approx(2 / 3)
    assert refusal_precision([(False, True)]) is None
    assert refusal_recall([(True, True)]) is None


def test_mean_of_nothing_is_none():
    assert mean([1, 0, 1, 1]) == 0.75
    assert mean([]) is None


def test_percentile():
    # Position 0.5 * 3 = 1.5: halfway from 20 to 30. Position 0.95 * 3 = 2.85: 30 + 0.85 * 10.
    assert percentile([40, 10, 30, 20], 0.5) == 25
    assert percentile([40, 10, 30, 20], 0.95) == pytest.approx(38.5)
    assert percentile([7], 0.95) == 7
    assert percentile([], 0.5) is None


CITIES = ["长沙", "岳阳", "株洲"]
PARKS = ["朝阳园区", "和平中心园区", "河东园区", "高新园区"]


@pytest.mark.parametrize(
    ("text", "items", "precision", "recall"),
    [
        ("长沙、岳阳和武汉[1]", CITIES, 2 / 3, 2 / 3),
        ("1. 株洲\n2. 长沙市；岳阳以及武汉，还有湘潭", CITIES, 3 / 5, 3 / 3),
        ("长沙、“长沙”、武汉。", CITIES, 1 / 2, 1 / 3),  # a name said twice is one thing
        ("长沙、岳阳等。", CITIES, 2 / 2, 2 / 3),
        ("长沙、等", CITIES, 1 / 1, 1 / 3),
        ("湖南有三个城市，分别是长沙、岳阳与株洲", CITIES, 3 / 4, 3 / 3),  # the clause before is a thing too
        ("朝阳园区、和平中心园区和高新园区", PARKS, 3 / 3, 3 / 4),  # 和 is part of a name
        ("15天、30天及90天", ["15天", "30天", "60天"], 2 / 3, 2 / 3),
        ("115天", ["15天"], 0 / 1, 0 / 1),
        ("102000万元与5亿元", ["10.2亿元", "3亿元"], 1 / 2, 1 / 2),  # over units
        ("1,400亿元,300亿元", ["1400亿元", "300亿元"], 2 / 2, 2 / 2),  # the first comma is in a number
        ("武汉", CITIES, 0 / 1, 0 / 3),
        ("", CITIES, None, 0 / 3),
        ("长沙", [], None, None),
    ],
)
def test_lists(text, items, precision, recall):
    assert list_precision(text, items) == (None if precision is None else pytest.approx(precision))
    assert list_recall(text, items) == (None if recall is None else pytest.approx(recall))


@pytest.mark.parametrize(
    ("text", "answers", "tolerance", "score"),
    [
        ("投资102000万元[1]", ["10.2亿元"], 0.0, 1.0),
        ("约10亿元", ["10.2亿元"], 0.0, 0.0),
        ("约10亿元", ["10.2亿元"], 0.05, 1.0),  # .2 / 10.2 is 2 %
        ("约10亿元", ["10.2亿元"], 0.01, 0.0),
        ("51.04亿元", ["51.04亿元", "51.04亿"], 0.0, 1.0),
        ("一半", ["一半", "50%"], 0.0, 1.0),
        ("三成", ["一半", "50%"], 0.0, 0.0),
        ("没有说[5]", ["5个"], 0.0, 0.0),  # a mark is no figure
        ("", ["5个"], 0.0, 0.0),
        ("2017年", ["2017年"], 0.0, None),  # a date
        ("李玉", ["李玉"], 0.0, None),
        ("15天到30天", ["15天到30天"], 0.0, None),  # two figures
        ("5个", [], 0.0, None),
    ],
)
def test_numeric_correct(text, answers, tolerance, score):
    assert numeric_correct(text, answers, tolerance) == score
