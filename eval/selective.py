"""Whether the confidence of an answer can be believed: risk against coverage, and calibration. Pure functions.

An outcome is (confidence, whether the answer was right); a confidence is a probability, 0 to 1.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

Outcome = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Bin:
    """The `n` outcomes with a confidence in [low, high): their mean confidence, and the share that was right."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """(coverage, risk) as the threshold falls: the share of the cases answered, and of those the share wrong.

    (.9, right), (.8, wrong), (.8, right), (.1, wrong) give (.25, 0), (.75, 1/3), (1, 1/2): no threshold parts
    equal confidences, so they come together. Empty of nothing. El-Yaniv and Wiener 2010, On the Foundations of
    Noise-free Selective Classification.
    """
    ordered = sorted(outcomes, key=lambda outcome: -outcome[0])
    curve: list[tuple[float, float]] = []
    answered = wrong = 0
    for _, tied in groupby(ordered, key=lambda outcome: outcome[0]):
        rights = [right for _, right in tied]
        answered += len(rights)
        wrong += rights.count(False)
        curve.append((answered / len(ordered), wrong / answered))
    return curve


def aurc(curve: Sequence[tuple[float, float]]) -> float | None:
    """The area under a curve of `risk_coverage`, 0 to 1, lower is better; None of an empty one.

    Each risk holds from the coverage before it to its own: (.25, 0), (.75, 1/3), (1, 1/2) give
    .5 * 1/3 + .25 * 1/2 = 7/24. Without ties this is the mean of the risks at each case (Geifman and El-Yaniv
    2017, Selective Classification for Deep Neural Networks, whose curve it sums up).
    """
    if not curve:
        return None
    before = [0.0, *(coverage for coverage, _ in curve)]
    return math.fsum(
        (coverage - start) * risk for start, (coverage, risk) in zip(before, curve, strict=False)
    )


def calibration_bins(outcomes: Sequence[Outcome], bins: int = 10) -> list[Bin]:
    """The outcomes by confidence, in bins of equal width; an empty bin is left out, 1 belongs to the last.

    With 10 bins, (.72, right) and (.78, wrong) make `Bin(.7, .8, 2, .75, .5)`. Guo et al. 2017, On Calibration of
    Modern Neural Networks. Raises ValueError for a confidence outside of [0, 1].
    """
    edges = [number / bins for number in range(bins + 1)]
    held: list[list[Outcome]] = [[] for _ in range(bins)]
    for confidence, right in outcomes:
        if not 0 <= confidence <= 1:
            raise ValueError(f"confidence is {confidence}; give a probability from 0 to 1")
        held[min(bisect_right(edges, confidence), bins) - 1].append((confidence, right))
    return [
        Bin(
            low=edges[number],
            high=edges[number + 1],
            n=len(inside),
            confidence=math.fsum(confidence for confidence, _ in inside) / len(inside),
            accuracy=sum(right for _, right in inside) / len(inside),
        )
        for number, inside in enumerate(held)
        if inside
    ]


def expected_calibration_error(outcomes: Sequence[Outcome], bins: int = 10) -> float | None:
    """How far confidence and accuracy lie apart, mean over `bins` bins weighted by their cases; None of nothing.

    Four outcomes, two in a bin of confidence .75 and accuracy .5, two in one of .95 and 1:
    2/4 * .25 + 2/4 * .05 = .15. Guo et al. 2017.
    """
    found = calibration_bins(outcomes, bins)
    apart = math.fsum(one.n * abs(one.accuracy - one.confidence) for one in found)
    return apart / len(outcomes) if outcomes else None


def brier(outcomes: Sequence[Outcome]) -> float | None:
    """The mean squared distance of confidence from outcome, 0 to 1, lower is better; None of nothing.

    (.9, right), (.4, wrong): (.01 + .16) / 2 = .085. Brier 1950, Verification of Forecasts Expressed in Terms of
    Probability, in the form for two outcomes.
    """
    apart = math.fsum((confidence - right) ** 2 for confidence, right in outcomes)
    return apart / len(outcomes) if outcomes else None
