"""Entry record: all that is told of one entry to one member, read at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from noroshi.spine.model import Edition, Operator, Sighting
from noroshi.spine.store.database import Database
from noroshi.spine.store.lists import history_of
from noroshi.spine.store.members import operator_at
from noroshi.spine.store.sightings import sightings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """What is known.

    Attributes:
        operator: The member that asks; null where there is none of its id.
        history: Every version of the entry, in order; none where there is no such entry.
        sightings: What all members said of it, the newest window first.
    """

    operator: Operator | None
    history: Sequence[Edition]
    sightings: Sequence[Sighting]


def read_entry(database: Database, indicator_id: str, operator_id: str | None) -> EntryRecord:
    """An entry in one transaction: three would take longer than the reading itself."""
    with database.asking() as connection:
        return EntryRecord(
            operator=operator_at(connection, operator_id) if operator_id else None,
            history=history_of(connection, indicator_id),
            sightings=sightings_of(connection, indicator_id),
        )
