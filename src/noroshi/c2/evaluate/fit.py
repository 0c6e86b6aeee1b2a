"""Fit: weights from labels, held near what was thought before them.

Maximum a posteriori logistic regression: a Gaussian around each term's prior weight, and no weight
below zero. With a dozen true servers this moves weights little; that is wanted, since a free
classifier on the same labels does not carry over to unseen families.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from noroshi.c2.analyse import Floats
from noroshi.c2.judge.belief import sigmoid
from noroshi.c2.judge.model import CLIENTS_WEIGHT, PRIOR_BIAS, prior_weights

TRUST = 100.0
"""Precision of the prior: how many units of log-likelihood a unit change of a weight must win."""


def fit(
    strengths: NDArray[np.float64],
    label: Floats,
    importance: Floats,
    trust: float = TRUST,
    *,
    start: tuple[float, Floats] | None = None,
) -> tuple[float, Floats]:
    """Bias and weights for a design matrix.

    Args:
        strengths: Signed strengths, rows by terms; the last column is the clients' evidence, a
            log-likelihood ratio that is taken as it is.
        label: 1 for C&C servers, 0 for others, one per row.
        importance: Weight of each row.
        trust: Precision of the prior around each weight.
        start: Bias and weights to search from, where a near answer is known; the answer is the same,
            since the loss is convex.

    Returns:
        Bias and one weight per term, the latter at least 0.
    """
    prior = prior_weights()
    terms, given = strengths[:, :-1], strengths[:, -1] * CLIENTS_WEIGHT

    def loss(theta: Floats) -> tuple[float, Floats]:
        log_odds = terms @ theta[1:] + theta[0] + given
        misfit = np.logaddexp(0.0, log_odds) - label * log_odds
        slope = importance * (sigmoid(log_odds) - label)
        away = theta[1:] - prior
        value = float(importance @ misfit + 0.5 * trust * away @ away)
        return value, np.concatenate([[slope.sum()], terms.T @ slope + trust * away])

    bias, vector = (PRIOR_BIAS, prior) if start is None else start
    bounds = [(-16.0, 0.0), *[(0.0, None)] * len(prior)]
    found = minimize(
        loss,
        np.concatenate([[bias], vector]),
        jac=True,
        bounds=bounds,
        method="L-BFGS-B",
        options={"ftol": 1e-10, "gtol": 1e-4},
    )
    return float(found.x[0]), found.x[1:]


def sharpen(own: Floats, given: Floats, label: Floats, importance: Floats) -> tuple[float, float]:
    """Slope and shift that make held-out log-odds a calibrated probability (Platt 1999).

    A fit held near its prior is too timid. The terms' sum may be stretched; the clients' likelihood
    ratio may not.

    Args:
        own: Held-out sum of bias and terms, one per row.
        given: The clients' evidence, one per row.
        label: 1 for C&C servers.
        importance: Weight of each row.
    """

    def loss(theta: Floats) -> tuple[float, Floats]:
        log_odds = theta[0] * own + theta[1] + given
        misfit = np.logaddexp(0.0, log_odds) - label * log_odds
        slope = importance * (sigmoid(log_odds) - label)
        return float(importance @ misfit), np.array([slope @ own, slope.sum()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, bounds=[(0.5, 4.0), (-8.0, 8.0)])
    return float(found.x[0]), float(found.x[1])
