"""Counting alerts: Suricata's EVE alerts become counts by entry; addresses are forgotten at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

import msgspec

from noroshi.spine.model import (
    Endpoint,
    InputError,
    Sighting,
    SightingKind,
    Window,
    canonical_address,
)
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.sightings import sighting_id

LONGEST_LINE = 256 * 1024
"""Octets of one event; Suricata's own with payload stay far below."""

AT_ONCE = 2_000
"""Alerts that are looked up together."""

LABELS = 6
"""Labels of a name below which its parents are looked up; rules match whole domains."""

RULE_ID = "noroshi_id"
"""Key of an entry's id in the metadata of our rules."""

EARLIEST = timedelta(days=400)
LATEST = timedelta(days=1)
"""Around the present; an alert outside has a wrong clock."""


class _Alert(msgspec.Struct):
    metadata: dict[str, list[str]] = {}


class _Query(msgspec.Struct):
    rrname: str = ""


class _Dns(msgspec.Struct):
    rrname: str = ""
    query: list[_Query] = []


class _Http(msgspec.Struct):
    hostname: str = ""


class _Tls(msgspec.Struct):
    sni: str = ""


class _Event(msgspec.Struct):
    timestamp: str
    event_type: str
    src_ip: str = ""
    src_port: int = 0
    dest_ip: str = ""
    dest_port: int = 0
    proto: str = ""
    alert: _Alert | None = None
    dns: _Dns | None = None
    http: _Http | None = None
    tls: _Tls | None = None


@dataclass(slots=True)
class Told:
    """What became of an upload's lines; the figures add up to `read`.

    Attributes:
        read: Lines.
        counted: Alerts that hit an entry of the list.
        others: Events that are no alert, and alerts of other rules.
        refused: Lines that are no event, by reason.
    """

    read: int = 0
    counted: int = 0
    others: int = 0
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Tally:
    count: int
    first: datetime
    last: datetime

    def add(self, at: datetime) -> None:
        self.count += 1
        self.first, self.last = min(self.first, at), max(self.last, at)


@dataclass(frozen=True, slots=True)
class _Met:
    at: datetime
    ids: frozenset[str]
    subjects: frozenset[str]


def count_alerts(
    shared: SharedList,
    lines: Iterable[bytes],
    *,
    operator_id: str,
    collections: Sequence[str],
    at: datetime,
) -> tuple[list[Sighting], Told]:
    """Count alerts by entry and day.

    An alert counts for the entry that its rule names in the metadata, or else for the entries whose
    address, endpoint or domain it met. The window reaches from the day's first such alert to its last,
    so the same upload again replaces what it said, and another part of the day adds to it.

    Args:
        shared: The list.
        lines: EVE, one JSON object a line.
        operator_id: On whose behalf.
        collections: Lists that count.
        at: The present.
    """
    told = Told()
    tallies: dict[tuple[str, str], _Tally] = {}
    met = _alerts(lines, told, at)
    while batch := list(islice(met, AT_ONCE)):
        known = _known(shared, batch, collections)
        for alert in batch:
            hit = alert.ids & known.keys() or {
                name for subject in alert.subjects for name in known.get(subject, ())
            }
            told.counted += bool(hit)
            told.others += not hit
            for name in hit:
                key = name, alert.at.date().isoformat()
                tallies.setdefault(key, _Tally(0, alert.at, alert.at)).add(alert.at)
    return [
        _sighting(name, operator_id, tally, at) for (name, _), tally in sorted(tallies.items())
    ], told


def _alerts(lines: Iterable[bytes], told: Told, at: datetime) -> Iterator[_Met]:
    decode = msgspec.json.Decoder(_Event).decode
    for line in lines:
        if not line.strip():
            continue
        told.read += 1
        if len(line) > LONGEST_LINE:
            told.refused["line-too-long"] += 1
            continue
        try:
            event = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            told.refused["no-event"] += 1
            continue
        if event.event_type != "alert":
            told.others += 1
            continue
        moment = _moment(event.timestamp)
        if moment is None or not at - EARLIEST < moment < at + LATEST:
            told.refused["wrong-time"] += 1
            continue
        yield _Met(moment, frozenset(_rule_ids(event)), frozenset(_subjects(event)))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def _rule_ids(event: _Event) -> Iterator[str]:
    for text in (event.alert.metadata if event.alert else {}).get(RULE_ID, []):
        try:
            yield str(UUID(text))
        except ValueError:
            continue


def _subjects(event: _Event) -> Iterator[str]:
    for address, port in ((event.src_ip, event.src_port), (event.dest_ip, event.dest_port)):
        try:
            yield canonical_address(address)
            yield str(Endpoint(address, port, event.proto))
        except InputError:
            continue
    for name in _names(event):
        labels = name.lower().rstrip(".").split(".")
        for start in range(max(len(labels) - LABELS, 0), len(labels) - 1):
            yield ".".join(labels[start:])


def _names(event: _Event) -> Iterator[str]:
    if event.dns:
        yield from (event.dns.rrname, *(query.rrname for query in event.dns.query[:10]))
    if event.http:
        yield event.http.hostname
    if event.tls:
        yield event.tls.sni


def _known(
    shared: SharedList, batch: Sequence[_Met], collections: Sequence[str]
) -> dict[str, list[str]]:
    """Ids of entries by id and by subject."""
    subjects = {subject for alert in batch for subject in alert.subjects}
    found = shared.named(subjects, collections)
    for name in {name for alert in batch for name in alert.ids}:
        edition = shared.latest(name)
        if edition is not None and edition.collection in collections:
            found[name] = [name]
    return found


def _sighting(name: str, operator_id: str, tally: _Tally, at: datetime) -> Sighting:
    start = tally.first.replace(microsecond=tally.first.microsecond // 1000 * 1000)
    window = Window(start, tally.last + timedelta(milliseconds=1))
    return Sighting(
        id=sighting_id(name, operator_id, SightingKind.SEEN, "eve", window),
        indicator_id=name,
        operator_id=operator_id,
        kind=SightingKind.SEEN,
        count=tally.count,
        window=window,
        source="eve",
        received_at=at,
    )
