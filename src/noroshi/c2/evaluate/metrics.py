"""Metrics: how well a ranking of servers agrees with the truth.

Everything is counted by address: an address stands at the place of its best endpoint. Servers of
equal score share their places, so no figure depends on the order of rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noroshi.c2.analyse import Flags, Floats, Ints
from noroshi.c2.judge.belief import sigmoid

BINS = 10
"""Bins of probability in the calibration error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Addresses with score and truth; one entry per address.

    Attributes:
        address: Canonical texts, sorted.
        log_odds: Score of the best endpoint.
        is_c2: Whether it is a C&C server.
        scenario: Capture that it comes from.
        missed: Scenario of each C&C server that no flow touched: right answers out of reach.
    """

    address: NDArray[np.str_]
    log_odds: Floats
    is_c2: Flags
    scenario: NDArray[np.str_]
    missed: tuple[str, ...] = ()

    @property
    def probability(self) -> Floats:
        """P(C&C) of each address."""
        return sigmoid(self.log_odds)

    @property
    def to_find(self) -> int:
        """All C&C addresses, touched by a flow or not."""
        return int(self.is_c2.sum()) + len(self.missed)

    def rank(self) -> Ints:
        """Place of each address from 1; addresses of equal score have the best of their places."""
        before = np.searchsorted(np.sort(-self.log_odds), -self.log_odds, side="left")
        return before.astype(np.int64) + 1

    def under(self, threshold: float) -> "Counts":
        """What a list at a threshold holds."""
        listed = self.probability >= threshold
        true = int((listed & self.is_c2).sum())
        return Counts(listed=int(listed.sum()), true=true, to_find=self.to_find)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A list held against the truth.

    Attributes:
        listed: Addresses listed.
        true: C&C servers among them.
        to_find: C&C servers there are.
    """

    listed: int
    true: int
    to_find: int

    @property
    def false(self) -> int:
        """Listed addresses that are no C&C server."""
        return self.listed - self.true

    @property
    def precision(self) -> float | None:
        """Share of the list that is right; null for an empty list."""
        return self.true / self.listed if self.listed else None

    @property
    def recall(self) -> float | None:
        """Share of the C&C servers that is listed; null where there are none."""
        return self.true / self.to_find if self.to_find else None


def ranking(
    address: NDArray[np.str_],
    log_odds: Floats,
    is_c2: Flags,
    scenario: NDArray[np.str_],
    missed: tuple[str, ...] = (),
) -> Ranking:
    """The ranking by address of a list of endpoints, each address by its best."""
    order = np.lexsort((-log_odds, address))
    first = np.ones(len(order), bool)
    first[1:] = address[order][1:] != address[order][:-1]
    best = order[first]
    return Ranking(
        address=address[best],
        log_odds=log_odds[best],
        is_c2=is_c2[best],
        scenario=scenario[best],
        missed=missed,
    )


def average_precision(ranked: Ranking, weight: Floats | None = None, missed: float = -1.0) -> float:
    """Mean over C&C servers of the precision at their place; those out of reach count as 0.

    Args:
        ranked: Scores and truth.
        weight: How often each address counts; once by default.
        missed: How often C&C servers out of reach count together; each once by default.

    Returns:
        0 to 1; not a number where there is nothing to find.
    """
    times = np.ones(len(ranked.log_odds)) if weight is None else weight
    lost = float(len(ranked.missed)) if missed < 0 else missed
    levels, level = np.unique(-ranked.log_odds, return_inverse=True)
    found = np.bincount(level, times * ranked.is_c2, len(levels))
    listed = np.bincount(level, times, len(levels))
    precision = np.cumsum(found) / np.maximum(np.cumsum(listed), 1e-12)
    to_find = found.sum() + lost
    return float(precision @ found / to_find) if to_find > 0 else float("nan")


def hits_at(ranked: Ranking, most: int) -> float:
    """C&C servers among the first places; a tie across the last place counts by its share."""
    if most >= len(ranked.log_odds):
        return float(ranked.is_c2.sum())
    cut = np.sort(-ranked.log_odds)[most - 1]
    above, level = -ranked.log_odds < cut, -ranked.log_odds == cut
    share = (most - above.sum()) / level.sum()
    return float(ranked.is_c2[above].sum() + share * ranked.is_c2[level].sum())


def precision_at(ranked: Ranking, most: int) -> float:
    """Share of C&C servers among the first places; places that stay empty count as wrong."""
    return hits_at(ranked, most) / most


def recall_at(ranked: Ranking, most: int) -> float:
    """Share of the C&C servers that stand in the first places; not a number without any."""
    return hits_at(ranked, most) / ranked.to_find if ranked.to_find else float("nan")


def calibration_error(probability: Floats, is_c2: Flags, bins: int = BINS) -> float:
    """Mean distance of stated probability and share of C&C servers over bins, by number.

    Source:
        Naeini, Cooper, Hauskrecht: "Obtaining well calibrated probabilities using Bayesian binning"
        (AAAI 2015), expected calibration error; 0 for an empty list.
    """
    if not len(probability):
        return 0.0
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    gap = np.bincount(place, probability, bins) - np.bincount(place, is_c2, bins)
    return float(np.abs(gap).sum() / len(probability))


def bootstrap(
    ranked: Ranking, rounds: int, rng: np.random.Generator, statistic: Callable[..., float]
) -> Floats:
    """A weighted statistic over samples of scenarios drawn with replacement.

    Whole scenarios are drawn, since servers of one capture are not independent. Samples without any
    C&C server say nothing and are left out.

    Args:
        ranked: Scores and truth.
        rounds: Number of samples.
        rng: Source of chance.
        statistic: Called with the ranking, a weight per address, and the weight of those missed.
    """
    names = np.unique(np.concatenate([ranked.scenario, np.array(ranked.missed, dtype=np.str_)]))
    of_address = np.searchsorted(names, ranked.scenario)
    of_missed = np.searchsorted(names, np.array(ranked.missed, dtype=np.str_))
    values = []
    for _ in range(rounds):
        times = np.bincount(rng.integers(len(names), size=len(names)), minlength=len(names))
        value = statistic(ranked, times[of_address].astype(float), float(times[of_missed].sum()))
        values.append(value)
    return np.array([value for value in values if not np.isnan(value)])


def interval(values: Floats, share: float = 0.95) -> tuple[float, float] | None:
    """The middle share of drawn values; null without any."""
    if not len(values):
        return None
    tail = (1.0 - share) / 2.0
    low, high = np.quantile(values, (tail, 1.0 - tail))
    return float(low), float(high)
