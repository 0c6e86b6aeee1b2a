"""Readiness results: what commands of readiness gave, each under its run, for documents and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, func, insert, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.readiness_tables import ResultRow
from noroshi.spine.store.runs import DONE
from noroshi.spine.store.tables import RunRow

Row = Mapping[str, object]

JOB = "readiness keep"
"""Job of the runs; the inputs name the topic and the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResult:
    """One result.

    Attributes:
        run: Id of the run that made it.
        topic: What it tells, `TECHNOLOGY.VERB`.
        subject: What it is about: a domain, a dialect, a stage; empty for the whole network.
        made_at: When it was made.
        inputs: Digests or versions of what was read, by name.
        rows: The rows that the command writes for machines.
    """

    run: str
    topic: str
    subject: str
    made_at: datetime
    inputs: Mapping[str, str]
    rows: Sequence[Row]

    @property
    def short(self) -> str:
        """The beginning of the run's id, for people."""
        return self.run[:8]


class ReadinessResults:
    """Only ever more of them; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        topic: str,
        subject: str,
        rows: Sequence[Row],
        *,
        inputs: Mapping[str, str],
        started_at: datetime,
        ended_at: datetime,
    ) -> KeptResult:
        """Record a run that gave these rows."""
        run = str(uuid4())
        inputs = {**inputs, "topic": topic, "subject": subject}
        made = [dict(row) for row in rows]
        with self._database.writing() as session:
            begun = {
                "id": run, "job": JOB, "inputs": inputs,
                "started_at": started_at, "ended_at": ended_at, "outcome": DONE,
                "counts": {"rows": len(made)},
            }  # fmt: skip
            session.execute(insert(RunRow), [begun])
            session.add(
                ResultRow(run_id=run, topic=topic, subject=subject, made_at=ended_at, rows=made)
            )
        return KeptResult(
            run=run, topic=topic, subject=subject, made_at=ended_at, inputs=inputs, rows=made
        )

    def newest(self, *, at: datetime | None = None) -> list[KeptResult]:
        """The newest result of every topic and subject, by topic and subject.

        Args:
            at: As things stood then; null for now.
        """
        last = select(
            ResultRow.topic, ResultRow.subject, func.max(ResultRow.made_at).label("made_at")
        ).group_by(ResultRow.topic, ResultRow.subject)
        if at is not None:
            last = last.where(ResultRow.made_at <= at)
        newest = last.subquery()
        query = _kept().join(
            newest,
            (newest.c.topic == ResultRow.topic)
            & (newest.c.subject == ResultRow.subject)
            & (newest.c.made_at == ResultRow.made_at),
        )
        found = {(each.topic, each.subject): each for each in self._read(query)}
        return [found[key] for key in sorted(found)]

    def history(self, topic: str, *, limit: int = 100) -> list[KeptResult]:
        """Results of a topic, newest first."""
        order = (ResultRow.made_at.desc(), ResultRow.run_id)
        return self._read(_kept().where(ResultRow.topic == topic).order_by(*order).limit(limit))

    def _read(self, query: "Select[ResultRow, dict[str, str]]") -> list[KeptResult]:
        with self._database.reading() as session:
            return [
                KeptResult(
                    run=row.run_id, topic=row.topic, subject=row.subject, made_at=row.made_at,
                    inputs=inputs, rows=row.rows,
                )
                for row, inputs in session.execute(query)
            ]  # fmt: skip


def _kept() -> "Select[ResultRow, dict[str, str]]":
    return select(ResultRow, RunRow.inputs).join(RunRow, RunRow.id == ResultRow.run_id)
