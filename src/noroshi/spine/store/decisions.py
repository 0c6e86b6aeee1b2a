"""Decisions: the append-only record, with the place of each, so that nobody decides on stale news."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from noroshi.spine.model import Decision
from noroshi.spine.store.database import Database
from noroshi.spine.store.rows import decision_of_row, row_of_decision
from noroshi.spine.store.tables import DecisionRow

ASKED_AT_ONCE = 500
"""Ids in one question; databases limit its parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What became of decisions.

    Attributes:
        taken: Those that stand in the record now.
        stale: Those on whose finding somebody decided meanwhile; they are not in the record.
    """

    taken: tuple[Decision, ...]
    stale: tuple[Decision, ...]


class Decisions:
    """The record. Nothing ever changes or leaves it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def positions(self, finding_ids: Sequence[str]) -> dict[str, int]:
        """Place of the last decision on each finding, for those that have one."""
        with self._database.reading() as session:
            return _positions(session, finding_ids)

    def of_findings(self, finding_ids: Sequence[str]) -> dict[str, list[Decision]]:
        """The decisions on each finding, oldest first, for those that have any."""
        found: dict[str, list[Decision]] = {}
        with self._database.reading() as session:
            for start in range(0, len(finding_ids), ASKED_AT_ONCE):
                query = (
                    select(DecisionRow)
                    .where(DecisionRow.finding_id.in_(finding_ids[start : start + ASKED_AT_ONCE]))
                    .order_by(DecisionRow.position)
                )
                for row in session.scalars(query):
                    found.setdefault(row.finding_id, []).append(decision_of_row(row))
        return found

    def append(
        self, decisions: Sequence[Decision], *, seen: Mapping[str, int] | None = None
    ) -> Appended:
        """Add decisions, each on a finding of its own, in one transaction.

        Args:
            decisions: What was decided.
            seen: Place of the last decision on each finding that the decider saw, 0 or none where
                there was none; a decision on one that has a later one is stale.
        """
        if not decisions:
            return Appended(taken=(), stale=())
        with self._database.writing() as session:
            if session.get_bind().dialect.name == "postgresql":
                # SQLite's writers come one by one as they are; here two could take one place.
                session.connection().exec_driver_sql("LOCK TABLE decisions IN EXCLUSIVE MODE")
            now = {} if seen is None else _positions(session, [d.finding_id for d in decisions])
            stale = tuple(
                decision
                for decision in decisions
                if seen is not None
                and now.get(decision.finding_id, 0) != seen.get(decision.finding_id, 0)
            )
            late = {decision.finding_id for decision in stale}
            taken = tuple(decision for decision in decisions if decision.finding_id not in late)
            last = session.scalar(select(func.max(DecisionRow.position))) or 0
            if taken:
                rows = [row_of_decision(d, at) for at, d in enumerate(taken, start=last + 1)]
                session.execute(insert(DecisionRow), rows)
        return Appended(taken=taken, stale=stale)


def _positions(session: Session, finding_ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(finding_ids), ASKED_AT_ONCE):
        query = (
            select(DecisionRow.finding_id, func.max(DecisionRow.position))
            .where(DecisionRow.finding_id.in_(finding_ids[start : start + ASKED_AT_ONCE]))
            .group_by(DecisionRow.finding_id)
        )
        found.update((finding, int(position)) for finding, position in session.execute(query))
    return found
