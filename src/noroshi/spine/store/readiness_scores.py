"""Readiness scores: what operators declared to this hub of their own accord."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from noroshi.spine.store.database import Database
from noroshi.spine.store.readiness_tables import DeclaredScoreRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredScore:
    """One declaration.

    Attributes:
        operator_id: Who.
        received_at: When it came.
        scored_at: When the operator counted it.
        edition: Edition of the catalogue of items.
        follows: Whether every Must item that applies is met.
        score: 0 to 1; null where too little is known.
        coverage: Share of the catalogue's weight that is known.
        technologies: Score by technology; null values where too little is known.
    """

    operator_id: str
    received_at: datetime
    scored_at: datetime
    edition: str
    follows: bool
    score: float | None
    coverage: float
    technologies: Mapping[str, float | None]


class ReadinessScores:
    """Only ever more of them; the newest of each operator counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, declared: DeclaredScore) -> str:
        """Note a declaration; gives its id."""
        made = str(uuid4())
        with self._database.writing() as session:
            session.add(
                DeclaredScoreRow(
                    id=made, operator_id=declared.operator_id, received_at=declared.received_at,
                    scored_at=declared.scored_at, edition=declared.edition,
                    follows=declared.follows, score=declared.score, coverage=declared.coverage,
                    technologies=dict(declared.technologies),
                )
            )  # fmt: skip
        return made

    def newest(self, *, since: datetime, until: datetime) -> list[DeclaredScore]:
        """The newest declaration of each operator in a time, by operator."""
        query = (
            select(DeclaredScoreRow)
            .where(DeclaredScoreRow.received_at >= since, DeclaredScoreRow.received_at <= until)
            .order_by(DeclaredScoreRow.received_at, DeclaredScoreRow.id)
        )
        with self._database.reading() as session:
            found = {row.operator_id: _declared(row) for row in session.scalars(query)}
        return [found[operator] for operator in sorted(found)]


def _declared(row: DeclaredScoreRow) -> DeclaredScore:
    return DeclaredScore(
        operator_id=row.operator_id,
        received_at=row.received_at,
        scored_at=row.scored_at,
        edition=row.edition,
        follows=row.follows,
        score=row.score,
        coverage=row.coverage,
        technologies=row.technologies,
    )
