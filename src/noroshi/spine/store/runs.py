"""Runs: the record of jobs that the clock starts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, insert, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.rows import run_of_row
from noroshi.spine.store.run import Run
from noroshi.spine.store.tables import RunRow

DONE = "done"
"""Outcome of a run that did what it should."""


class Runs:
    """Runs that are written when they have ended; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        job: str,
        *,
        started_at: datetime,
        ended_at: datetime,
        outcome: str,
        counts: Mapping[str, int],
    ) -> None:
        """Record a run that has ended."""
        row = {
            "id": str(uuid4()),
            "job": job,
            "inputs": {},
            "started_at": started_at,
            "ended_at": ended_at,
            "outcome": outcome,
            "counts": dict(counts),
        }
        with self._database.writing() as session:
            session.execute(insert(RunRow), [row])

    def last(self, job: str, *, outcome: str | None = None) -> Run | None:
        """The newest run of a job; null when there is none.

        Args:
            job: Its name.
            outcome: Of runs that ended so only.
        """
        query = select(RunRow).where(RunRow.job == job).order_by(RunRow.started_at.desc()).limit(1)
        if outcome is not None:
            query = query.where(RunRow.outcome == outcome)
        with self._database.reading() as session:
            row = session.scalar(query)
            return run_of_row(row) if row else None

    def forget(self, jobs: Collection[str], *, before: datetime) -> int:
        """Remove runs of these jobs that started before a moment; gives their number."""
        with self._database.writing() as session:
            gone = session.scalars(
                delete(RunRow)
                .where(RunRow.job.in_(jobs), RunRow.started_at < before)
                .returning(RunRow.id)
            ).all()
        return len(gone)
