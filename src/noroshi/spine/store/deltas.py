"""Deltas: which editions a reader lacks, told by their sequences alone.

What an edition says never changes, so who has its words needs its sequence only; one range of one index
answers that without looking at a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from noroshi.spine.model import Edition
from noroshi.spine.store.database import Database
from noroshi.spine.store.edition_rows import EDITIONS, editions_of
from noroshi.spine.store.list_tables import EditionRow, HeadRow

ASKED_AT_ONCE = 500
"""Sequences in one question; databases limit its parameters."""

# Made once: putting a question together takes longer than its answer.
_HEAD = select(HeadRow.sequence)
_LACKING = (
    select(EditionRow.sequence)
    .where(
        EditionRow.collection == bindparam("collection"),
        EditionRow.latest.is_(True),
        EditionRow.sequence > bindparam("above"),
        EditionRow.sequence <= bindparam("head"),
    )
    .order_by(EditionRow.sequence)
    .limit(bindparam("most"))
)
_OF = EDITIONS.where(EditionRow.sequence.in_(bindparam("sequences", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What a reader lacks.

    Attributes:
        head: Highest sequence that was committed when this was read.
        sequences: Of editions that hold, in order, none above the head.
    """

    head: int
    sequences: Sequence[int]


class Deltas:
    """Reads what changed. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def above(self, sequence: int, *, collection: str, limit: int) -> Delta:
        """What a reader of one list lacks who has everything up to a sequence.

        The head is read first. What is committed meanwhile lies above it, and numbers appear in the
        order of commits, so a reader who goes on from the head misses nothing.
        """
        with self._database.asking() as connection:
            head = int(connection.scalar(_HEAD) or 0)
            wanted = {"collection": collection, "above": sequence, "head": head, "most": limit}
            lacking = connection.scalars(_LACKING, wanted).all() if sequence < head else []
        return Delta(head=head, sequences=lacking)

    def editions(self, sequences: Sequence[int]) -> list[Edition]:
        """The editions of some sequences, in any order."""
        found: list[Edition] = []
        with self._database.asking() as connection:
            for start in range(0, len(sequences), ASKED_AT_ONCE):
                asked = {"sequences": sequences[start : start + ASKED_AT_ONCE]}
                found += editions_of(connection.execute(_OF, asked).all())
        return found
