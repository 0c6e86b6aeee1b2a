"""Metrics of the hub in the text format of Prometheus, version 0.0.4."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.jobs.zone.status import ZoneLag, ZoneStatus
from noroshi.spine.store.hub_counts import HubCounts

PREFIX = "noroshi_hub_"

Values = float | Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFigures:
    """What metrics are read from.

    Attributes:
        counts: What the state holds.
        zone: What was noted of the policy zone; null where none is fed.
        lag: What the zone lacks; null where none is fed.
    """

    counts: HubCounts
    zone: ZoneStatus | None = None
    lag: ZoneLag | None = None


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
    read: Callable[[HubFigures], Values]
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


def _zone(figures: HubFigures, value: float) -> Values:
    """A figure of the zone; none where no zone is fed."""
    return {(figures.zone.zone,): value} if figures.zone else {}


def _second(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0


HUB_METRICS: tuple[HubMetric, ...] = (
    HubMetric("list_head", "Sequence of the newest edition of the list.", lambda f: f.counts.head),
    HubMetric("entries", "Entries of the list.", lambda f: _pairs(f.counts.entries), ("collection", "standing")),
    HubMetric("operators", "Operators that have not left.", lambda f: f.counts.operators),
    HubMetric("sightings", "Statements of members about entries.", lambda f: f.counts.sightings),
    HubMetric("cases", "Cases.", lambda f: _one(f.counts.cases), ("standing",)),
    HubMetric("notifications", "Messages to members.", lambda f: _one(f.counts.notifications), ("standing",)),
    HubMetric("last_pull_timestamp_seconds", "When a list was read last; 0 for never.", lambda f: _second(f.counts.last_pull)),
    HubMetric("job_done_timestamp_seconds", "When a job last did what it should.", lambda f: _moments(f.counts.last_done), ("job",)),
    HubMetric("job_failed_timestamp_seconds", "When a job last failed.", lambda f: _moments(f.counts.last_failed), ("job",)),
    HubMetric("zone_serial", "Serial of the policy zone that is fed.", lambda f: _zone(f, f.zone.serial if f.zone else 0), ("zone",)),
    HubMetric("zone_lag_editions", "Changed entries that the policy zone does not know.", lambda f: _zone(f, f.lag.editions if f.lag else 0), ("zone",)),
    HubMetric("zone_lag_seconds", "How long the first of them has waited.", lambda f: _zone(f, f.lag.seconds if f.lag else 0), ("zone",)),
    HubMetric("zone_fed_timestamp_seconds", "When the policy zone was last brought up to date; 0 for never.", lambda f: _zone(f, _second(f.zone.fed_at) if f.zone else 0), ("zone",)),
    HubMetric("zone_failed_timestamp_seconds", "When feeding the policy zone failed; 0 where it was fed since.", lambda f: _zone(f, _second(f.zone.failed_at) if f.zone else 0), ("zone",)),
)  # fmt: skip
"""Everything that is shown."""


def hub_metrics_text(figures: HubFigures) -> str:
    """All figures."""
    return "\n".join(line for metric in HUB_METRICS for line in _lines(metric, figures)) + "\n"


def _lines(metric: HubMetric, figures: HubFigures) -> Iterator[str]:
    name, values = metric.full_name, metric.read(figures)
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
