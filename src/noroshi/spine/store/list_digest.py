"""Digest of the published list: two databases that publish the same have the same."""

import hashlib
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import EditionRow, HeadRow

READ_AT_ONCE = 2_000
_COLUMNS = (
    EditionRow.sequence,
    EditionRow.added_us,
    EditionRow.collection,
    EditionRow.indicator_id,
    EditionRow.standing,
    EditionRow.subject_kind,
    EditionRow.subject_value,
    EditionRow.kind,
    EditionRow.label,
    EditionRow.confidence,
    EditionRow.tlp,
    EditionRow.valid_from,
    EditionRow.valid_until,
)
"""What readers are given; columns that a later version adds do not change the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDigest:
    """What is published.

    Attributes:
        head: Sequence of the newest edition.
        entries: Editions that hold.
        digest: SHA-256 over them in the order of sequences, in hex.
    """

    head: int
    entries: int
    digest: str


def list_digest(database: Database) -> ListDigest:
    """The digest, on one state of the database; memory does not grow with the list."""
    query = select(*_COLUMNS).where(EditionRow.latest.is_(True)).order_by(EditionRow.sequence)
    made, entries, encode = hashlib.sha256(), 0, msgspec.json.Encoder().encode
    with database.reading() as session:
        head = session.scalar(select(HeadRow.sequence)) or 0
        for row in session.execute(query.execution_options(yield_per=READ_AT_ONCE)):
            made.update(encode(tuple(row)) + b"\n")
            entries += 1
    return ListDigest(head=head, entries=entries, digest=made.hexdigest())
