"""Site queue: URLs that wait for a visit, handed out one by one, each until it has a result."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Select, delete, exists, func, insert, select
from sqlalchemy.orm import Session

from noroshi.spine.model import InputError
from noroshi.spine.model.site_queue import Pace, QueuedUrl, QueueState, SiteVisit
from noroshi.spine.model.site_report import Channel, url_id
from noroshi.spine.model.site_verdict import SiteVerdict
from noroshi.spine.store.database import Database
from noroshi.spine.store.site_lock import alone
from noroshi.spine.store.site_tables import SiteHostRow, SiteUrlRow, SiteVisitRow
from noroshi.spine.store.site_verdict_rows import add_verdict

MOST_ERROR = 500
"""Characters of an error that are kept."""

CRASHED = "no result came before the end of the lease"


class SiteQueue:
    """The queue of one installation. Each method is one transaction.

    A visitor takes a URL, records its visits, and ends with a verdict or a failure. One that
    crashes does neither: when its lease ends, the URL is handed out again.
    """

    def __init__(self, database: Database, pace: Pace | None = None) -> None:
        self._database = database
        self._pace = pace or Pace()

    def take(self, worker: str, at: datetime) -> QueuedUrl | None:
        """The next URL to visit, held by the worker until its lease ends; null for none now.

        Args:
            worker: Name of the visitor.
            at: Now.
        """
        with self._database.writing() as session:
            alone(session)
            session.execute(delete(SiteHostRow).where(SiteHostRow.next_at <= at))
            while (row := _next(session, at)) is not None:
                if row.attempts < self._pace.attempts:
                    self._hand_out(session, row, worker, at)
                    return _queued(row)
                self._give_up(row, row.error or CRASHED, at)
                session.flush()
        return None

    def record(self, visit: SiteVisit) -> None:
        """Keep the record of a visit; the worker's lease begins anew.

        Raises:
            InputError: The URL is not in the queue.
        """
        with self._database.writing() as session:
            alone(session)
            row = _row(session, visit.url)
            session.execute(
                insert(SiteVisitRow),
                [
                    {
                        "id": str(uuid4()),
                        "url_id": row.id,
                        "profile": visit.profile,
                        "started_at": visit.started_at,
                        "ended_at": visit.ended_at,
                        "outcome": visit.outcome,
                        "evidence": visit.evidence,
                        "worker": visit.worker,
                    }
                ],
            )
            if row.state == QueueState.VISITING and row.worker == visit.worker:
                row.next_at = visit.ended_at + timedelta(seconds=self._pace.lease_s)

    def judge(self, verdict: SiteVerdict) -> None:
        """Keep a verdict; the URL leaves the queue until it is reported again later.

        Raises:
            InputError: The URL is not in the queue.
        """
        with self._database.writing() as session:
            alone(session)
            row = _row(session, verdict.url)
            add_verdict(session, row.id, verdict)
            row.state, row.worker, row.error = QueueState.JUDGED.value, "", ""
            row.next_at = verdict.at + timedelta(seconds=self._pace.again_s)

    def fail(self, url: str, worker: str, why: str, at: datetime) -> bool:
        """Put a URL back for a later attempt, or give it up after the last.

        Returns:
            Whether the worker still held it; if not, nothing changes.

        Raises:
            InputError: The URL is not in the queue.
        """
        with self._database.writing() as session:
            alone(session)
            row = _row(session, url)
            if row.state != QueueState.VISITING or row.worker != worker:
                return False
            if row.attempts >= self._pace.attempts:
                self._give_up(row, why, at)
            else:
                row.state, row.worker, row.error = QueueState.QUEUED.value, "", why[:MOST_ERROR]
                wait_s = self._pace.retry_s * 2 ** (row.attempts - 1)
                row.next_at = at + timedelta(seconds=wait_s)
        return True

    def retry(self, url: str, at: datetime) -> None:
        """Queue a URL again, whatever became of it.

        Raises:
            InputError: The URL is not in the queue.
        """
        with self._database.writing() as session:
            alone(session)
            row = _row(session, url)
            row.state, row.worker, row.error = QueueState.QUEUED.value, "", ""
            row.attempts, row.next_at = 0, at

    def drop(self, url: str, why: str, at: datetime) -> None:
        """Take a URL out of the queue for good; later reports do not bring it back.

        Raises:
            InputError: The URL is not in the queue.
        """
        with self._database.writing() as session:
            alone(session)
            row = _row(session, url)
            row.state, row.worker = QueueState.DROPPED.value, ""
            row.error, row.next_at = why[:MOST_ERROR], at

    def get(self, url: str) -> QueuedUrl | None:
        """One URL; null where it was never reported."""
        found = self.with_ids([url_id(url)])
        return found[0] if found else None

    def with_ids(self, ids: Sequence[str]) -> list[QueuedUrl]:
        """URLs by their ids, in that order; unknown ones are left out."""
        with self._database.reading() as session:
            rows = session.scalars(select(SiteUrlRow).where(SiteUrlRow.id.in_(ids[:500])))
            found = {row.id: _queued(row) for row in rows}
        return [found[name] for name in ids if name in found]

    def of_host(self, host: str, *, limit: int = 100) -> list[QueuedUrl]:
        """URLs of a host, those reported last first."""
        query = select(SiteUrlRow).where(SiteUrlRow.host == host)
        query = query.order_by(SiteUrlRow.last_at.desc(), SiteUrlRow.id).limit(limit)
        with self._database.reading() as session:
            return [_queued(row) for row in session.scalars(query)]

    def listed(self, state: QueueState | None = None, *, limit: int = 100) -> list[QueuedUrl]:
        """URLs of a state, or those that wait or are visited, in the queue's order."""
        query = select(SiteUrlRow)
        if state is None:
            query = query.where(SiteUrlRow.state.in_(["queued", "visiting"]))
        else:
            query = query.where(SiteUrlRow.state == state.value)
        if state in {None, QueueState.QUEUED, QueueState.VISITING}:
            query = query.order_by(SiteUrlRow.order_at, SiteUrlRow.id)
        else:
            query = query.order_by(SiteUrlRow.last_at.desc(), SiteUrlRow.id)
        with self._database.reading() as session:
            return [_queued(row) for row in session.scalars(query.limit(limit))]

    def counts(self) -> Counter[QueueState]:
        """How many URLs there are of each state."""
        query = select(SiteUrlRow.state, func.count()).group_by(SiteUrlRow.state)
        with self._database.reading() as session:
            return Counter({QueueState(state): count for state, count in session.execute(query)})

    def visits(self, url: str) -> list[SiteVisit]:
        """Visits of a URL, oldest first."""
        query = (
            select(SiteVisitRow)
            .where(SiteVisitRow.url_id == url_id(url))
            .order_by(SiteVisitRow.started_at, SiteVisitRow.id)
        )
        with self._database.reading() as session:
            return [
                SiteVisit(
                    url=url,
                    profile=row.profile,
                    started_at=row.started_at,
                    ended_at=row.ended_at,
                    outcome=row.outcome,
                    evidence=row.evidence,
                    worker=row.worker,
                )
                for row in session.scalars(query)
            ]

    def _hand_out(self, session: Session, row: SiteUrlRow, worker: str, at: datetime) -> None:
        row.state, row.worker = QueueState.VISITING.value, worker
        row.attempts += 1
        row.next_at = at + timedelta(seconds=self._pace.lease_s)
        if self._pace.host_pause_s:
            pause = timedelta(seconds=self._pace.host_pause_s)
            session.merge(SiteHostRow(host=row.host, next_at=at + pause))

    def _give_up(self, row: SiteUrlRow, why: str, at: datetime) -> None:
        row.state, row.worker, row.error = QueueState.FAILED.value, "", why[:MOST_ERROR]
        row.next_at = at + timedelta(seconds=self._pace.again_s)


