"""Site proposals: verdicts of persons, each until it has its keys. Only one is open on a URL."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from noroshi.spine.model import InputError, Text
from noroshi.spine.model.site_proposal import ProposalState, SiteAct, SiteBatch, SiteProposal
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store.database import Database
from noroshi.spine.store.site_lock import alone
from noroshi.spine.store.site_tables import SiteProposalRow, SiteUrlRow
from noroshi.spine.store.site_verdict_rows import add_verdict, last_position, settle_case

ASKED_AT_ONCE = 500
"""Ids in one question; databases limit its parameters."""

STALE = "somebody, or the judge, said something else meanwhile; look at it again"


class SiteProposals:
    """Proposals of one installation. Of two who act at the same time, one is refused."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose(self, wanted: SiteProposal, score: float) -> SiteProposal:
        """Keep a proposal; where one key is enough, its verdict holds at once.

        Args:
            wanted: What is proposed, open.
            score: Of the verdict that it leads to.

        Raises:
            InputError: Another one is open, or verdicts came since `seen`. The message says which.
        """
        with self._database.writing() as session:
            alone(session)
            if (other := _open_on(session, wanted.url_id)) is not None:
                raise InputError(f"a proposal of {other.by} waits; confirm or reject it first")
            if last_position(session, wanted.url_id) != wanted.seen:
                raise InputError(STALE)
            done = wanted if wanted.keys > 1 else replace(wanted, state=ProposalState.HELD)
            done = done if wanted.keys > 1 else replace(done, closed_at=wanted.at)
            session.add(_row(done))
            session.flush()
            if done.state is ProposalState.HELD:
                _take_effect(session, done, score)
            else:
                settle_case(session, done.url_id, proposal=done.id)
        return done

    def confirm(
        self, proposal_id: str, *, by: str, reason: str, at: datetime, score: float
    ) -> SiteProposal:
        """Turn the second key; the verdict holds.

        Raises:
            InputError: It is open no more, or the same person proposed it.
        """
        with self._database.writing() as session:
            alone(session)
            row = _open_row(session, proposal_id)
            if row.by == by:
                raise InputError(f"{by} proposed it; a second person confirms")
            if last_position(session, row.url_id) != row.seen:
                raise InputError(f"{STALE}; reject it, and propose anew")
            _close(row, ProposalState.HELD, by, reason, at)
            done = _proposal(row, _url(session, row.url_id))
            _take_effect(session, done, score)
        return done

    def reject(self, proposal_id: str, *, by: str, reason: str, at: datetime) -> SiteProposal:
        """End a proposal; who made it takes it back that way.

        Raises:
            InputError: It is open no more.
        """
        with self._database.writing() as session:
            alone(session)
            row = _open_row(session, proposal_id)
            own = row.by == by
            state = ProposalState.TAKEN_BACK if own else ProposalState.REJECTED
            _close(row, state, by, reason, at)
            session.flush()
            settle_case(session, row.url_id, proposal="")
            return _proposal(row, _url(session, row.url_id))

    def of(self, url_id: str) -> list[SiteProposal]:
        """Proposals on a URL, oldest first."""
        query = (
            select(SiteProposalRow, SiteUrlRow.url)
            .join(SiteUrlRow, SiteUrlRow.id == SiteProposalRow.url_id)
            .where(SiteProposalRow.url_id == url_id)
            .order_by(SiteProposalRow.at, SiteProposalRow.id)
        )
        with self._database.reading() as session:
            return [_proposal(row, url) for row, url in session.execute(query)]

    def open_on(self, ids: Sequence[str]) -> dict[str, SiteProposal]:
        """What waits for a second key on some URLs, by their ids; the others are left out."""
        query = (
            select(SiteProposalRow, SiteUrlRow.url)
            .join(SiteUrlRow, SiteUrlRow.id == SiteProposalRow.url_id)
            .where(SiteProposalRow.state == ProposalState.OPEN.value)
        )
        found: dict[str, SiteProposal] = {}
        with self._database.reading() as session:
            for start in range(0, len(ids), ASKED_AT_ONCE):
                some = SiteProposalRow.url_id.in_(ids[start : start + ASKED_AT_ONCE])
                for row, url in session.execute(query.where(some)):
                    found[row.url_id] = _proposal(row, url)
        return found

    def of_batch(self, batch: str) -> list[SiteProposal]:
        """Proposals of a verdict over many pages, by their URLs; empty where there is none."""
        query = (
            select(SiteProposalRow, SiteUrlRow.url)
            .join(SiteUrlRow, SiteUrlRow.id == SiteProposalRow.url_id)
            .where(SiteProposalRow.batch == batch, SiteProposalRow.batch != "")
            .order_by(SiteUrlRow.url)
        )
        with self._database.reading() as session:
            return [_proposal(row, url) for row, url in session.execute(query)]

    def batches(self, *, limit: int = 50) -> list[SiteBatch]:
        """Verdicts over many pages, the newest first."""
        newest = func.max(SiteProposalRow.at)
        query = (
            select(SiteProposalRow.batch, newest)
            .where(SiteProposalRow.batch != "")
            .group_by(SiteProposalRow.batch)
            .order_by(newest.desc(), SiteProposalRow.batch)
            .limit(limit)
        )
        with self._database.reading() as session:
            names = [name for name, _ in session.execute(query)]
            found: dict[str, list[SiteProposalRow]] = {name: [] for name in names}
            rows = select(SiteProposalRow).where(SiteProposalRow.batch.in_(names))
            for row in session.scalars(rows.order_by(SiteProposalRow.id)):
                found[row.batch].append(row)
            return [_batch(some) for some in found.values()]

    def open(self, *, limit: int = 500) -> list[SiteProposal]:
        """All that wait for a second key, oldest first."""
        return self._some(ProposalState.OPEN, limit=limit)

    def untold(self, *, limit: int = 500) -> list[SiteProposal]:
        """Those that hold and that the relay was not told of, oldest first."""
        held = self._some(ProposalState.HELD, limit=limit, told=False)
        return sorted(held, key=lambda one: (one.closed_at or one.at, one.id))

    def note_told(self, proposal_id: str) -> None:
        """Write down that the relay was told."""
        with self._database.writing() as session:
            session.execute(
                update(SiteProposalRow).where(SiteProposalRow.id == proposal_id).values(told=True)
            )

    def _some(
        self, state: ProposalState, *, limit: int, told: bool | None = None
    ) -> list[SiteProposal]:
        query = (
            select(SiteProposalRow, SiteUrlRow.url)
            .join(SiteUrlRow, SiteUrlRow.id == SiteProposalRow.url_id)
            .where(SiteProposalRow.state == state.value)
            .order_by(SiteProposalRow.at, SiteProposalRow.id)
        )
        if told is not None:
            query = query.where(SiteProposalRow.told.is_(told))
        with self._database.reading() as session:
            return [_proposal(row, url) for row, url in session.execute(query.limit(limit))]


