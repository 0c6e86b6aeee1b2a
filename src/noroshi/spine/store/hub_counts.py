"""Counts of a hub, for its metrics: nothing of any subscriber or any one entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import HeadRow, ListCountRow, PullRow, SightingRow
from noroshi.spine.store.member_tables import OperatorRow
from noroshi.spine.store.tables import RunRow
from noroshi.spine.store.work_tables import CaseRow, NotificationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCounts:
    """What there is.

    Attributes:
        head: Sequence of the newest edition.
        entries: Entries by collection and standing.
        operators: Operators that have not left.
        sightings: Statements about entries.
        cases: Cases by standing.
        notifications: Messages by standing.
        last_pull: When a list was read last; null for never.
        last_done: When each job last did what it should.
        last_failed: When each job last failed.
    """

    head: int
    entries: Mapping[tuple[str, str], int]
    operators: int
    sightings: int
    cases: Mapping[str, int]
    notifications: Mapping[str, int]
    last_pull: datetime | None
    last_done: Mapping[str, datetime]
    last_failed: Mapping[str, datetime]


def hub_counts(database: Database) -> HubCounts:
    """Count everything on one state of the database."""
    live = (ListCountRow.collection, ListCountRow.standing)
    with database.reading() as session:
        entries = session.execute(select(*live, func.sum(ListCountRow.entries)).group_by(*live))
        cases = session.execute(select(CaseRow.standing, func.count()).group_by(CaseRow.standing))
        notifications = session.execute(
            select(NotificationRow.standing, func.count()).group_by(NotificationRow.standing)
        )
        ends = select(RunRow.job, func.max(RunRow.ended_at)).group_by(RunRow.job)
        done = session.execute(ends.where(RunRow.outcome == "done"))
        failed = session.execute(ends.where(RunRow.outcome.like("failed:%")))
        return HubCounts(
            head=session.scalar(select(func.max(HeadRow.sequence))) or 0,
            entries={(row[0], row[1]): int(row[2]) for row in entries},
            operators=session.scalar(
                select(func.count()).select_from(OperatorRow).where(OperatorRow.left_at.is_(None))
            )
            or 0,
            sightings=session.scalar(select(func.count()).select_from(SightingRow)) or 0,
            cases={row[0]: row[1] for row in cases},
            notifications={row[0]: row[1] for row in notifications},
            last_pull=session.scalar(select(func.max(PullRow.last_at))),
            last_done={row[0]: row[1] for row in done if row[1]},
            last_failed={row[0]: row[1] for row in failed if row[1]},
        )
