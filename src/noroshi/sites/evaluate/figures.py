"""Figures: how much phishing is found while few harmless URLs are put first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Scores of one set, with what resampling must keep together.

    Attributes:
        score: One a URL; any number that grows with suspicion.
        domain: Registered domain of each URL.
    """

    score: Floats
    domain: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its 95 % bootstrap interval."""

    rate: float
    low: float
    high: float
    total: int

    def as_dict(self) -> dict[str, float | int]:
        """Rounded for machine output."""
        return {
            "rate": round(self.rate, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "total": self.total,
        }


def threshold_at(benign: Floats, share: float) -> float:
    """The score above which so small a share of harmless URLs lies."""
    return float(np.quantile(benign, 1.0 - share, method="higher"))


def rate_above(scored: Scored, threshold: float, *, seed: int = 0) -> Rate:
    """Share above a threshold; the interval resamples registered domains, the threshold is held."""
    above = scored.score > threshold
    hits, totals = _by_domain(above, scored.domain)
    shares = _resampled(hits, totals, np.random.default_rng(seed))
    low, high = np.quantile(shares, [0.025, 0.975])
    return Rate(rate=float(above.mean()), low=float(low), high=float(high), total=len(above))


def recall_at(phish: Scored, benign: Scored, share: float, *, seed: int = 0) -> Rate:
    """Share of phishing found while `share` of harmless URLs is put first.

    Domains of both sets are resampled, and the threshold is set anew in each round, so the interval
    tells the threshold's own uncertainty too.
    """
    random = np.random.default_rng(seed)
    order = np.argsort(-benign.score, kind="stable")
    codes, domains = _codes(benign.domain)
    own, groups = _codes(phish.domain)
    totals = np.bincount(own, minlength=groups)
    shares = []
    for _ in range(ROUNDS // 2):
        drawn = np.bincount(random.integers(0, domains, domains), minlength=domains)
        weight = np.cumsum(drawn[codes[order]])
        place = int(np.searchsorted(weight, share * weight[-1], side="right"))
        threshold = benign.score[order[min(place, len(order) - 1)]]
        hits = np.bincount(own, phish.score > threshold, minlength=groups)
        again = np.bincount(random.integers(0, groups, groups), minlength=groups)
        shares.append(float(again @ hits / (again @ totals)))
    low, high = np.quantile(shares, [0.025, 0.975])
    found = float((phish.score > threshold_at(benign.score, share)).mean())
    return Rate(rate=found, low=float(low), high=float(high), total=len(phish.score))


def precision_at(recall: float, share: float, one_in: int) -> float:
    """Share of phishing among what is put first, where one URL in so many is phishing."""
    found = recall / one_in
    wrong = share * (1 - 1 / one_in)
    return found / (found + wrong) if found + wrong else 0.0


def _by_domain(above: NDArray[np.bool_], domain: Sequence[str]) -> tuple[Floats, Floats]:
    codes, groups = _codes(domain)
    hits: Floats = np.bincount(codes, above, minlength=groups).astype(np.float64)
    return hits, np.bincount(codes, minlength=groups).astype(np.float64)


def _codes(domain: Sequence[str]) -> tuple[NDArray[np.int64], int]:
    names, codes = np.unique(np.asarray(domain), return_inverse=True)
    return codes.reshape(-1).astype(np.int64), len(names)


def _resampled(hits: Floats, totals: Floats, random: np.random.Generator) -> Floats:
    groups = len(totals)
    shares = np.zeros(ROUNDS)
    for at in range(ROUNDS):
        drawn = np.bincount(random.integers(0, groups, groups), minlength=groups)
        shares[at] = drawn @ hits / (drawn @ totals)
    return shares
