"""Makes the reader's score the log-odds that its span answers (Platt 1999), on questions that it was not trained on."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.errors import SettingsError
from qa.read import Calibration

RIGHT = 0.5
"""A span that has this F1 with the answer counts as right."""


def fit(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> Calibration:
    """Scale and shift that make `1 / (1 + exp(-(scale * score + shift)))` the likeliest probabilities of `right`.

    The least logistic loss, with Platt's targets, which keep the fit finite where the scores part
    right from wrong. Raises SettingsError where all are right, or none.
    """
    n_right, n_wrong = int(right.sum()), int((~right).sum())
    if not n_right or not n_wrong:
        raise SettingsError(
            f"{n_right} right and {n_wrong} wrong spans; give files with both answers and near-misses"
        )
    targets = np.where(right, (n_right + 1) / (n_right + 2), 1 / (n_wrong + 2))

    def loss(weights: NDArray[np.float64]) -> float:
        odds = weights[0] * scores + weights[1]
        return float(np.mean(np.logaddexp(0, odds) - targets * odds))

    scale, shift = minimize(loss, x0=np.array([0.5, 0.0])).x
    return Calibration(round(float(scale), 4), round(float(shift), 4))


def calibration_error(probabilities: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean distance of confidence from accuracy over bins of equal width, weighed by their size (Guo et al. 2017).

    (.72, right) and (.78, wrong) of 2: the bin [.7, .8) says .75 and has .5, so .25.
    """
    where = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = (
        (where == number).mean() * abs(probabilities[where == number].mean() - right[where == number].mean())
        for number in np.unique(where)
    )
    return float(sum(gaps))
