"""Page figures: how many malicious pages are found, how many harmless ones are hit, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ROUNDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One labelled page and what the judge said.

    Attributes:
        label: 1 malicious, 0 harmless.
        called: Whether it was called malicious.
        kind: What it is.
        brand: Whose name it borrows; empty where nobody's.
        told: The brand that the judge told.
        group: What resampling keeps together: the brand, or the host.
        visits: How many looks it took.
        cpu_ms: CPU time of the analysis, without the browser.
    """

    label: int
    called: bool
    kind: str
    brand: str
    told: str
    group: str
    visits: int = 1
    cpu_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share with its 95 % bootstrap interval over groups."""

    hits: int
    total: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The share; 0 of nothing."""
        return self.hits / self.total if self.total else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """Rounded for machine output."""
        return {
            "rate": round(self.rate, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "hits": self.hits,
            "total": self.total,
        }


def share_of(flags: Sequence[bool], groups: Sequence[str], *, seed: int = 0) -> Share:
    """Share of flags that are set; the interval resamples whole groups."""
    if not flags:
        return Share(hits=0, total=0, low=0.0, high=1.0)
    names, codes = np.unique(np.asarray(groups), return_inverse=True)
    hits = np.bincount(codes, np.asarray(flags, float), minlength=len(names))
    totals = np.bincount(codes, minlength=len(names)).astype(float)
    random = np.random.default_rng(seed)
    drawn = random.integers(0, len(names), (ROUNDS, len(names)))
    shares = hits[drawn].sum(axis=1) / totals[drawn].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return Share(hits=int(sum(flags)), total=len(flags), low=float(low), high=float(high))


def page_figures(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """True positives, false positives and right brands; then each kind's share that was called malicious."""
    bad = [one for one in outcomes if one.label]
    good = [one for one in outcomes if not one.label]
    named = [one for one in bad if one.brand]
    figures = {
        "true-positive": share_of([one.called for one in bad], [one.group for one in bad]),
        "false-positive": share_of([one.called for one in good], [one.group for one in good]),
        "brand-right": share_of(
            [one.told == one.brand for one in named], [one.group for one in named]
        ),
    }
    for kind in sorted({one.kind for one in outcomes}):
        own = [one for one in outcomes if one.kind == kind]
        figures[f"called:{kind}"] = share_of(
            [one.called for one in own], [one.group for one in own]
        )
    return figures
