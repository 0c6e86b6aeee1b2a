"""Usage: who holds the list, does something with it, and what it hit. Counted from the record, never typed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.jobs.share.in_use import RECENT, InUse, in_use_at
from noroshi.spine.model import COLLECTIONS, MemberRole, Operator
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.pulls import Pull, Pulls
from noroshi.spine.store.sightings import Sighted, Sightings

KEPT = timedelta(days=400)
"""Pulls that are looked at: a year and what a late report needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one operator reads one list.

    Attributes:
        collection: Which list.
        last_at: Its last pull; null when it never pulled.
        format: Of the last pull.
        pulls: In the last 7 days.
        octets: In the last 7 days.
        sequence: What it has.
        lag_editions: Editions of the list that it has not.
        lag_minutes: How long the oldest of those has waited; 0 when it has all.
        held: Live entries it has.
        using: Whether it uses the list, as the programme counts it.
    """

    collection: str
    last_at: datetime | None
    format: str
    pulls: int
    octets: int
    sequence: int
    lag_editions: int
    lag_minutes: float
    held: int
    using: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How one operator uses the lists.

    Attributes:
        operator: Who.
        readings: Its lists, in the house's order.
        hits: Sightings in the last 7 days.
        hits_ever: Sightings since it joined.
        wrong_rate: Share of the entries it met that it called wrong; null when it met none.
        last_sighting_at: When it last reported one.
        using: Whether it uses any list, as the programme counts it.
    """

    operator: Operator
    readings: tuple[Reading, ...]
    hits: int
    hits_ever: int
    wrong_rate: float | None
    last_sighting_at: datetime | None
    using: bool

    @property
    def last_pull_at(self) -> datetime | None:
        """Its last pull of any list."""
        return max((r.last_at for r in self.readings if r.last_at is not None), default=None)


def usage_of(database: Database, operator: Operator, at: datetime) -> Usage:
    """One operator's usage."""
    return usages(database, [operator], at)[0]


def usages(database: Database, operators: Sequence[Operator], at: datetime) -> list[Usage]:
    """Usage of several operators, in their order."""
    in_use, ever = in_use_at(database, at), Sightings(database).figures(until=at)
    return [_usage(database, operator, in_use, ever.get(operator.id), at) for operator in operators]


def _usage(
    database: Database,
    operator: Operator,
    in_use: InUse,
    ever: Sighted | None,
    at: datetime,
) -> Usage:
    pulls = Pulls(database).of(operator.id, since=at - KEPT)
    shared = SharedList(database)
    used, recent = in_use.lists_of(operator), in_use.sighted.get(operator.id)
    readings = tuple(
        _reading(shared, name, pulls, at, using=name in used) for name in _lists_of(operator)
    )
    return Usage(
        operator=operator,
        readings=readings,
        hits=recent.hits if recent else 0,
        hits_ever=ever.hits if ever else 0,
        wrong_rate=ever.wrong_rate if ever else None,
        last_sighting_at=ever.last_at if ever else None,
        using=bool(used),
    )


def _lists_of(operator: Operator) -> tuple[str, ...]:
    if operator.role is MemberRole.COORDINATOR:
        return COLLECTIONS
    return tuple(name for name in COLLECTIONS if name in operator.entitlements)


def _reading(
    shared: SharedList, name: str, pulls: Iterable[Pull], at: datetime, *, using: bool
) -> Reading:
    mine = [pull for pull in pulls if pull.collection == name]
    recent = [pull for pull in mine if pull.last_at > at - RECENT]
    last = max(mine, key=lambda pull: pull.last_at, default=None)
    sequence = max((pull.sequence for pull in mine), default=0)
    waiting, oldest = shared.waiting(sequence, name)
    return Reading(
        collection=name,
        last_at=last.last_at if last else None,
        format=last.format if last else "",
        pulls=sum(pull.pulls for pull in recent),
        octets=sum(pull.octets for pull in recent),
        sequence=sequence,
        lag_editions=waiting,
        lag_minutes=max((at - oldest) / timedelta(minutes=1), 0.0) if oldest else 0.0,
        held=shared.held_at(sequence, name) if last else 0,
        using=using,
    )