def _next(session: Session, at: datetime) -> SiteUrlRow | None:
    """The first in order of those whose time has come: waiting, or with a lease that has ended."""
    found = [
        row
        for state in (QueueState.VISITING, QueueState.QUEUED)
        if (row := session.scalar(_due(state, at))) is not None
    ]
    return min(found, key=lambda row: (row.order_at, row.id), default=None)


def _due(state: QueueState, at: datetime) -> Select[SiteUrlRow]:
    paused = exists().where(SiteHostRow.host == SiteUrlRow.host)
    return (
        select(SiteUrlRow)
        .where(SiteUrlRow.state == state.value, SiteUrlRow.next_at <= at, ~paused)
        .order_by(SiteUrlRow.order_at)
        .limit(1)
    )


def _row(session: Session, url: str) -> SiteUrlRow:
    row = session.get(SiteUrlRow, url_id(url))
    if row is None:
        raise InputError(f"{url[:200]} is not in the queue; report it first")
    return row


def _queued(row: SiteUrlRow) -> QueuedUrl:
    return QueuedUrl(
        id=row.id,
        url=row.url,
        host=row.host,
        channel=Channel(row.channel),
        score=row.score,
        reasons=tuple(row.reasons),
        reports=row.reports,
        state=QueueState(row.state),
        attempts=row.attempts,
        first_at=row.first_at,
        last_at=row.last_at,
        order_at=row.order_at,
        next_at=row.next_at,
        worker=row.worker,
        error=row.error,
    )
