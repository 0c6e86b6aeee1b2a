"""Rates: how fast exporters send, from two counts of a collector."""

from dataclasses import dataclass

from noroshi.spine.flows.collect.counts import Counts, ExporterCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one exporter sent since the count before, a second; 0 where there is none."""

    counts: ExporterCounts
    datagrams_per_s: float
    mbit_per_s: float


def rates_of(counts: Counts, before: Counts | None) -> tuple[Rate, ...]:
    """A rate for each exporter, busiest first."""
    seconds = (counts.at - before.at).total_seconds() if before else 0.0
    earlier = {one.exporter: one for one in before.exporters} if before else {}
    return tuple(_rate(one, earlier.get(one.exporter), seconds) for one in counts.exporters)


def status_row(counts: Counts, before: Counts | None) -> dict[str, object]:
    """All that a live view draws, as one JSON document."""
    exporters = [
        one.counts.as_row()
        | {
            "datagrams_per_s": round(one.datagrams_per_s, 1),
            "mbit_per_s": round(one.mbit_per_s, 3),
        }
        for one in rates_of(counts, before)
    ]
    return counts.as_row() | {"exporters": exporters}


def _rate(one: ExporterCounts, before: ExporterCounts | None, seconds: float) -> Rate:
    datagrams = one.datagrams - (before.datagrams if before else 0)
    octets = one.octets - (before.octets if before else 0)
    per_s = 1 / seconds if seconds > 0 else 0.0
    return Rate(counts=one, datagrams_per_s=datagrams * per_s, mbit_per_s=octets * 8e-6 * per_s)
