import pytest

from eval import metrics
from eval.statistics import bootstrap_interval, holm, mcnemar, paired_test, permutation_test


def zeros_and_ones(both: int, fixed: int, lost: int) -> tuple[list[int], list[int]]:
    """Paired scores: right in both, wrong then right, right then wrong."""
    return [1] * both + [0] * fixed + [1] * lost, [1] * both + [1] * fixed + [0] * lost


def test_bootstrap_interval():
    values = [1.0] * 50 + [0.0] * 50
    low, high = bootstrap_interval(values)
    # Standard error of a share of 1/2 over 100: 0.05, so about 0.5 -/+ 0.098; 0.03 for the sampling of rounds.
    assert low == pytest.approx(0.402, abs=0.03)
    assert high == pytest.approx(0.598, abs=0.03)
    assert bootstrap_interval(values) == (low, high)
    assert bootstrap_interval(values, seed=1) != (low, high)


def test_bootstrap_interval_is_cut_at_its_level():
    # The mean of two draws of {0, 1} is 0, 1/2, 1 with probability 1/4, 1/2, 1/4: the quantiles .3 and .7 are
    # both 1/2, those of .025 and .975 are 0 and 1.
    assert bootstrap_interval([0.0, 1.0], level=0.4) == (0.5, 0.5)
    assert bootstrap_interval([0.0, 1.0]) == (0.0, 1.0)
    # One 1 of 10: the ones drawn are binomial(10, .1), none with .349, up to 2 with .930, up to 3 with .987.
    assert bootstrap_interval([1.0] + [0.0] * 9) == (0.0, pytest.approx(0.3))


def test_bootstrap_interval_of_what_does_not_vary():
    assert bootstrap_interval([1.0, 1.0]) == (1.0, 1.0)
    assert bootstrap_interval([0.1, 0.1, 0.1]) == (
        0.1,
        0.1,
    )  # no rounding: a sum of three would be .30000000000000004
    assert bootstrap_interval([0.25]) == (0.25, 0.25)
    assert bootstrap_interval([]) is None


def test_the_metrics_name_the_interval_too():
    assert metrics.bootstrap_interval is bootstrap_interval


def test_mcnemar():
    # 10 changed, 1 against the rest: 2 * (C(10, 0) + C(10, 1)) / 2**10.
    assert mcnemar(*zeros_and_ones(both=2, fixed=9, lost=1)) == pytest.approx(22 / 1024)
    assert mcnemar(*zeros_and_ones(both=99, fixed=1, lost=9)) == pytest.approx(22 / 1024)
    # All one way: 2 / 2**6, and 2 / 2**5.
    assert mcnemar(*zeros_and_ones(both=0, fixed=6, lost=0)) == pytest.approx(0.03125)
    assert mcnemar(*zeros_and_ones(both=0, fixed=5, lost=0)) == pytest.approx(0.0625)
    assert mcnemar(*zeros_and_ones(both=0, fixed=3, lost=3)) == 1.0
    assert mcnemar([1, 0], [1, 0]) == 1.0
    assert mcnemar([], []) is None


def test_permutation_test_is_exact_over_few_cases():
    # Differences .25, .5, .75, 1: one of 16 sign patterns gives as high a mean.
    assert permutation_test([0, 0, 0, 0], [0.25, 0.5, 0.75, 1]) == pytest.approx(2 / 16)
    # .75, .5, .25, -.25 sum to 1.25 of at most 1.75: at most one of the two .25 may be negative, 3 of 16 patterns.
    assert permutation_test([0, 0, 0, 0.25], [0.75, 0.5, 0.25, 0]) == pytest.approx(6 / 16)
    # Cases that stayed as they were change nothing: 2**24 patterns would be drawn from, 2**4 are all looked at.
    same = [0.5] * 20
    assert permutation_test([0, 0, 0, 0.25, *same], [0.75, 0.5, 0.25, 0, *same]) == pytest.approx(6 / 16)


def test_permutation_test_draws_over_many_cases():
    # None of the 10,000 drawn is as high as 20 of one sign; the observed one counts with them: 2 * 1/10001.
    assert permutation_test([0.0] * 20, [0.5] * 20) == pytest.approx(2 / 10001)
    # 14 equal differences, 3 against: 2 * (1 + 14 + 91 + 364) / 2**14 = .0574; .01 is 3 standard errors of the draw.
    old, new = [0.0] * 11 + [0.5] * 3, [0.5] * 11 + [0.0] * 3
    assert permutation_test(old, new) == pytest.approx(0.0574, abs=0.01)
    assert permutation_test(old, new) == permutation_test(old, new)
    assert permutation_test(old, new) != permutation_test(old, new, seed=1)


def test_permutation_test_of_what_cannot_differ():
    assert permutation_test([0.5, 0.25], [0.5, 0.25]) == 1.0
    assert permutation_test([0.5, 0.25], [0.5, 1.0]) == 1.0  # one difference: either sign is as far from 0
    assert permutation_test([], []) is None


@pytest.mark.parametrize("test", [mcnemar, permutation_test])
def test_runs_of_different_lengths_are_refused(test):
    with pytest.raises(ValueError, match="shorter"):
        test([1, 0], [1])


def test_paired_test_takes_mcnemar_for_zeros_and_ones():
    # Exact, 2 / 2**20, where drawn flips could not go below 2 / 10001.
    assert paired_test([0] * 20, [1.0] * 20) == pytest.approx(2 / 2**20)
    assert paired_test([0] * 20, [0.5] * 20) == pytest.approx(2 / 10001)
    assert paired_test([], []) is None


def test_holm():
    # Sorted .01 * 3, .03 * 2, .04 * 1; the last is raised to the one before it.
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
    assert holm([0.2]) == [0.2]
    assert holm([]) == []
