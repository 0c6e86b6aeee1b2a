"""Collection: whether flows come in, from whom, and what is lost on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from litestar import Response, get

from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import permit
from noroshi.jobs.flows.collecting import METRICS_FILE
from noroshi.spine.flows.collect.readback import Readings, read_back
from noroshi.spine.model import Right, rfc3339
from noroshi.spine.store.intake import Intake, Taken

HOURS = 24
MOST_EXPORTERS = 200
LATE_S = 900
"""A collector that gave nothing for so long is called silent: segments close within ten minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One exporter since the collector started."""

    address: str
    datagrams: int
    rows: int
    lost: int
    restarts: int
    interfaces: int


@get("/collection", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_collection(request: Asked, hub: AtHub) -> Response[str]:
    """Collectors, losses and exporters."""
    now, readings = hub.clock(), _readings(hub)
    taken = Intake(hub.store.database).taken(now, hours=HOURS)
    exporters = _exporters(hub, readings)
    return render(
        request, "collection.html.j2",
        collectors=[(each, _health(each, now)) for each in taken],
        hours=HOURS,
        losses=readings.get("lost", {}),
        refused=readings.get("refused_total", {}),
        waiting=readings.get("spool_octets", {}).get(""),
        restarts=readings.get("decoder_restarts_total", {}).get("", 0),
        read_at=_read_at(hub) if readings else None,
        exporters=exporters[:MOST_EXPORTERS],
        more=max(len(exporters) - MOST_EXPORTERS, 0),
    )  # fmt: skip


@get("/collection.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def collection_as_json(hub: AtHub) -> dict[str, object]:
    """The same for programs."""
    now, readings = hub.clock(), _readings(hub)
    return {
        "collectors": [_row(each, now) for each in Intake(hub.store.database).taken(now, hours=HOURS)],
        "since_start": readings,
    }  # fmt: skip


def _readings(hub: Hub) -> Readings:
    return read_back(hub.home.metrics / METRICS_FILE)


def _read_at(hub: Hub) -> datetime:
    return datetime.fromtimestamp((hub.home.metrics / METRICS_FILE).stat().st_mtime, UTC)


def _health(taken: Taken, now: datetime) -> Literal["good", "warn"]:
    return "good" if (now - taken.last_at).total_seconds() <= LATE_S else "warn"


def _row(taken: Taken, now: datetime) -> dict[str, object]:
    return {
        "collector": taken.collector,
        "health": _health(taken, now),
        "last_at": rfc3339(taken.last_at),
        "hours": taken.hours,
        "datagrams": taken.datagrams,
        "read": taken.read,
        "kept": taken.kept,
        "refused": dict(taken.refused),
    }


def _exporters(hub: Hub, readings: Readings) -> list[Exporter]:
    """Busiest first; exporters that named interfaces are there even while they are silent."""
    interfaces = Intake(hub.store.database).interfaces()
    datagrams = readings.get("exporter_datagrams_total", {})

    def of(name: str, address: str) -> int:
        return readings.get(f"exporter_{name}", {}).get(address, 0)

    rows = [
        Exporter(
            address=address, datagrams=datagrams.get(address, 0), rows=of("rows_total", address),
            lost=of("lost", address), restarts=of("restarts_total", address),
            interfaces=interfaces.get(address, 0),
        )
        for address in _joined(datagrams, interfaces)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.datagrams, row.address))


def _joined(one: Mapping[str, int], other: Mapping[str, int]) -> list[str]:
    return list(dict.fromkeys([*one, *other]))
