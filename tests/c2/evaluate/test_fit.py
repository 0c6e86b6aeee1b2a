"""The fit stays near what was thought before, and its calibration is a plain logistic one."""

import numpy as np
import pytest
from scipy.special import expit

from noroshi.c2.evaluate.fit import fit, sharpen
from noroshi.c2.judge.model import PRIOR_BIAS, prior_weights

TERMS = len(prior_weights())


@pytest.fixture
def labelled():
    rng = np.random.default_rng(1)
    signs = np.where(np.arange(TERMS) % 2, -1.0, 1.0)
    strengths = np.column_stack([signs * rng.uniform(0, 1, (4000, TERMS)), np.zeros(4000)])
    odds = strengths[:, :TERMS] @ prior_weights() * 1.5 - 1
    return strengths, (rng.random(4000) < expit(odds)).astype(float), np.ones(4000)


def test_a_sure_prior_is_kept(labelled):
    _, weights = fit(*labelled, trust=1e9)
    assert np.allclose(weights, prior_weights(), atol=1e-3)


def test_labels_move_a_loose_prior_and_no_sign_turns(labelled):
    _, weights = fit(*labelled, trust=0.1)
    assert np.abs(weights - prior_weights()).max() > 0.3
    assert weights.min() >= 0


def test_the_answer_does_not_depend_on_where_the_search_starts(labelled):
    cold = fit(*labelled)
    warm = fit(*labelled, start=(PRIOR_BIAS / 2, prior_weights() * 2))
    assert warm[0] == pytest.approx(cold[0], abs=2e-3)
    assert np.allclose(warm[1], cold[1], atol=2e-3)


def test_importance_two_counts_as_every_row_twice(labelled):
    strengths, label, importance = labelled
    heavy = fit(strengths, label, 2 * importance)
    double = fit(np.vstack([strengths] * 2), np.tile(label, 2), np.tile(importance, 2))
    assert heavy[0] == pytest.approx(double[0], abs=2e-3)


def test_sharpening_finds_the_slope_and_shift_that_labels_were_drawn_with():
    rng = np.random.default_rng(2)
    own, given = rng.normal(-1, 2, 40_000), rng.normal(0, 1, 40_000)
    label = (rng.random(40_000) < expit(1.7 * own + 0.5 + given)).astype(float)
    slope, shift = sharpen(own, given, label, np.ones(40_000))
    assert slope == pytest.approx(1.7, abs=0.07)
    assert shift == pytest.approx(0.5, abs=0.07)
