"""Opt-outs: prefixes whose holders asked not to be surveyed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from noroshi.spine.store.database import Database
from noroshi.spine.store.survey_tables import OptOutRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """One wish.

    Attributes:
        prefix: In canonical form.
        asked_at: When it came.
        asked_by: `self`, where the address asked for itself, else who entered it.
        note: What else is worth knowing.
    """

    prefix: str
    asked_at: datetime
    asked_by: str
    note: str


class OptOuts:
    """Only ever more of them: who wants to be asked again says so to the coordinator."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, wish: OptOut) -> bool:
        """Note a wish; false where the prefix is noted already, which stays as it is."""
        with self._database.writing() as session:
            if session.get(OptOutRow, wish.prefix) is not None:
                return False
            session.add(
                OptOutRow(
                    prefix=wish.prefix, asked_at=wish.asked_at, asked_by=wish.asked_by,
                    note=wish.note,
                )
            )  # fmt: skip
            return True

    def all(self) -> list[OptOut]:
        """Every wish, oldest first."""
        order = (OptOutRow.asked_at, OptOutRow.prefix)
        with self._database.reading() as session:
            return [
                OptOut(
                    prefix=row.prefix, asked_at=row.asked_at, asked_by=row.asked_by, note=row.note
                )
                for row in session.scalars(select(OptOutRow).order_by(*order))
            ]

    def prefixes(self) -> list[str]:
        """The prefixes alone, for a survey that reads them every few seconds."""
        with self._database.reading() as session:
            return list(session.scalars(select(OptOutRow.prefix)))
