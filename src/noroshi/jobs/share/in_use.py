"""In use: who read a list lately and acted on it or met it. Pages, API and figures all ask here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.spine.model import COLLECTIONS, Action, MemberRole, Operator
from noroshi.spine.store import Database
from noroshi.spine.store.members import Operators
from noroshi.spine.store.pulls import Pulls
from noroshi.spine.store.sightings import Sighted, Sightings

RECENT = timedelta(days=7)
"""How old the last reading of a list, and the last meeting, may be for the list to be in use."""

TAKING_PART = frozenset({MemberRole.ANALYSING, MemberRole.SHARING})
"""Roles of those who are there to use the lists; the others run or watch the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """What operators did in the 7 days that end at a moment, the moment included.

    Attributes:
        last_pulls: When each operator last read each list, by operator and list.
        sighted: What each operator told of meetings.
    """

    last_pulls: Mapping[tuple[str, str], datetime]
    sighted: Mapping[str, Sighted]

    def last_pull(self, operator_id: str, collection: str) -> datetime | None:
        """When an operator last read a list; null when it did not in this time."""
        return self.last_pulls.get((operator_id, collection))

    def met(self, operator_id: str) -> bool:
        """Whether an operator told that it met an entry."""
        told = self.sighted.get(operator_id)
        return told is not None and told.hits > 0

    def uses(self, operator: Operator, collection: str) -> bool:
        """Whether an operator read a list, and declares an action or met an entry."""
        acts = operator.action is not Action.NONE or self.met(operator.id)
        return acts and self.last_pull(operator.id, collection) is not None

    def lists_of(self, operator: Operator) -> tuple[str, ...]:
        """Lists that an operator uses, in the house's order."""
        return tuple(name for name in COLLECTIONS if self.uses(operator, name))


def in_use_at(database: Database, at: datetime) -> InUse:
    """Who used what in the 7 days before a moment."""
    last: dict[tuple[str, str], datetime] = {}
    for pull in Pulls(database).between(at - RECENT, at):
        key = pull.operator_id, pull.collection
        last[key] = max(pull.last_at, last.get(key, pull.last_at))
    sighted = Sightings(database).figures(after=at - RECENT, until=at)
    return InUse(last_pulls=last, sighted=sighted)


def participants(database: Database, at: datetime) -> Sequence[Operator]:
    """Operators that take part at a moment, by id."""
    return participants_of(Operators(database).all(ended=True), at)


def participants_of(operators: Iterable[Operator], at: datetime) -> Sequence[Operator]:
    """Those of some operators that take part at a moment, in their order."""
    return [
        one
        for one in operators
        if one.role in TAKING_PART
        and one.joined_at <= at
        and (one.left_at is None or one.left_at > at)
    ]