def _batch(rows: Sequence[SiteProposalRow]) -> SiteBatch:
    first = rows[0]
    return SiteBatch(
        id=first.batch,
        label="" if first.undo else first.label,
        undo=first.undo,
        reason=first.reason,
        by=first.by,
        at=min(row.at for row in rows),
        states=Counter(ProposalState(row.state) for row in rows),
    )


def last_held(proposals: Sequence[SiteProposal]) -> SiteProposal | None:
    """The verdict of persons that stands, of a URL's proposals oldest first; null for none."""
    held = [one for one in proposals if one.state is ProposalState.HELD and not one.undo]
    return max(held, key=lambda one: (one.closed_at or one.at, one.id), default=None)


def _take_effect(session: Session, done: SiteProposal, score: float) -> None:
    """Write the verdict of each holder, or what takes the last one back."""
    if done.undo:
        _undo(session, done, score)
    else:
        for who, reason in zip(done.holders, (done.reason, done.closed_reason), strict=False):
            add_verdict(session, done.url_id, _verdict(done, who, reason, score))
    settle_case(session, done.url_id, proposal="")


def _undo(session: Session, done: SiteProposal, score: float) -> None:
    target = last_held([_proposal(row, done.url) for row in _rows_of(session, done.url_id)])
    if target is None:
        raise InputError("no person's verdict stands on it; there is nothing to take back")
    session.execute(
        update(SiteProposalRow)
        .where(SiteProposalRow.id == target.id)
        .values(state=ProposalState.UNDONE.value)
    )
    who = done.holders[-1]
    add_verdict(session, done.url_id, replace(_verdict(done, who, done.reason, score), undo=True))


def _verdict(done: SiteProposal, who: str, reason: str, score: float) -> SiteVerdict:
    return SiteVerdict(
        url=done.url,
        danger=done.danger,
        label=done.label,
        score=score,
        brand=done.brand,
        reasons=(Text(ja=reason, en=reason),) if reason else (),
        by=who,
        at=done.closed_at or done.at,
        keys=done.keys,
    )


def _rows_of(session: Session, url_id: str) -> Sequence[SiteProposalRow]:
    return session.scalars(select(SiteProposalRow).where(SiteProposalRow.url_id == url_id)).all()


def _open_on(session: Session, url_id: str) -> SiteProposalRow | None:
    return session.scalar(
        select(SiteProposalRow)
        .where(SiteProposalRow.url_id == url_id, SiteProposalRow.state == ProposalState.OPEN.value)
        .limit(1)
    )


def _open_row(session: Session, proposal_id: str) -> SiteProposalRow:
    row = session.get(SiteProposalRow, proposal_id)
    if row is None:
        raise InputError("there is no such proposal")
    if row.state != ProposalState.OPEN.value:
        raise InputError(f"it is {row.state} already ({row.closed_by or row.by}); look at it again")
    return row


def _close(row: SiteProposalRow, state: ProposalState, by: str, reason: str, at: datetime) -> None:
    row.state, row.closed_by, row.closed_reason, row.closed_at = state.value, by, reason, at


def _url(session: Session, url_id: str) -> str:
    row = session.get(SiteUrlRow, url_id)
    assert row is not None  # a foreign key
    return row.url


def _row(one: SiteProposal) -> SiteProposalRow:
    return SiteProposalRow(
        id=one.id, url_id=one.url_id, danger=one.danger.value, label=one.label, brand=one.brand,
        reason=one.reason, by=one.by, at=one.at, act=one.act.value, keys=one.keys, undo=one.undo,
        seen=one.seen, state=one.state.value, closed_by=one.closed_by, closed_at=one.closed_at,
        closed_reason=one.closed_reason, told=one.told, batch=one.batch,
    )  # fmt: skip


def _proposal(row: SiteProposalRow, url: str) -> SiteProposal:
    return SiteProposal(
        id=row.id, url_id=row.url_id, url=url, danger=SiteDanger(row.danger), label=row.label,
        brand=row.brand, reason=row.reason, by=row.by, at=row.at, act=SiteAct(row.act),
        keys=row.keys, undo=row.undo, seen=row.seen, state=ProposalState(row.state),
        closed_by=row.closed_by, closed_at=row.closed_at, closed_reason=row.closed_reason,
        told=row.told, batch=row.batch,
    )  # fmt: skip
