"""Site reports: what came in, and with it the URLs that go into the queue."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from noroshi.spine.model import SourceError
from noroshi.spine.model.site_queue import QueueState
from noroshi.spine.model.site_report import Channel, SiteReport, WantedUrl
from noroshi.spine.store.database import Database
from noroshi.spine.store.site_lock import alone
from noroshi.spine.store.site_sources import Reading, note_reading
from noroshi.spine.store.site_tables import SiteReportRow, SiteReportUrlRow, SiteUrlRow

ASKED_AT_ONCE = 500
"""Ids in one question; databases limit its parameters."""

REPEAT = timedelta(hours=1)
"""By how much each further report moves a URL forward."""

MOST_REPEATS = 24
"""Further reports that move it; a flood of the same URL moves it no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReports:
    """What became of some reports.

    Attributes:
        receipts: Of each report, in order; one that was there already keeps its own.
        kept: How many are new.
        known: How many were there already.
        queued: URLs that wait for a visit now and did not before.
    """

    receipts: tuple[str, ...]
    kept: int
    known: int
    queued: int


class SiteReports:
    """The reports of one installation. They are only ever added to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self,
        reports: Sequence[SiteReport],
        *,
        at: datetime,
        most_waiting: int,
        reading: Reading | None = None,
    ) -> TakenReports:
        """Keep reports, queue their URLs and move the source's cursor: all, or nothing.

        A report whose origin is there counts as known. A URL that is there gets more weight; one
        that was judged, or given up, is queued again if its time of rest is over.

        Args:
            reports: What came in.
            at: Now.
            most_waiting: URLs that may wait. Where new ones would make more, nothing is taken.
            reading: The source that gave them, where they come from one.

        Raises:
            SourceError: Too many URLs wait.
        """
        with self._database.writing() as session:
            alone(session)
            receipts = _known_origins(session, reports)
            fresh = list(_fresh(reports, receipts))
            queued = _put_urls(session, fresh, at)
            _refuse_flood(session, queued, most_waiting)
            _put_reports(session, fresh)
            known = len(reports) - len(fresh)
            if reading is not None:
                note_reading(session, reading, kept=len(fresh), known=known, at=at)
        return TakenReports(
            receipts=tuple(receipts.get(one.origin, one.receipt) for one in reports),
            kept=len(fresh),
            known=known,
            queued=queued,
        )

    def urls(self, receipt: str) -> list[str] | None:
        """Ids of a report's URLs, in its order; null where there is no such report."""
        with self._database.reading() as session:
            if session.get(SiteReportRow, receipt) is None:
                return None
            query = (
                select(SiteReportUrlRow.url_id)
                .where(SiteReportUrlRow.receipt == receipt)
                .order_by(SiteReportUrlRow.position)
            )
            return list(session.scalars(query))

    def of_url(self, url_id: str, *, limit: int = 50) -> list[SiteReport]:
        """Reports that name a URL, newest first, without the other URLs that they name."""
        query = (
            select(SiteReportRow)
            .join(SiteReportUrlRow, SiteReportUrlRow.receipt == SiteReportRow.receipt)
            .where(SiteReportUrlRow.url_id == url_id)
            .order_by(SiteReportRow.received_at.desc(), SiteReportRow.receipt)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [_report(row) for row in session.scalars(query)]

    def first_heard(self, host: str, channel: Channel) -> datetime | None:
        """When a host was first named on a channel; null where it never was."""
        query = (
            select(func.min(SiteReportRow.received_at))
            .join(SiteReportUrlRow, SiteReportUrlRow.receipt == SiteReportRow.receipt)
            .join(SiteUrlRow, SiteUrlRow.id == SiteReportUrlRow.url_id)
            .where(SiteUrlRow.host == host, SiteReportRow.channel == channel.value)
        )
        with self._database.reading() as session:
            return session.scalar(query)

    def count(self) -> int:
        """How many there are."""
        with self._database.reading() as session:
            return int(session.scalar(select(func.count()).select_from(SiteReportRow)) or 0)


def _known_origins(session: Session, reports: Sequence[SiteReport]) -> dict[str, str]:
    """Receipts by origin."""
    found: dict[str, str] = {}
    for some in _portions({one.origin for one in reports if one.origin}):
        query = select(SiteReportRow.origin, SiteReportRow.receipt).where(
            SiteReportRow.origin.in_(some)
        )
        found.update({str(origin): receipt for origin, receipt in session.execute(query)})
    return found


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    left = iter(names)
    while some := list(islice(left, ASKED_AT_ONCE)):
        yield some


def _fresh(reports: Iterable[SiteReport], receipts: dict[str, str]) -> Iterable[SiteReport]:
    """Reports that are not there; their receipts are added."""
    for one in reports:
        if not one.origin:
            yield one
        elif one.origin not in receipts:
            receipts[one.origin] = one.receipt
            yield one


def _put_urls(session: Session, reports: Sequence[SiteReport], at: datetime) -> int:
    """Queue what is named; gives how many URLs wait that did not before."""
    named: dict[str, list[tuple[SiteReport, WantedUrl]]] = {}
    for report in reports:
        for wanted in report.urls:
            named.setdefault(wanted.id, []).append((report, wanted))
    rows: dict[str, SiteUrlRow] = {}
    for some in _portions(named):
        found = session.scalars(select(SiteUrlRow).where(SiteUrlRow.id.in_(some)))
        rows.update({row.id: row for row in found})
    queued = 0
    made: list[dict[str, Any]] = []
    for name, mentions in named.items():
        if name in rows:
            queued += _again(rows[name], mentions, at)
        else:
            made.append(_new_row(name, mentions, at))
            queued += not mentions[0][1].allowed
    session.flush()
    if made:
        session.execute(insert(SiteUrlRow), made)
    return queued


def _new_row(
    name: str, mentions: Sequence[tuple[SiteReport, WantedUrl]], at: datetime
) -> dict[str, Any]:
    report, wanted = max(mentions, key=lambda each: each[1].lead_s)
    repeats = min(len(mentions) - 1, MOST_REPEATS)
    return {
        "id": name,
        "url": wanted.url,
        "host": wanted.host,
        "channel": report.channel.value,
        "score": wanted.score,
        "reasons": list(wanted.reasons),
        "reports": len(mentions),
        "state": (QueueState.ALLOWED if wanted.allowed else QueueState.QUEUED).value,
        "attempts": 0,
        "first_at": mentions[0][0].received_at,
        "last_at": mentions[-1][0].received_at,
        "order_at": report.received_at - timedelta(seconds=wanted.lead_s) - repeats * REPEAT,
        "next_at": at,
        "worker": "",
        "error": "",
    }


def _again(row: SiteUrlRow, mentions: Sequence[tuple[SiteReport, WantedUrl]], at: datetime) -> int:
    """More weight for a URL that is there; gives 1 where it waits anew."""
    steps = max(0, min(len(mentions), MOST_REPEATS + 1 - row.reports))
    report, wanted = max(mentions, key=lambda each: each[1].lead_s)
    newest = report.received_at - timedelta(seconds=wanted.lead_s)
    row.reports += len(mentions)
    row.last_at = max(row.last_at, mentions[-1][0].received_at)
    rests = row.state in {QueueState.JUDGED, QueueState.FAILED} and row.next_at <= at
    if rests and not wanted.allowed:
        row.state, row.attempts, row.error = QueueState.QUEUED.value, 0, ""
        row.next_at, row.order_at = at, newest
        return 1
    before = min(row.order_at, newest)
    if newest < row.order_at:
        row.reasons = list(wanted.reasons)
    row.order_at = before - steps * REPEAT
    return 0


def _refuse_flood(session: Session, queued: int, most: int) -> None:
    if not queued:
        return
    waiting = session.scalar(
        select(func.count())
        .select_from(SiteUrlRow)
        .where(SiteUrlRow.state == QueueState.QUEUED.value)
    )
    if int(waiting or 0) > most:
        raise SourceError(
            f"{most:,} URLs wait for a visit, so nothing more is taken now; send it again later, "
            "or raise [sites] most_waiting"
        )


def _put_reports(session: Session, reports: Sequence[SiteReport]) -> None:
    if not reports:
        return
    session.execute(
        insert(SiteReportRow),
        [
            {
                "receipt": one.receipt,
                "channel": one.channel.value,
                "source": one.source,
                "received_at": one.received_at,
                "words": one.words,
                "signs": list(one.signs),
                "origin": one.origin or None,
            }
            for one in reports
        ],
    )
    named = [
        {"receipt": one.receipt, "position": at, "url_id": wanted.id}
        for one in reports
        for at, wanted in enumerate(one.urls)
    ]
    if named:
        session.execute(insert(SiteReportUrlRow), named)


def _report(row: SiteReportRow) -> SiteReport:
    return SiteReport(
        receipt=row.receipt,
        channel=Channel(row.channel),
        source=row.source,
        received_at=row.received_at,
        urls=(),
        words=row.words,
        signs=tuple(row.signs),
        origin=row.origin or "",
    )
