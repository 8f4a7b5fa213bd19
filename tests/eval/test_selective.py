import math

import pytest

from eval.selective import Bin, aurc, brier, calibration_bins, expected_calibration_error, risk_coverage


def test_risk_coverage_keeps_ties_together():
    outcomes = [(0.1, False), (0.8, False), (0.9, True), (0.8, True)]
    # Over .8: one of four, right. From .8: three, one wrong. All: four, two wrong.
    assert risk_coverage(outcomes) == [(1 / 4, 0.0), (3 / 4, 1 / 3), (1.0, 2 / 4)]
    assert risk_coverage([]) == []


def test_aurc():
    # .25 * 0 + .5 * 1/3 + .25 * 1/2 = 1/6 + 1/8.
    assert aurc([(0.25, 0.0), (0.75, 1 / 3), (1.0, 0.5)]) == pytest.approx(7 / 24)
    # Without ties the mean of the risks: (0 + 1/2 + 1/3) / 3.
    assert aurc(risk_coverage([(0.9, True), (0.8, False), (0.7, True)])) == pytest.approx(5 / 18)
    # One confidence for all says nothing: the risk of everything, 1/3.
    assert aurc(risk_coverage([(0.5, True), (0.5, False), (0.5, True)])) == pytest.approx(1 / 3)
    assert aurc([]) is None


def test_calibration_bins():
    found = calibration_bins([(0.72, True), (0.78, False), (1.0, True), (0.3, False)])
    assert [(one.low, one.high, one.n) for one in found] == [(0.3, 0.4, 1), (0.7, 0.8, 2), (0.9, 1.0, 1)]
    assert [one.confidence for one in found] == pytest.approx([0.3, 0.75, 1.0])
    assert [one.accuracy for one in found] == [0.0, 0.5, 1.0]


def test_a_confidence_on_an_edge_belongs_to_the_upper_bin():
    for number in range(10):
        (found,) = calibration_bins([(number / 10, True)])
        assert (found.low, found.high) == (number / 10, (number + 1) / 10)
    # With four bins the second is [.25, .5).
    assert calibration_bins([(0.25, True)], bins=4) == [Bin(0.25, 0.5, 1, 0.25, 1.0)]


@pytest.mark.parametrize("confidence", [1.2, -0.1, math.nan])
def test_a_confidence_is_a_probability(confidence):
    with pytest.raises(ValueError, match="from 0 to 1"):
        calibration_bins([(confidence, True)])


def test_expected_calibration_error():
    # [.7, .8): confidence .75, accuracy .5. [.9, 1]: confidence .95, accuracy 1. 2/4 * .25 + 2/4 * .05.
    outcomes = [(0.72, True), (0.78, False), (0.93, True), (0.97, True)]
    assert expected_calibration_error(outcomes) == pytest.approx(0.15)
    # In one bin the mean confidence is .85, the accuracy .75.
    assert expected_calibration_error(outcomes, bins=1) == pytest.approx(0.1)
    assert expected_calibration_error([]) is None


def test_brier():
    # (.1 ** 2 + .4 ** 2) / 2 = (.01 + .16) / 2.
    assert brier([(0.9, True), (0.4, False)]) == pytest.approx(0.085)
    assert brier([(1.0, True), (0.0, False)]) == 0.0
    assert brier([]) is None
