"""Monitoring: looks at VRPs and routes, kept in the home one a line, and what changed since the last good one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from noroshi.jobs.readiness.payload_source import SCHEME, read_source
from noroshi.readiness.check import Check
from noroshi.readiness.rpki import read_routes
from noroshi.readiness.rpki.judge.watch import WatchLimits, is_sound, watch
from noroshi.readiness.rpki.look import Look, look
from noroshi.readiness.rpki.sense.anchor_counts import count_anchors
from noroshi.readiness.rpki.sense.content import NO_JSON
from noroshi.spine.home import Home
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import rfc3339

KEPT_LOOKS = 500
"""Looks that are kept; the last is the measure of the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """What is looked at.

    Attributes:
        source: File of a validator, or `rtr://HOST:PORT`.
        routes: The table.
        own: The own ASes.
        soon_s: Seconds within which the end of a ROA is near.
        limits: What is a change.
        accept: Whether the look becomes the measure whatever it lost.
    """

    source: str
    routes: Path
    own: Sequence[int]
    soon_s: float
    limits: WatchLimits
    accept: bool = False


def monitor(home: Home, watching: Watching, *, now: datetime) -> tuple[Look, list[Check]]:
    """Look, compare, and keep the look unless it lost VRPs.

    Raises:
        InputError: A file gives nothing to work with: nothing is kept then.
        SourceError: The cache does not answer.
        ConfigError: The disk does not take it.
    """
    vrps, routes = read_source(watching.source), read_routes(watching.routes)
    is_cache = watching.source.startswith(SCHEME)
    anchors = {} if is_cache else count_anchors(Path(watching.source))
    seen = look(routes, vrps, list(watching.own), anchors, at=now, soon_s=watching.soon_s)
    looks = read_looks(home)
    found = list(watch(looks[-1] if looks else None, seen, watching.own, watching.limits))
    if watching.accept or is_sound(found):
        _keep(home, [*looks, seen][-KEPT_LOOKS:])
    return seen, found


def place_of_looks(home: Home) -> Path:
    """Where looks are kept."""
    return home.path / "rpki" / "looks.jsonl"


def read_looks(home: Home) -> list[Look]:
    """The looks that are kept, oldest first; lines that a crash or a hand garbled are passed over."""
    found: list[Look] = []
    try:
        lines = place_of_looks(home).read_bytes().splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=Look))
        except NO_JSON:
            continue
    return found


def _keep(home: Home, looks: list[Look]) -> None:
    """Only the last look holds its routes whole: the others tell how many VRPs there were."""
    place = place_of_looks(home)
    place.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**asdict(one), "at": rfc3339(one.at.astimezone(UTC))} for one in looks]
    for row in rows[:-1]:
        row["routes"] = {}
    write_whole([msgspec.json.encode(row) + b"\n" for row in rows], place)
