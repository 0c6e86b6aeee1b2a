"""MISP feed (MISP core format, draft-dulaunoy-misp-core-format): events, hashes, manifest.

One event per kind and day of first sight, so that an event changes only while its day is recent and a
reader fetches little. Ids are those of the indicators: the same entry is the same attribute for ever.
An entry that was taken back or has ended stays as a deleted attribute, and MISP deletes its copy.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import md5
from uuid import UUID, uuid5

import msgspec

from noroshi.relay.share.plain import is_readable, plain
from noroshi.relay.share.renderer import Document, Edition, holds
from noroshi.relay.share.spool import Spool
from noroshi.spine.model import Indicator, Subject, SubjectKind, Tlp, rfc3339

Object = dict[str, object]

EVENTS = UUID("c1f0e2a4-3a55-5b0e-9d0c-6a2a3c0a5d11")
"""Namespace of the ids of our events and organisation."""

ATTRIBUTE_TYPES = {
    SubjectKind.IP: "ip-dst",
    SubjectKind.ENDPOINT: "ip-dst|port",
    SubjectKind.PREFIX: "ip-dst",
    SubjectKind.DOMAIN: "domain",
    SubjectKind.URL: "url",
}

TLPS = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED]
"""From widest to strictest; an event bears the strictest of its entries."""

_EVENT_FILE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json")


def owns(name: str) -> bool:
    """Whether a file of this name is part of a feed."""
    return name in ("manifest.json", "hashes.csv") or bool(_EVENT_FILE.fullmatch(name))


@dataclass(slots=True, kw_only=True)
class _Event:
    """What the manifest must know of an event; its attributes lie in the spool."""

    kind: str
    day: str
    changed_s: int = 0
    tlps: set[Tlp] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"{self.kind}|{self.day}"

    def uuid(self, producer: str) -> str:
        return str(uuid5(EVENTS, f"{producer}|{self.name}"))

    def meta(self, producer: str) -> Object:
        """Fields that stand in the event and in the manifest alike."""
        mark = max(self.tlps, key=TLPS.index)
        return {
            "Orgc": {"name": producer, "uuid": str(uuid5(EVENTS, f"org|{producer}"))},
            "Tag": [_tag(mark)],
            "info": f"{producer}: {self.kind}, first seen {self.day}",
            "date": self.day,
            "analysis": "2",
            "threat_level_id": "4",
            "timestamp": str(self.changed_s),
        }


def as_misp(indicators: Iterable[Indicator], edition: Edition) -> Iterator[Document]:
    """Events, then the hashes of all values, then the manifest that names the events."""
    producer = plain(edition.producer)
    events: dict[str, _Event] = {}
    with Spool() as attributes, Spool() as hashes:
        for indicator in indicators:
            if indicator.subject.kind in ATTRIBUTE_TYPES and is_readable(indicator.subject):
                _collect(indicator, edition.at, events, attributes, hashes)
        for event in events.values():
            yield Document(f"{event.uuid(producer)}.json", _file(event, producer, attributes))
        yield Document("hashes.csv", _hashes(events, producer, hashes))
        manifest = {event.uuid(producer): event.meta(producer) for event in events.values()}
        yield Document("manifest.json", iter([msgspec.json.encode(manifest)]))


def _collect(
    indicator: Indicator,
    at: datetime,
    events: dict[str, _Event],
    attributes: Spool,
    hashes: Spool,
) -> None:
    event = _Event(kind=plain(indicator.kind), day=indicator.first_seen.date().isoformat())
    event = events.setdefault(event.name, event)
    made = _attribute(indicator, at)
    event.changed_s = max(event.changed_s, _changed_s(indicator, at))
    event.tlps.add(indicator.tlp)
    attributes.add(event.name, msgspec.json.encode(made))
    if not made["deleted"]:
        for part in _parts(made):
            digest = md5(part.encode(), usedforsecurity=False).hexdigest()
            hashes.add(event.name, digest.encode())


def _parts(attribute: Object) -> list[str]:
    """What MISP hashes of an attribute: each part of a value with two."""
    value = str(attribute["value"])
    return value.split("|") if "|" in str(attribute["type"]) else [value]


def _file(event: _Event, producer: str, attributes: Spool) -> Iterator[bytes]:
    head = event.meta(producer) | {
        "uuid": event.uuid(producer),
        "published": True,
        "publish_timestamp": str(event.changed_s),
    }
    yield b'{"Event":' + msgspec.json.encode(head)[:-1] + b',"Attribute":['
    for position, piece in enumerate(attributes.pieces(event.name)):
        yield b",\n" + piece if position else b"\n" + piece
    yield b"\n]}}\n"


def _hashes(events: dict[str, _Event], producer: str, hashes: Spool) -> Iterator[bytes]:
    for event in events.values():
        ending = f",{event.uuid(producer)}\n".encode()
        for digest in hashes.pieces(event.name):
            yield digest + ending


def _attribute(indicator: Indicator, at: datetime) -> Object:
    holding = holds(indicator, at)
    return {
        "uuid": indicator.id,
        "type": ATTRIBUTE_TYPES[indicator.subject.kind],
        "category": "Network activity",
        "value": _value(indicator.subject),
        "to_ids": holding,
        "deleted": not holding,
        "timestamp": str(_changed_s(indicator, at)),
        "first_seen": rfc3339(indicator.first_seen),
        "last_seen": rfc3339(indicator.last_seen),
        "comment": _comment(indicator),
        "Tag": [_tag(indicator.tlp)],
    }


def _value(subject: Subject) -> str:
    if subject.kind is not SubjectKind.ENDPOINT:
        return plain(subject.value)
    endpoint = subject.as_endpoint()
    return f"{endpoint.address}|{endpoint.port}"


def _comment(indicator: Indicator) -> str:
    sentences = " ".join(plain(t) for reason in indicator.reasons for t in (reason.en, reason.ja))
    return f"{plain(indicator.label)}, confidence {indicator.confidence}. {sentences}".strip()


def _changed_s(indicator: Indicator, at: datetime) -> int:
    """When it last changed: MISP takes a copy back only for a newer one."""
    if indicator.revoked:
        return int(at.timestamp())
    ended = at >= indicator.valid_until
    return int((indicator.valid_until if ended else indicator.last_seen).timestamp())


def _tag(tlp: Tlp) -> Object:
    return {"name": tlp.value.lower(), "exportable": True}
