"""Objects: what a collection holds, as STIX 2.1, in the order in which it was added.

First come the fixed objects that all others point to: who says it, and the TLP 2.0 markings. Then
each edition is one version of one indicator, `modified` at the edition's moment; an entry that was
taken back is a revoked version. One edition is one object on purpose: its moment is its own, so a
reader who goes on from `X-TAXII-Date-Added-Last` misses nothing, wherever a page ended.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from noroshi.console.bodies import Body
from noroshi.console.hub import Hub
from noroshi.console.reach import STRICT, Reach
from noroshi.console.taxii.filters import Filters, Place
from noroshi.relay.share.stix import (
    STIX_KINDS,
    common_text,
    identity_object,
    indicator_text,
    said_of,
)
from noroshi.relay.share.tlp import marking
from noroshi.spine.store.versions import Key, Version, Versions, Wanted

FIXED_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
"""When the fixed objects count as added: before every edition."""

_PREFIX = "indicator--"
_ENCODE = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One version of one object.

    Attributes:
        id: STIX id.
        added: When the collection got it, RFC 3339 text to the microsecond.
        version: Its `modified`, or `created` where it is never modified.
        body: The object as JSON.
        place: Where a reader is that has it.
    """

    id: str
    added: str
    version: str
    body: bytes
    place: Place


def stamp(moment: datetime) -> str:
    """RFC 3339 text in UTC to the microsecond (section 1.6.5)."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def items(hub: Hub, reach: Reach, collection: str, filters: Filters, *, limit: int) -> list[Item]:
    """Items that a caller may read, after the filters' place, at most `limit`."""
    # What an entry says is made once and held; a page asks the database for keys only.
    if not filters.spec:
        return []
    producer = identity_object(hub.home.settings.share.producer)
    found = _fixed(producer, filters)[:limit]
    left = limit - len(found)
    if left <= 0 or (filters.types is not None and "indicator" not in filters.types):
        return found
    versions = Versions(hub.store.database)
    after = filters.place.sequence
    if filters.added_after is not None:
        after = max(after, versions.sequence_at(filters.added_after))
    keys = versions.keys(_wanted(reach, collection, filters), after=after, limit=left)
    bodies = hub.bodies.held(key.sequence for key in keys)
    missing = [key.sequence for key in keys if key.sequence not in bodies]
    if missing:
        made = {
            version.edition.sequence: Body(
                version.edition.indicator.tlp, _body(version, str(producer["id"]))
            )
            for version in versions.of(missing)
        }
        hub.bodies.hold(made)
        bodies |= made
    return found + [_item(key, bodies[key.sequence].octets) for key in keys]


def _fixed(producer: dict[str, object], filters: Filters) -> list[Item]:
    if filters.added_after is not None and filters.added_after >= FIXED_SINCE:
        return []
    made = [producer, *(marking(tlp) for tlp in STRICT)]
    found = [
        Item(
            id=str(one["id"]),
            added=stamp(FIXED_SINCE),
            version=str(one.get("modified", one["created"])),
            body=_ENCODE(one),
            place=Place(number, 0),
        )
        for number, one in enumerate(made, start=1)
        if filters.types is None or one["type"] in filters.types
    ]
    return [
        item
        for item in found
        if item.place.fixed > filters.place.fixed
        and (filters.ids is None or item.id in filters.ids)
        and (filters.words or datetime.fromisoformat(item.version) in filters.moments)
    ]


def _wanted(reach: Reach, collection: str, filters: Filters) -> Wanted:
    ids = filters.ids
    return Wanted(
        collection=collection,
        subject_kinds=sorted(STIX_KINDS),
        tlps=reach.tlps(collection),
        indicator_ids=None
        if ids is None
        else [one.removeprefix(_PREFIX) for one in ids if one.startswith(_PREFIX)],
        last="last" in filters.words,
        first="first" in filters.words,
        every="all" in filters.words,
        moments=sorted(filters.moments),
    )


def _body(version: Version, producer_id: str) -> bytes:
    edition = version.edition
    common = common_text(
        producer_id, stamp(version.created_at), stamp(edition.added_at), edition.indicator.tlp.value
    )
    return indicator_text(said_of(edition.indicator, version.indicator_id), common)


def _item(key: Key, body: bytes) -> Item:
    added = stamp(key.added_at)
    return Item(
        id=f"{_PREFIX}{key.indicator_id}",
        added=added,
        version=added,
        body=body,
        place=Place(_ALL_FIXED, key.sequence),
    )


_ALL_FIXED = 1 + len(STRICT)
