"""Listed: what all entries that hold say of subjects, whatever their kind or list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, collate, or_, select
from sqlalchemy.orm import Session

from noroshi.spine.model import Standing, Subject, SubjectKind, Tlp
from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import EditionRow

ASKED_AT_ONCE = 200
"""Values in one question; databases limit its parameters."""

BYTEWISE = {"sqlite": "BINARY", "postgresql": "C"}
"""Names of the order in which texts with the same start stand side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readership:
    """Which entries a reader acts on.

    Attributes:
        collections: Of these lists.
        tlps: With these markings.
    """

    collections: tuple[str, ...]
    tlps: tuple[Tlp, ...]

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Live entries for this reader, as SQL."""
        yield EditionRow.latest.is_(True)
        yield EditionRow.standing == Standing.LIVE.value
        yield EditionRow.collection.in_(self.collections)
        yield EditionRow.tlp.in_([tlp.value for tlp in self.tlps])


class Listed:
    """Subjects of entries that hold. Each method is one transaction."""

    def __init__(self, database: Database, readership: Readership) -> None:
        self._database, self._readership = database, readership

    def named(
        self, values: Sequence[str], at: datetime, *, starts: Sequence[str] = ()
    ) -> set[Subject]:
        """Subjects listed at a moment whose value is one of these, or begins with one.

        Args:
            values: Whole values.
            at: Entries that have ended by this moment are not listed.
            starts: First characters of values, in ASCII.
        """
        found: set[Subject] = set()
        with self._database.reading() as session:
            bytewise = collate(EditionRow.subject_value, _order(session))
            exact = [EditionRow.subject_value == value for value in values]
            begun = [
                and_(bytewise >= start, bytewise < start[:-1] + chr(ord(start[-1]) + 1))
                for start in starts
            ]
            whole: list[ColumnElement[bool]] = [*exact, *begun]
            for first in range(0, len(whole), ASKED_AT_ONCE):
                query = self._subjects().where(
                    EditionRow.valid_until > at, or_(*whole[first : first + ASKED_AT_ONCE])
                )
                found.update(map(_subject, session.execute(query)))
        return found

    def ended(self, after: datetime, until: datetime) -> set[Subject]:
        """Subjects of live entries that ended after one moment and by another.

        Such an entry stays live until the next publishing finds that it has expired.
        """
        query = self._subjects().where(
            EditionRow.valid_until > after, EditionRow.valid_until <= until
        )
        with self._database.reading() as session:
            return set(map(_subject, session.execute(query)))

    def subjects(self, at: datetime) -> Iterator[Subject]:
        """Every subject listed at a moment, in constant memory; one may come several times.

        The transaction is open until the iterator ends, so feed no slow reader from it.
        """
        query = self._subjects().where(EditionRow.valid_until > at)
        with self._database.reading() as session:
            for rows in session.execute(query.execution_options(yield_per=2_000)).partitions():
                yield from map(_subject, rows)

    def _subjects(self) -> Select[str, str]:
        return select(EditionRow.subject_kind, EditionRow.subject_value).where(
            *self._readership.conditions()
        )


def _subject(row: Any) -> Subject:  # noqa: ANN401  # a row of SQLAlchemy
    kind, value = row
    return Subject(SubjectKind(kind), value)


def _order(session: Session) -> str:
    return BYTEWISE[session.connection().dialect.name]
