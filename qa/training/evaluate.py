"""Measures a reader on reading files: does it find the answer, and does it know when there is none.

Any `qa.records.Reader` can be measured, the product's own among them: it reads a long context in windows, and
its score is a margin over "no answer" within the window, so its best reading has the best span and margin.
"""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.training.likeness import NearMisses
from index.training.reading import Example, answered
from qa.records import Passage, Reader
from qa.training.calibrate import RIGHT, calibration_error
from qa.training.metrics import RiskPoint, auc, exact_match, f1, risk_coverage

SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
CANDIDATES = (
    50  # paragraphs tried for a near-miss; more than in training, so that nearly every question has one
)

LEAST = -50.0  # the score of a passage that proposed no span, in nats

Progress = Callable[[int, int], None]
"""Called as `progress(done, total)`, in pairs of question and context read."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prediction:
    """A span of the context, `context[start:end] == text`; -inf and an empty text if none was proposed."""

    text: str
    start: int
    end: int
    score: float


NOTHING = Prediction("", 0, 0, -math.inf)


@dataclass(frozen=True, slots=True)
class Scores:
    """What a reader reached. `em` and `f1` are percent, `auc` is 0 to 1 (NaN without near-misses).

    `calibration_error`, 0 to 1, takes the score for the log-odds that the span answers.
    """

    questions: int
    near_misses: int
    em: float
    f1: float
    auc: float
    calibration_error: float
    risk: tuple[RiskPoint, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; an AUC that is not defined is None."""
        return asdict(self) | {"auc": None if math.isnan(self.auc) else self.auc}


def predict(reader: Reader, question: str, context: str, header: str = "") -> Prediction:
    """The best span of the context under its header; the one way by which all scores here are made."""
    readings = reader.read(question, [Passage(context, header)], top=1)
    if not readings:
        return NOTHING
    best = readings[0]
    return Prediction(context[best.start : best.end], best.start, best.end, best.score)


def near_misses(examples: Sequence[Example]) -> list[tuple[str, str]]:
    """(question, paragraph) for each example: the most similar paragraph of the set without its answer."""
    index = NearMisses(example.context for example in examples)
    found = []
    for example in examples:
        texts = [span.text for span in example.answers]
        other = index.find(example.question, example.context, texts, CANDIDATES)
        if other is not None:
            found.append((example.question, other))
    return found


def evaluate(reader: Reader, examples: Sequence[Example], progress: Progress | None = None) -> Scores:
    """Scores over the answered examples and near-misses, see `predict_all`."""
    return score(*predict_all(reader, examples, progress))


def predict_all(
    reader: Reader, examples: Sequence[Example], progress: Progress | None = None
) -> tuple[list[Example], list[Prediction], list[Prediction]]:
    """The answered examples, what is predicted for each, and for near-misses: the examples without an answer where
    there are any, else a like paragraph of the file for each answered one.
    """
    asked = answered(examples)
    given = [example for example in examples if not example.answers]
    pairs = [(example.question, example.context, example.header) for example in (*asked, *given)]
    if not given:
        pairs += [(question, context, "") for question, context in near_misses(asked)]
    predictions = []
    for done, (question, context, header) in enumerate(pairs, 1):
        predictions.append(predict(reader, question, context, header))
        if progress:
            progress(done, len(pairs))
    logger.info("read %d questions and %d near-misses", len(asked), len(pairs) - len(asked))
    return asked, predictions[: len(asked)], predictions[len(asked) :]


def score(
    examples: Sequence[Example], predictions: Sequence[Prediction], misses: Sequence[Prediction]
) -> Scores:
    """Scores from what was predicted for the examples, in their order, and for the near-misses."""
    golden = [[span.text for span in example.answers] for example in examples]
    matches = [exact_match(gold, p.text) for gold, p in zip(golden, predictions, strict=True)]
    overlaps = [f1(gold, p.text) for gold, p in zip(golden, predictions, strict=True)]
    positive, negative = [p.score for p in predictions], [p.score for p in misses]
    margins, right = outcomes(examples, predictions, misses)
    return Scores(
        questions=len(examples),
        near_misses=len(misses),
        em=_percent(matches),
        f1=_percent(overlaps),
        auc=auc(positive, negative),
        calibration_error=calibration_error(1 / (1 + np.exp(-margins)), right),
        risk=tuple(risk_coverage(positive, [1 - overlap for overlap in overlaps], negative, SHARES)),
    )


def outcomes(
    examples: Sequence[Example], predictions: Sequence[Prediction], misses: Sequence[Prediction]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Scores of all predictions, (n,), and whether each answers: one for a near-miss never does."""
    right = [
        f1([span.text for span in example.answers], p.text) >= RIGHT
        for example, p in zip(examples, predictions, strict=True)
    ]
    scores = np.array([p.score for p in (*predictions, *misses)], np.float64)
    return np.maximum(scores, LEAST), np.array([*right, *[False] * len(misses)])


def _percent(values: Sequence[float]) -> float:
    return 100 * sum(values) / len(values) if values else 0.0
