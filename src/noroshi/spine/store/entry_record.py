"""Entry record: all that is told of one entry to one member, read at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists

from noroshi.spine.model import Edition, Operator, Sighting
from noroshi.spine.store.database import Database
from noroshi.spine.store.edition_rows import edition_of
from noroshi.spine.store.list_tables import SightingRow
from noroshi.spine.store.lists import HISTORY
from noroshi.spine.store.members import operator_at
from noroshi.spine.store.sightings import sightings_of

_RECORD = HISTORY.add_columns(
    exists().where(SightingRow.indicator_id == bindparam("indicator")).label("is_sighted")
)
"""Few entries were ever met, and asking in vain costs a fifth of the reading."""


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
        rows = connection.execute(_RECORD, {"indicator": indicator_id}).all()
        is_sighted = bool(rows and rows[-1].is_sighted)
        return EntryRecord(
            operator=operator_at(connection, operator_id) if operator_id else None,
            history=[edition_of(row[:-1]) for row in rows],
            sightings=sightings_of(connection, indicator_id) if is_sighted else [],
        )
