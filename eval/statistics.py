"""How sure a mean is, and whether two runs over the same cases differ: intervals and paired tests, by SciPy.

`scipy.stats` is named in the functions and not imported above, so that it is loaded by the first that needs it.
"""

from collections.abc import Sequence

import numpy as np
import scipy

_BATCH = 1000  # resamples held in memory at a time


def bootstrap_interval(
    values: Sequence[float], *, level: float = 0.95, rounds: int = 1000, seed: int = 0
) -> tuple[float, float] | None:
    """The percentile interval of the mean over `rounds` resamples; the same seed gives the same interval.

    Values that are all 1 give (1, 1), as does a single 1; None of nothing. Efron and Tibshirani 1993, An
    Introduction to the Bootstrap, chapter 13, as `scipy.stats.bootstrap` has it.
    """
    if not values:
        return None
    if min(values) == max(values):  # nothing to resample, and SciPy refuses a single value
        return float(values[0]), float(values[0])
    interval = scipy.stats.bootstrap(
        (np.asarray(values, dtype=float),),
        np.mean,
        n_resamples=rounds,
        batch=_BATCH,
        confidence_level=level,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(interval.low), float(interval.high)


def paired_test(old: Sequence[float], new: Sequence[float]) -> float | None:
    """The two-sided p value of a difference between two runs, `old[i]` and `new[i]` being of the same case.

    McNemar's exact test where every score is 0 or 1, a permutation test elsewhere; None of nothing.
    Right, wrong and wrong, right: one case each way, p 1.
    """
    return mcnemar(old, new) if {*old, *new} <= {0, 1} else permutation_test(old, new)


def mcnemar(old: Sequence[float], new: Sequence[float]) -> float | None:
    """The exact two-sided p value for paired scores that are each 0 or 1; None of nothing.

    Only the cases that changed speak: with 9 that became right and 1 that became wrong, p is
    2 * (C(10, 0) + C(10, 1)) / 2**10 = 22/1024. With none changed, 1. McNemar 1947, Note on the sampling error of
    the difference between correlated proportions; exact by `scipy.stats.binomtest`. Raises ValueError for
    runs of different lengths.
    """
    pairs = list(zip(old, new, strict=True))
    if not pairs:
        return None
    changed = [after for before, after in pairs if before != after]
    if not changed:
        return 1.0
    return float(scipy.stats.binomtest(changed.count(1), len(changed), 0.5).pvalue)


def permutation_test(
    old: Sequence[float], new: Sequence[float], *, rounds: int = 10_000, seed: int = 0
) -> float | None:
    """The two-sided p value of the mean paired difference, its signs flipped; None of nothing.

    Exact where the flips of the cases that changed are at most `rounds` (13 cases), else over `rounds` random flips,
    of which the same seed draws the same. Differences .1, .2, .3, .4: of 16 sign patterns 1 gives as high a mean, so
    p is 2/16. Fisher 1935, The Design of Experiments, chapter 3; `scipy.stats.permutation_test`. Raises
    ValueError for runs of different lengths.
    """
    pairs = list(zip(old, new, strict=True))
    if not pairs:
        return None
    # A difference of 0 has no sign to flip, and would only make the exact test larger.
    differences = np.array([after - before for before, after in pairs if after != before], dtype=float)
    if len(differences) < 2:  # one sign: half of two patterns on either side, and SciPy refuses it
        return 1.0
    found = scipy.stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=rounds,
        batch=_BATCH,
        rng=np.random.default_rng(seed),
    )
    return float(found.pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p values, in their order, corrected for their number, so that the error rate over all of them holds.

    The smallest of m is multiplied by m, the next by m - 1 and so on; none falls below one before it or
    exceeds 1. `holm([.01, .04, .03])` is .03, .06, .06: .04 * 1 is below .03 * 2. Holm 1979, A simple sequentially
    rejective multiple test procedure; SciPy has it not.
    """
    adjusted = [0.0] * len(p_values)
    reached = 0.0
    for before, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        reached = max(reached, min(1.0, p_values[place] * (len(p_values) - before)))
        adjusted[place] = reached
    return adjusted
