"""Pulling MISP: the changed events of a MISP feed (manifest.json and one file an event)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from noroshi.jobs.decide.contributing import UNSURE
from noroshi.jobs.share.peer import Batch, Peer
from noroshi.relay.share.plain import plain
from noroshi.relay.share.simple_pattern import Refused, subject_of
from noroshi.spine.model import Contribution, Endpoint, InputError, SourceError, Subject

MOST_EVENTS = 10_000
"""Of one pull; the next one goes on."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

OBSERVABLES = {
    "ip-dst": "ipv4-addr",
    "ip-src": "ipv4-addr",
    "domain": "domain-name",
    "hostname": "domain-name",
    "url": "url",
}
"""MISP type of an attribute -> cyber-observable; both kinds of addresses are read as one."""


def misp_batches(peer: Peer, cursor: str, *, submission_id: str, at: datetime) -> Iterator[Batch]:
    """Batches of events that changed since a cursor (Unix seconds), oldest change first.

    Events of the cursor's own second are read again, since others may have changed in it later.

    Raises:
        SourceError: The feed is unwell or none.
    """
    base = peer.settings.url.rstrip("/")
    manifest = _json(peer, f"{base}/manifest.json")
    since = int(cursor) if cursor.isdecimal() else 0
    events = sorted(
        (changed, name)
        for name, told in manifest.items()
        if _UUID.fullmatch(name) and (changed := _seconds(told)) is not None and changed >= since
    )
    for changed, name in events[:MOST_EVENTS]:
        event = _json(peer, f"{base}/{name}.json").get("Event")
        if not isinstance(event, Mapping):
            yield Batch(refused={"no-event": 1}, cursor=str(changed))
            continue
        yield _batch(event, peer, cursor=str(changed), submission_id=submission_id, at=at)


def _json(peer: Peer, url: str) -> Mapping[str, object]:
    answer = peer.ask(url)
    try:
        root = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise SourceError(f"{peer.settings.name}: {url} is no whole JSON: {error}") from error
    if not isinstance(root, Mapping):
        raise SourceError(f"{peer.settings.name}: {url} is no part of a MISP feed")
    return root


def _seconds(told: object) -> int | None:
    value = told.get("timestamp") if isinstance(told, Mapping) else None
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else None


def _batch(
    event: Mapping[str, object], peer: Peer, *, cursor: str, submission_id: str, at: datetime
) -> Batch:
    refused: Counter[str] = Counter()
    taken: list[Contribution] = []
    withdrawn: list[str] = []
    label = plain(_text(event.get("info")))[:200]
    for attribute in _attributes(event):
        try:
            subject = _subject(attribute)
            first, last = _moment(attribute, "first_seen"), _moment(attribute, "last_seen")
        except Refused as error:
            refused[error.reason] += 1
            continue
        object_id = _text(attribute.get("uuid"))[:200]
        if attribute.get("deleted") is True:
            withdrawn.append(object_id)
            continue
        taken.append(
            Contribution(
                subject=subject,
                kind=peer.settings.says,
                source=peer.source,
                label=label,
                confidence=UNSURE,
                first_seen=first,
                last_seen=last,
                object_id=object_id,
                submission_id=submission_id,
                received_at=at,
            )
        )
    return Batch(contributions=taken, withdrawn=withdrawn, refused=refused, cursor=cursor)


def _attributes(event: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    holders: list[object] = [event, *_list(event.get("Object"))]
    for holder in holders:
        if isinstance(holder, Mapping):
            found = _list(holder.get("Attribute"))
            yield from (one for one in found if isinstance(one, Mapping))


def _subject(attribute: Mapping[str, object]) -> Subject:
    kind, value = _text(attribute.get("type")), _text(attribute.get("value"))
    if attribute.get("to_ids") is False:
        raise Refused("not-for-detection")
    if kind in {"ip-dst|port", "ip-src|port"}:
        address, _, port = value.partition("|")
        if not (port.isascii() and port.isdecimal() and len(port) <= 5):
            raise Refused("bad-value")
        try:
            return Subject.endpoint(Endpoint(address, int(port), "tcp"))
        except InputError as error:
            raise Refused("bad-value") from error
    if kind not in OBSERVABLES:
        raise Refused("other-type")
    return subject_of(OBSERVABLES[kind], value)


def _moment(attribute: Mapping[str, object], name: str) -> datetime | None:
    text = _text(attribute.get(name))[:64]
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("bad-time") from error


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
