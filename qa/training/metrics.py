"""Measures of a reader: exact match and F1 as CMRC2018 defines them, AUC, risk against coverage. Pure.

Exact match and F1 follow the evaluation script of CMRC2018 (Cui et al. 2019, cmrc2018_evaluate.py, v5), which
takes its own list of punctuation and the longest common *substring*, not a bag of words. The script cuts
Latin and digits with NLTK's word_tokenize; here one expression does, alike on words, numbers and signs, not
on English contractions.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PUNCTUATION = frozenset("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
"""The script's list; it also names the pair ……, which no single character equals, so that … stays."""

_PIECES = re.compile(r"[\u4e00-\u9fa5]|[^\W\u4e00-\u9fa5]+(?:[.,][^\W\u4e00-\u9fa5]+)*|\S")


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What showing only scores from `threshold` up gives.

    `kept` is the share of answerable questions that get an answer, `false_answers` the share of unanswerable
    ones that do, `risk` the mean of 1 - F1 over all that do (an unanswerable one has F1 0). All 0 to 1.
    """

    threshold: float
    kept: float
    false_answers: float
    risk: float


def plain(text: str) -> str:
    """Lower case, without punctuation and outer blanks: what exact match compares.

    >>> plain("《Times》 周刊。")
    'times 周刊'
    """
    return "".join(char for char in text.lower().strip() if char not in PUNCTUATION)


def segments(text: str) -> list[str]:
    """Chinese characters one by one, Latin words and numbers whole, punctuation dropped.

    >>> segments("增长3.5%，达COVID-19前")
    ['增', '长', '3.5', '%', '达', 'covid19', '前']
    """
    return _PIECES.findall(plain(text))


def exact_match(answers: Sequence[str], prediction: str) -> float:
    """1.0 if the prediction equals any answer but for case and punctuation, else 0.0."""
    return float(any(plain(answer) == plain(prediction) for answer in answers))


def f1(answers: Sequence[str], prediction: str) -> float:
    """The best F1, 0 to 1, over the answers.

    Answer 16亿元 and prediction 约16亿元: 3 of 4 predicted segments in common, 3 of 3 asked; F1 is 6/7.
    """
    return max((_f1(segments(answer), segments(prediction)) for answer in answers), default=0.0)


def _f1(answer: list[str], prediction: list[str]) -> float:
    common = longest_common_substring(answer, prediction)
    return 2 * common / (len(answer) + len(prediction)) if common else 0.0


def longest_common_substring(one: Sequence[str], two: Sequence[str]) -> int:
    """Length of the longest contiguous run in both: 2 for 甲乙丙丁 and 甲乙丁."""
    best, above = 0, [0] * (len(two) + 1)
    for a in one:
        row = [0]
        for j, b in enumerate(two):
            row.append(above[j] + 1 if a == b else 0)
        best, above = max(best, *row), row
    return best


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Chance that a positive scores above a negative, ties counting half (Mann-Whitney U); NaN if none.

    Positives 3, 2, 2 against negatives 2, 1: 2 + 1.5 + 1.5 of 6 pairs won, 0.833.
    """
    if not positive or not negative:
        return math.nan
    scores = np.concatenate([np.asarray(positive, np.float64), np.asarray(negative, np.float64)])
    n = len(positive)
    won = float(_mean_ranks(scores)[:n].sum()) - n * (n + 1) / 2
    return won / (n * len(negative))


def _mean_ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1, shape (n,), where equal scores share the mean of their ranks."""
    _, group, size = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(size)
    ranks: NDArray[np.float64] = (last - (size - 1) / 2)[group]
    return ranks


def risk_coverage(
    positive: Sequence[float], losses: Sequence[float], negative: Sequence[float], shares: Sequence[float]
) -> list[RiskPoint]:
    """A point for each share of answerable questions kept (El-Yaniv and Wiener 2010).

    `positive` and `losses` (1 - F1) are of answerable questions, `negative` of unanswerable ones; a score of
    -inf means that nothing was proposed and is never shown.
    """
    finite = sorted((score for score in positive if math.isfinite(score)), reverse=True)
    wanted = [min(math.ceil(share * len(positive)), len(finite)) for share in shares]
    return [_risk_point(finite[count - 1], positive, losses, negative) for count in wanted if count]


def _risk_point(
    threshold: float, positive: Sequence[float], losses: Sequence[float], negative: Sequence[float]
) -> RiskPoint:
    shown = [loss for score, loss in zip(positive, losses, strict=True) if score >= threshold]
    wrong = sum(score >= threshold for score in negative)
    return RiskPoint(
        threshold=threshold,
        kept=len(shown) / len(positive),
        false_answers=wrong / len(negative) if negative else 0.0,
        risk=(sum(shown) + wrong) / (len(shown) + wrong),
    )
