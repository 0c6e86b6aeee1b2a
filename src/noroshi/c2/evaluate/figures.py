"""Figures: what a report says of one condition, over its runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from noroshi.c2.analyse import Floats
from noroshi.c2.evaluate.labelled import Labelled
from noroshi.c2.evaluate.metrics import (
    Ranking,
    average_precision,
    bootstrap,
    calibration_error,
    interval,
    precision_at,
    recall_at,
)

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One analysis with the log-odds of each endpoint, and the ranking by address they make."""

    labelled: Labelled
    log_odds: Floats

    @property
    def ranking(self) -> Ranking:
        """By address."""
        return self.labelled.ranked(self.log_odds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Means over the runs of one condition.

    Attributes:
        condition: What the exporter told.
        runs: Number of analyses: seeds of sampling, or made days.
        ap: Average precision times the share of C&C servers that any flow touched.
        ap_low: Lower end of its 95 % bootstrap interval over scenarios; null where none was drawn.
        ap_high: Upper end.
        p5: Precision among the first five.
        p10: Precision among the first ten.
        r10: Recall among the first ten.
        r20: Recall among the first twenty.
        to_find: C&C servers.
        seen: C&C servers that any flow touched: no method finds more.
        listed: Servers listed at the threshold.
        true: C&C servers among them.
        precision: Their share; null where nothing was listed.
        recall: Share of all C&C servers that is listed.
        ece: Expected calibration error over all addresses.
        ece_listed: The same over the list; null where nothing was listed.
        false_per_10k_day: False servers per 10,000 subscribers and day.
    """

    condition: str
    runs: int
    ap: float
    ap_low: float | None
    ap_high: float | None
    p5: float
    p10: float
    r10: float
    r20: float
    to_find: float
    seen: float
    listed: float
    true: float
    precision: float | None
    recall: float
    ece: float
    ece_listed: float | None
    false_per_10k_day: float

    @property
    def false(self) -> float:
        """Servers listed that are no C&C server, a run."""
        return self.listed - self.true

    def as_row(self) -> dict[str, object]:
        """Machine output."""
        row = {name: _plain(getattr(self, name)) for name in self.__slots__}
        return row | {"false": _plain(self.false)}


def figures(
    scored: Sequence[Scored], *, threshold: float, subscribers: int, rounds: int, seed: int = 0
) -> Figures:
    """The report of one condition.

    Args:
        scored: Its runs, at least one.
        threshold: Probability from which a server is listed.
        subscribers: Subscribers in view.
        rounds: Bootstrap samples a run.
        seed: Seed of the bootstrap.
    """
    ranked = [one.ranking for one in scored]
    counts = [one.under(threshold) for one in ranked]
    rng = np.random.default_rng(seed)
    drawn = [bootstrap(one, rounds, rng, average_precision) for one in ranked]
    low, high = interval(np.concatenate(drawn)) or (None, None)
    listed, true = sum(c.listed for c in counts), sum(c.true for c in counts)
    to_find = sum(c.to_find for c in counts)
    days = sum(one.labelled.analysis.window.duration_s for one in scored) / DAY_S
    parts = [_listed_part(one, threshold) for one in ranked]
    return Figures(
        condition=scored[0].labelled.condition,
        runs=len(scored),
        ap=_mean([average_precision(one) for one in ranked]),
        ap_low=low,
        ap_high=high,
        p5=_mean([precision_at(one, 5) for one in ranked]),
        p10=_mean([precision_at(one, 10) for one in ranked]),
        r10=_mean([recall_at(one, 10) for one in ranked]),
        r20=_mean([recall_at(one, 20) for one in ranked]),
        to_find=to_find / len(scored),
        seen=_mean([float(one.is_c2.sum()) for one in ranked]),
        listed=listed / len(scored),
        true=true / len(scored),
        precision=true / listed if listed else None,
        recall=true / to_find if to_find else float("nan"),
        ece=_mean([calibration_error(one.probability, one.is_c2) for one in ranked]),
        ece_listed=_mean([part for part in parts if part is not None]) if listed else None,
        false_per_10k_day=(listed - true) / max(subscribers, 1) * 10_000 / days if days else 0.0,
    )


def server_rows(scored: Scored, threshold: float) -> Iterator[dict[str, object]]:
    """One row per C&C server: its held-out place and probability; null where no flow touched it."""
    ranked, labelled = scored.ranking, scored.labelled
    places = dict(zip(ranked.address.tolist(), ranked.rank().tolist(), strict=True))
    chances = dict(zip(ranked.address.tolist(), ranked.probability.tolist(), strict=True))
    for address, controller in sorted(labelled.truth.controllers.items()):
        chance = chances.get(address)
        yield {
            "condition": labelled.condition,
            "run": labelled.name,
            "address": address,
            "scenario": controller.scenario,
            "family": controller.family,
            "rank": places.get(address),
            "probability": None if chance is None else round(chance, 6),
            "listed": chance is not None and chance >= threshold,
        }


def _listed_part(ranked: Ranking, threshold: float) -> float | None:
    listed = ranked.probability >= threshold
    if not listed.any():
        return None
    return calibration_error(ranked.probability[listed], ranked.is_c2[listed])


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _plain(value: object) -> object:
    """Four decimals; what is not a number is null."""
    if not isinstance(value, float):
        return value
    return None if np.isnan(value) else round(value, 4)
