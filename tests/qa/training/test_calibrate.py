import json

import numpy as np
import pytest

from index.errors import SettingsError
from qa.training.__main__ import main
from qa.training.calibrate import calibration_error, fit


def test_a_fit_finds_the_scale_and_shift_that_made_the_labels():
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 4, 20_000)
    right = rng.random(20_000) < 1 / (1 + np.exp(-(0.6 * scores - 1.5)))
    fitted = fit(scores, right)
    assert fitted.scale == pytest.approx(0.6, abs=0.03)
    assert fitted.shift == pytest.approx(-1.5, abs=0.06)


def test_scores_that_part_right_from_wrong_still_give_a_finite_fit():
    fitted = fit(np.array([-3.0, -2.0, 2.0, 3.0]), np.array([False, False, True, True]))
    assert 0 < fitted.scale < 10
    with pytest.raises(SettingsError, match="4 right and 0 wrong"):
        fit(np.arange(4.0), np.full(4, True))


def test_calibration_error_is_worked_out_by_hand():
    # One bin, [.7, .8): mean confidence .75, half right.
    assert calibration_error(np.array([0.72, 0.78]), np.array([True, False])) == pytest.approx(0.25)
    # Two bins of one: |.9 - 1| and |.1 - 0|, half the weight each; 1 belongs to the last bin.
    assert calibration_error(np.array([0.9, 0.1]), np.array([True, False])) == pytest.approx(0.1)
    assert calibration_error(np.array([1.0]), np.array([True])) == 0


def test_the_command_writes_what_export_takes(facts_file, base, tmp_path):
    from qa.training.train import TrainConfig, train

    config = TrainConfig(steps=30, window=48, long_window=48, batch=300, freeze=0, warmup=1, lr=5e-3)
    train([facts_file], base, tmp_path / "run", config, threads=1)
    out = tmp_path / "calibration.json"
    assert main(["calibrate", str(tmp_path / "run"), str(facts_file), "--out", str(out)]) == 0
    assert set(json.loads(out.read_text())) == {"scale", "shift"}
