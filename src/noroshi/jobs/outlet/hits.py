"""Hits: what resolvers met of the policy zone becomes counts by entry. Askers are forgotten at once."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b

from noroshi.jobs.outlet.staging import note_touched
from noroshi.readiness.outlet.resolver_log import Read, met_in
from noroshi.relay.share.rpz import owners, subject_at
from noroshi.relay.share.zone import namesakes
from noroshi.spine.home import Home
from noroshi.spine.home.acts import Touched
from noroshi.spine.model import (
    ConfigError,
    Outlet,
    Sighting,
    SightingKind,
    Subject,
    SubjectKind,
    Tlp,
    Window,
)
from noroshi.spine.store import Store
from noroshi.spine.store.listed import Listed, Readership
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sightings import Sightings, sighting_id

MOST_CLIENTS = 1_000_000
"""Askers that are told apart in one log; more are counted as so many."""
MOST_LABELS = 10
"""Labels above a name that are looked up."""
TLPS = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a log came to.

    Attributes:
        read: What became of its lines.
        owners: Answers that the zone touched, by owner name.
        entries: The same by id of the entry.
        unknown: Answers by owner names that no entry stands for now.
        clients: Different askers.
    """

    read: Read
    owners: Mapping[str, int]
    entries: Mapping[str, int]
    unknown: int
    clients: int


def count_hits(home: Home, store: Store, lines: Iterable[bytes], at: datetime) -> Hits:
    """Count the answers that the zone of `[zone]` touched, and keep the sum for its gate.

    Args:
        home: Settings.
        store: The lists.
        lines: Of the log of BIND, Unbound or Knot Resolver.
        at: Now.

    Raises:
        ConfigError: No zone is set.
    """
    zone = home.settings.zone
    if not zone.name:
        raise ConfigError(f"no zone is fed; set [zone] name in {home.settings_file}")
    read, met, clients = Read(), Counter[str](), set[bytes]()
    key = secrets.token_bytes(16)  # dies with this call, and so does every trace of who asked
    for one in met_in(lines, zone.name, read):
        met[one.owner] += 1
        if len(clients) < MOST_CLIENTS:
            clients.add(blake2b(one.client.encode(), key=key, digest_size=8).digest())
    entries = _entries(store, Readership(collections=zone.collections, tlps=TLPS), met, at)
    known = {owner for owner, ids in entries.items() if ids}
    by_entry = Counter[str]()
    for owner in known:
        by_entry.update(dict.fromkeys(entries[owner], met[owner]))
    touched = Touched(at=at, routes=len(known), clients=len(clients), octets=0, collateral=0)
    note_touched(home, Outlet.RPZ, touched)
    return Hits(
        read=read,
        owners=dict(met.most_common()),
        entries=dict(by_entry.most_common()),
        unknown=sum(count for owner, count in met.items() if owner not in known),
        clients=len(clients),
    )


def record_hits(store: Store, hits: Hits, operator_id: str, day: date, at: datetime) -> int:
    """Record hits as an operator's sightings of one day (UTC); the same day again replaces them.

    Raises:
        ConfigError: There is no such operator.
    """
    if Operators(store.database).get(operator_id) is None:
        raise ConfigError(f"there is no operator {operator_id}; see: noroshi operators list")
    start = datetime.combine(day, time(), UTC)
    window = Window(start, start + timedelta(days=1))
    told = [
        Sighting(
            id=sighting_id(name, operator_id, SightingKind.SEEN, "rpz", window),
            indicator_id=name,
            operator_id=operator_id,
            kind=SightingKind.SEEN,
            count=count,
            window=window,
            source="rpz",
            received_at=at,
        )
        for name, count in hits.entries.items()
    ]
    Sightings(store.database).add(told)
    return len(told)


def _entries(
    store: Store, readers: Readership, met: Iterable[str], at: datetime
) -> dict[str, list[str]]:
    """Ids of the entries behind owner names."""
    listed, shared = Listed(store.database, readers), SharedList(store.database)
    found: dict[str, list[str]] = {}
    for owner in met:
        for subject in _may_stand(owner):
            look, names = namesakes(subject), set(owners(subject))
            meant = listed.named(look.values, at, starts=look.starts)
            values = [one.value for one in meant if names & set(owners(one))]
            ids = shared.named(values, readers.collections)
            found[owner] = [name for value in values for name in ids.get(value, ())]
            if found[owner]:
                break
    return found


def _may_stand(owner: str) -> Iterator[Subject]:
    """What an owner name may mean: itself, or a name above, for BIND and Knot Resolver tell the name that was asked."""
    subject = subject_at(owner)
    if subject is None:
        return
    yield subject
    if subject.kind is SubjectKind.DOMAIN:
        labels = subject.value.split(".")
        for start in range(1, min(len(labels) - 1, MOST_LABELS)):
            yield Subject(SubjectKind.DOMAIN, ".".join(labels[start:]))
