import json
import math

import pytest

from index.training.reading import Example, Span
from qa.records import Reading
from qa.training.evaluate import Prediction, evaluate, near_misses, predict


class FigureReader:
    """Proposes the first run of digits with its next character, scored by the question's characters around it."""

    def read(self, question, passages, top=8):
        found = []
        for number, passage in enumerate(passages):
            digits = [i for i, char in enumerate(passage.text) if char.isdigit()]
            if digits:
                score = float(len(set(question) & set(passage.text)))
                found.append(Reading(number, digits[0], digits[-1] + 2, score))
        return sorted(found, key=lambda reading: -reading.score)[:top]


def example(question, context, answer):
    return Example(context, "cmrc2018_x", question, context, (Span(answer, context.index(answer)),))


EXAMPLES = [
    example("甲县茶园几亩", "甲县茶园12亩", "12亩"),
    example("乙县茶园几亩", "乙县茶园30万亩", "30万亩"),
    example("丙县茶园几亩", "丙县茶园八亩", "八亩"),
]


def test_predict_gives_the_span_in_characters_of_the_context_or_nothing():
    assert predict(FigureReader(), "甲县几亩", "甲县茶园12亩") == Prediction("12亩", 4, 7, 3.0)
    assert predict(FigureReader(), "丙县几亩", "丙县茶园八亩") == Prediction("", 0, 0, -math.inf)


def test_each_question_is_also_asked_of_its_nearest_paragraph_without_the_answer():
    # Equal counts (县茶 茶园) go to the first by code point: 丙 U+4E19, 乙 U+4E59, 甲 U+7532.
    assert near_misses(EXAMPLES) == [
        ("甲县茶园几亩", "丙县茶园八亩"),
        ("乙县茶园几亩", "丙县茶园八亩"),
        ("丙县茶园几亩", "乙县茶园30万亩"),
    ]


def test_scores_by_hand():
    calls = []
    scores = evaluate(FigureReader(), EXAMPLES, lambda done, total: calls.append((done, total)))
    # 甲: 12亩 is exact, score 5 (甲县茶园亩). 乙: 30万 against 30 万 亩, F1 2·2/5 = 0.8, score 5. 丙: nothing.
    assert (scores.questions, scores.near_misses) == (3, 3)
    assert scores.em == pytest.approx(100 / 3)
    assert scores.f1 == pytest.approx(100 * (1 + 0.8 + 0) / 3)
    # Near-misses: -inf, -inf, and 丙's question on 乙's paragraph with 县茶园亩 = 4. Positives 5, 5, -inf:
    # 3 + 3 wins, then two ties and a loss: 7 of 9.
    assert scores.auc == pytest.approx(7 / 9)
    # At the only threshold, 5: two of three kept, no false answer, mean loss (0 + 0.2) / 2.
    assert {(p.threshold, p.false_answers) for p in scores.risk} == {(5.0, 0.0)}
    assert scores.risk[0].kept == pytest.approx(2 / 3)
    assert scores.risk[0].risk == pytest.approx(0.1)
    assert calls == [(i, 6) for i in range(1, 7)]


def test_given_near_misses_are_asked_in_the_place_of_found_ones_each_under_its_header():
    asked = []

    class Noting(FigureReader):
        def read(self, question, passages, top=8):
            asked.extend((question, passage.text, passage.header) for passage in passages)
            return super().read(question, passages, top)

    given = Example("n", "synthetic_county", "丁县茶园几亩", "戊县7亩", (), header="戊县 | 2021年")
    scores = evaluate(Noting(), [*EXAMPLES[:2], given])
    assert asked[2:] == [("丁县茶园几亩", "戊县7亩", "戊县 | 2021年")]
    # 甲 and 乙 score 5; of 丁's question 县 and 亩 stand in 戊县7亩: 2.
    assert (scores.questions, scores.near_misses, scores.auc) == (2, 1, 1.0)


def test_scores_without_near_misses_are_still_json():
    scores = evaluate(FigureReader(), EXAMPLES[:1])
    assert json.loads(json.dumps(scores.to_dict(), allow_nan=False))["auc"] is None
    assert scores.em == 100
