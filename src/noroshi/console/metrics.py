"""Metrics of the hub in the text format of Prometheus, version 0.0.4."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.store.hub_counts import HubCounts

PREFIX = "noroshi_hub_"

Values = float | Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class HubMetric:
    """A figure that is shown; every one may go up and down.

    Attributes:
        name: Behind the prefix.
        meaning: A sentence.
        read: Its value, or the values by `labels`.
        labels: What tells several values apart.
    """

    name: str
    meaning: str
    read: Callable[[HubCounts], Values]
    labels: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """As Prometheus knows it."""
        return PREFIX + self.name


def _one(values: Mapping[str, int]) -> Values:
    return {(key,): value for key, value in values.items()}


def _pairs(values: Mapping[tuple[str, str], int]) -> Values:
    return {(first, second): value for (first, second), value in values.items()}


def _moments(values: Mapping[str, datetime]) -> Values:
    return {(key,): moment.timestamp() for key, moment in values.items()}


HUB_METRICS: tuple[HubMetric, ...] = (
    HubMetric("list_head", "Sequence of the newest edition of the list.", lambda c: c.head),
    HubMetric("entries", "Entries of the list.", lambda c: _pairs(c.entries), ("collection", "standing")),
    HubMetric("operators", "Operators that have not left.", lambda c: c.operators),
    HubMetric("sightings", "Statements of members about entries.", lambda c: c.sightings),
    HubMetric("cases", "Cases.", lambda c: _one(c.cases), ("standing",)),
    HubMetric("notifications", "Messages to members.", lambda c: _one(c.notifications), ("standing",)),
    HubMetric("last_pull_timestamp_seconds", "When a list was read last; 0 for never.", lambda c: c.last_pull.timestamp() if c.last_pull else 0),
    HubMetric("job_done_timestamp_seconds", "When a job last did what it should.", lambda c: _moments(c.last_done), ("job",)),
    HubMetric("job_failed_timestamp_seconds", "When a job last failed.", lambda c: _moments(c.last_failed), ("job",)),
)  # fmt: skip
"""Everything that is shown."""


def hub_metrics_text(counts: HubCounts) -> str:
    """All figures."""
    return "\n".join(line for metric in HUB_METRICS for line in _lines(metric, counts)) + "\n"


def _lines(metric: HubMetric, counts: HubCounts) -> Iterator[str]:
    name, values = metric.full_name, metric.read(counts)
    yield f"# HELP {name} {metric.meaning}"
    yield f"# TYPE {name} gauge"
    if not isinstance(values, Mapping):
        yield f"{name} {_number(values)}"
        return
    for keys, value in values.items():
        told = ",".join(
            f'{label}="{_escaped(key)}"' for label, key in zip(metric.labels, keys, strict=True)
        )
        yield f"{name}{{{told}}} {_number(value)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
