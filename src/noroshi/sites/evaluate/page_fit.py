"""Page fit: weights of the judge from labelled pages, held near what was thought before them.

Maximum a posteriori logistic regression: a Gaussian around each term's prior weight, and no weight
below zero, so that no label turns a reason round. Held-out log-odds are then stretched and shifted to a
calibrated probability (Platt 1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noroshi.sites.judge.terms import TERMS
from noroshi.sites.judge.weigh import PRIOR_BIAS, PageWeights
from noroshi.spine.model import ConfigError

Floats = NDArray[np.float64]
TRUST = 5.0
"""Precision of the prior: how many units of log-likelihood a unit change of a weight must win.

Chosen on pages that are also told on; `page_prior` tells what a choice without them gives.
"""
PRECISION = 0.99
QUEUE = 0.5
GROUPS = 12
"""Groups of families that are held out in turn."""

CAUTION = 2.0
"""Weight of a harmless page against a malicious one: a wrong block hurts more people than a miss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled page, measured.

    Attributes:
        strengths: Of each term, in the order of TERMS.
        label: 1 malicious, 0 harmless.
        family: Kit, kind or source; a fold holds out whole families.
        trick: How the page hides; empty where it does not.
        brand: Whose name it wears.
        domain: Registered domain, to hold out whole domains.
    """

    strengths: tuple[float, ...]
    label: int
    family: str
    trick: str = ""
    brand: str = ""
    domain: str = ""


def fit_pages(examples: Sequence[Example], *, trust: float = TRUST) -> tuple[float, Floats]:
    """Bias and weights; families weigh alike whatever their size.

    Raises:
        ConfigError: A class is missing.
    """
    matrix, label = _design(examples)
    if not 0 < label.sum() < len(label):
        raise ConfigError("weights need pages of both classes: malicious and harmless")
    weight = _importance(examples)
    prior = np.array([term.prior for term in TERMS])

    def loss(theta: Floats) -> tuple[float, Floats]:
        log_odds = matrix @ theta[1:] + theta[0]
        misfit = np.logaddexp(0.0, log_odds) - label * log_odds
        slope = weight * (_sigmoid(log_odds) - label)
        away = theta - np.concatenate([[PRIOR_BIAS], prior])
        value = float(weight @ misfit + 0.5 * trust * away @ away)
        return value, np.concatenate([[slope.sum()], matrix.T @ slope]) + trust * away

    bounds = [(-8.0, 2.0), *[(0.0, None)] * len(prior)]
    start = np.concatenate([[PRIOR_BIAS], prior])
    from scipy.optimize import minimize  # noqa: PLC0415  # heavy: loads when used

    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return float(found.x[0]), found.x[1:]


def held_out(examples: Sequence[Example], groups: Sequence[str], *, trust: float = TRUST) -> Floats:
    """Log-odds of each page by weights that never saw its group; pages with no group stay in training."""
    matrix, _ = _design(examples)
    log_odds = np.full(len(examples), np.nan)
    for group in sorted(set(groups) - {""}):
        inside = np.array([one == group for one in groups])
        kept = [one for one, out in zip(examples, inside, strict=True) if not out]
        bias, weights = fit_pages(kept, trust=trust)
        log_odds[inside] = matrix[inside] @ weights + bias
    return log_odds


def family_groups(examples: Sequence[Example]) -> list[str]:
    """A group for each page: whole families together, in few groups, since each costs a fit."""
    numbers = {family: at for at, family in enumerate(sorted({one.family for one in examples}))}
    return [str(numbers[one.family] % GROUPS) for one in examples]


def sharpened(log_odds: Floats, label: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and shift that make held-out log-odds a calibrated probability.

    The slope never passes 1: where made pages part without an error, nothing was measured that would
    allow more confidence than the prior weights have.
    """

    def loss(theta: Floats) -> tuple[float, Floats]:
        moved = theta[0] * log_odds + theta[1]
        misfit = np.logaddexp(0.0, moved) - label * moved
        slope = weight * (_sigmoid(moved) - label)
        pull = np.array([theta[0] - 1.0, theta[1]])
        return float(weight @ misfit + 0.5 * pull @ pull), np.array(
            [slope @ log_odds, slope.sum()]
        ) + pull

    from scipy.optimize import minimize  # noqa: PLC0415  # heavy: loads when used

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, bounds=[(0.3, 1.0), (-4.0, 4.0)])
    return float(found.x[0]), float(found.x[1])


def fitted_weights(
    examples: Sequence[Example], *, version: str, trained_on: str, trust: float = TRUST
) -> PageWeights:
    """Weights as they are shipped: fitted to all, stretched by what held-out families showed."""
    log_odds = held_out(examples, family_groups(examples), trust=trust)
    _, label = _design(examples)
    slope, shift = sharpened(log_odds, label, _importance(examples))
    bias, weights = fit_pages(examples, trust=trust)
    chance = _sigmoid(slope * log_odds + shift)
    return PageWeights(
        version=version,
        bias=round(slope * bias + shift, 3),
        terms={
            term.code: round(slope * float(one), 3)
            for term, one in zip(TERMS, weights, strict=True)
        },
        queue=QUEUE,
        share=share_threshold(chance, label),
        trained_on=trained_on,
    )


def share_threshold(chance: Floats, label: Floats) -> float:
    """The least probability above which precision is at least 0.99, with room for one page more.

    The room (one harmless page is added to what was seen) keeps a small set without errors from
    promising what it cannot know.
    """
    for cut in np.unique(np.round(chance[chance >= QUEUE], 3)):
        above = chance >= cut
        if label[above].sum() / (above.sum() + 1.0) >= PRECISION:
            return float(max(cut, QUEUE))
    return 0.99


def _design(examples: Sequence[Example]) -> tuple[NDArray[np.float64], Floats]:
    signs = np.array([float(term.sign) for term in TERMS])
    matrix = np.array([one.strengths for one in examples], dtype=np.float64) * signs
    return matrix, np.array([float(one.label) for one in examples])


def _importance(examples: Sequence[Example]) -> Floats:
    """Equal sums for the families of a class, within bounds; harmless pages count more."""
    counts: dict[str, int] = {}
    for one in examples:
        counts[one.family] = counts.get(one.family, 0) + 1
    mean = len(examples) / max(len(counts), 1)
    shares = [
        min(3.0, mean / counts[one.family]) * (1.0 if one.label else CAUTION) for one in examples
    ]
    return np.array(shares)


def _sigmoid(log_odds: Floats) -> Floats:
    value: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -35.0, 35.0)))
    return value
