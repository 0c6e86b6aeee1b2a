"""Site follows: harmful pages that are looked at again, each by one worker at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from noroshi.spine.model import InputError, Text
from noroshi.spine.model.site_life import Depth, FollowedSite, FollowPace, LifeState, SiteLook
from noroshi.spine.model.site_queue import QueueState
from noroshi.spine.model.site_report import url_id
from noroshi.spine.model.site_verdict import SiteDanger
from noroshi.spine.store.database import Database
from noroshi.spine.store.follow_tables import SiteFollowRow, SiteLookRow
from noroshi.spine.store.site_lock import alone
from noroshi.spine.store.site_tables import SiteHostRow, SiteUrlRow, SiteVerdictRow

MOST_ERROR = 500
"""Characters of an error that are kept."""

ENROLLED_AT_ONCE = 1_000

TIME_OVER = "time"
"""Why a page is not followed any more that has not harmed for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What holds of a followed page after a look, besides the look itself.

    Attributes:
        changed: Whether its looks are planned anew from now.
        mark: Of the document that a light look saw; null to keep the last one.
        harmless_run: Full looks in a row that found nothing harmful.
        ended_why: Why it is not followed any more, as a code; empty while it is.
    """

    changed: bool = False
    mark: str | None = None
    harmless_run: int = 0
    ended_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a page stands, for lists.

    Attributes:
        url: The page.
        state: What it was found to be last.
        changed_at: Since when.
        alive_at: When it was last known to harm.
    """

    url: str
    state: LifeState
    changed_at: datetime
    alive_at: datetime


class SiteFollows:
    """Followed pages of one installation. Each method is one transaction.

    A worker takes a page, looks, and notes the look. One that is killed in between holds it until
    its lease ends; what it notes later than that is not taken.
    """

    def __init__(self, database: Database, pace: FollowPace | None = None) -> None:
        self._database = database
        self.pace = pace or FollowPace()

    def begin(self, url: str, at: datetime) -> None:
        """Follow a page from a harmful verdict on; one that is followed already stays as it is.

        Raises:
            InputError: The URL is not in the queue.
        """
        with self._database.writing() as session:
            alone(session)
            if session.get(SiteUrlRow, url_id(url)) is None:
                raise InputError(f"{url[:200]} is not in the queue; report it first")
            self._begin(session, url_id(url), at)

    def enrol(self, at: datetime) -> int:
        """Follow every page whose newest verdict says that it harms and that is not followed yet.

        Returns:
            How many came to be followed. Verdicts older than pages are followed are left alone.
        """
        count = 0
        while added := self._enrol_some(at):
            count += added
        return count

    def take(self, worker: str, at: datetime) -> FollowedSite | None:
        """The next page to look at, held by the worker until its lease ends; null for none now.

        Pages that wait in the queue of reports are left to its workers, and pages that a person
        dropped are left alone.
        """
        paused = exists().where(SiteHostRow.host == SiteUrlRow.host, SiteHostRow.next_at > at)
        query = (
            select(SiteFollowRow, SiteUrlRow)
            .join(SiteUrlRow, SiteUrlRow.id == SiteFollowRow.url_id)
            .where(
                SiteFollowRow.ended_at.is_(None),
                SiteFollowRow.next_at <= at,
                SiteUrlRow.state.in_([QueueState.JUDGED.value, QueueState.FAILED.value]),
                ~paused,
            )
            .order_by(SiteFollowRow.next_at, SiteFollowRow.url_id)
            .limit(1)
        )
        with self._database.writing() as session:
            alone(session)
            found = session.execute(query).first()
            if found is None:
                return None
            follow, url = found
            follow.worker = worker
            follow.next_at = at + timedelta(seconds=self.pace.lease_s)
            if self.pace.host_pause_s:
                until = at + timedelta(seconds=self.pace.host_pause_s)
                session.merge(SiteHostRow(host=url.host, next_at=until))
            return _followed(follow, url)

    def note(self, url: str, look: SiteLook, after: After, *, worker: str = "") -> bool:
        """Keep a look and plan the next one.

        Args:
            url: The page.
            look: What was seen.
            after: What holds now.
            worker: Who took the page; empty for a look that nobody took it for.

        Returns:
            Whether it was kept; a worker that holds the page no longer keeps nothing.
        """
        with self._database.writing() as session:
            alone(session)
            row = session.get(SiteFollowRow, url_id(url))
            if row is None or (worker and row.worker != worker):
                return False
            session.execute(insert(SiteLookRow), [_row_of_look(row, look)])
            self._move(row, look, after)
        return True

    def fail(self, url: str, worker: str, why: str, at: datetime) -> bool:
        """Put a page back whose look failed on our side; says whether the worker still held it."""
        with self._database.writing() as session:
            alone(session)
            row = session.get(SiteFollowRow, url_id(url))
            if row is None or row.worker != worker:
                return False
            row.worker, row.error = "", why[:MOST_ERROR]
            row.next_at = at + timedelta(seconds=self.pace.retry_s)
        return True

    def end(self, url: str, why: str, at: datetime) -> bool:
        """Stop to follow a page; says whether it was followed."""
        with self._database.writing() as session:
            alone(session)
            row = session.get(SiteFollowRow, url_id(url))
            if row is None or row.ended_at is not None:
                return False
            row.worker, row.ended_at, row.ended_why = "", at, why
        return True

    def get(self, url: str) -> FollowedSite | None:
        """One page; null where it was never followed."""
        found = self.with_ids([url_id(url)])
        return found[0] if found else None

    def with_ids(self, ids: Sequence[str]) -> list[FollowedSite]:
        """Followed pages by the ids of their URLs, in that order; others are left out."""
        query = _pages().where(SiteFollowRow.url_id.in_(ids[:500]))
        with self._database.reading() as session:
            found = {
                follow.url_id: _followed(follow, url) for follow, url in session.execute(query)
            }
        return [found[name] for name in ids if name in found]

    def listed(
        self, state: LifeState | None = None, *, ended: bool = False, limit: int = 100
    ) -> list[FollowedSite]:
        """Pages of a state, or of all, the last to change first.

        Args:
            state: Of this state only.
            ended: Also those that are not followed any more.
            limit: Most pages.
        """
        query = _pages()
        if state is not None:
            query = query.where(SiteFollowRow.state == state.value)
        if not ended:
            query = query.where(SiteFollowRow.ended_at.is_(None))
        order = (SiteFollowRow.changed_at.desc(), SiteFollowRow.url_id)
        with self._database.reading() as session:
            found = session.execute(query.order_by(*order).limit(limit))
            return [_followed(follow, url) for follow, url in found]

    def counts(self) -> Counter[LifeState]:
        """How many pages that are followed there are of each state."""
        query = (
            select(SiteFollowRow.state, func.count())
            .where(SiteFollowRow.ended_at.is_(None))
            .group_by(SiteFollowRow.state)
        )
        with self._database.reading() as session:
            return Counter({LifeState(state): count for state, count in session.execute(query)})

    def looks(self, url: str, *, limit: int = 1_000) -> list[SiteLook]:
        """Looks at a page, oldest first; of very many the newest."""
        query = (
            select(SiteLookRow)
            .where(SiteLookRow.url_id == url_id(url))
            .order_by(SiteLookRow.position.desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return [_look(row) for row in reversed(session.scalars(query).all())]

    def standing(self, *, since: datetime) -> list[Standing]:
        """Where each page stands that is followed, or that was last known to harm after a moment."""
        query = select(
            SiteUrlRow.url, SiteFollowRow.state, SiteFollowRow.changed_at, SiteFollowRow.alive_at
        ).join(SiteUrlRow, SiteUrlRow.id == SiteFollowRow.url_id)
        query = query.where(SiteFollowRow.ended_at.is_(None) | (SiteFollowRow.alive_at >= since))
        with self._database.reading() as session:
            return [
                Standing(url=url, state=LifeState(state), changed_at=changed_at, alive_at=alive_at)
                for url, state, changed_at, alive_at in session.execute(query)
            ]

    def first_seen(self, state: LifeState) -> dict[str, datetime]:
        """When a look first found each page in a state, by the id of its URL; the others are left out."""
        query = (
            select(SiteLookRow.url_id, func.min(SiteLookRow.at))
            .where(SiteLookRow.state == state.value)
            .group_by(SiteLookRow.url_id)
        )
        with self._database.reading() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def _begin(self, session: Session, name: str, at: datetime) -> None:
        row = session.get(SiteFollowRow, name)
        if row is not None and (row.ended_at is None or row.ended_at >= at):
            return
        if row is None:
            row = SiteFollowRow(
                url_id=name, since=at, looks=0, full_looks=0, mark="", error="", worker=""
            )
            session.add(row)
        row.state, row.harmless_run = LifeState.ALIVE.value, 0
        row.changed_at = row.alive_at = row.paced_from = at
        row.next_at = self.pace.next_at(at, at)
        row.ended_at, row.ended_why = None, ""

    def _enrol_some(self, at: datetime) -> int:
        later = aliased(SiteVerdictRow)
        newest = ~exists().where(
            later.url_id == SiteVerdictRow.url_id, later.position > SiteVerdictRow.position
        )
        known = exists().where(
            SiteFollowRow.url_id == SiteVerdictRow.url_id,
            SiteFollowRow.ended_at.is_(None) | (SiteFollowRow.ended_at >= SiteVerdictRow.at),
        )
        query = (
            select(SiteVerdictRow.url_id, SiteVerdictRow.at)
            .where(
                SiteVerdictRow.danger == SiteDanger.DANGEROUS.value,
                SiteVerdictRow.at > at - timedelta(days=self.pace.days),
                newest,
                ~known,
            )
            .limit(ENROLLED_AT_ONCE)
        )
        with self._database.writing() as session:
            alone(session)
            found = session.execute(query).all()
            for name, said_at in found:
                self._begin(session, name, said_at)
        return len(found)

    def _move(self, row: SiteFollowRow, look: SiteLook, after: After) -> None:
        if row.state != look.state.value:
            row.changed_at = look.at
        if after.changed:
            row.paced_from = look.at
        if look.state.harms:
            row.alive_at = look.at
        row.state, row.worker, row.error = look.state.value, "", ""
        row.looks += 1
        row.full_looks += look.depth is Depth.FULL
        row.harmless_run = after.harmless_run
        row.mark = row.mark if after.mark is None else after.mark
        row.next_at = self.pace.next_at(row.paced_from, look.at)
        over = not look.state.harms and look.at - row.paced_from > timedelta(days=self.pace.days)
        why = after.ended_why or (TIME_OVER if over else "")
        if why:
            row.ended_at, row.ended_why = look.at, why


def _pages() -> Select[SiteFollowRow, SiteUrlRow]:
    return select(SiteFollowRow, SiteUrlRow).join(SiteUrlRow, SiteUrlRow.id == SiteFollowRow.url_id)


def _followed(row: SiteFollowRow, url: SiteUrlRow) -> FollowedSite:
    return FollowedSite(
        id=row.url_id,
        url=url.url,
        host=url.host,
        reported_at=url.first_at,
        since=row.since,
        state=LifeState(row.state),
        changed_at=row.changed_at,
        alive_at=row.alive_at,
        paced_from=row.paced_from,
        next_at=row.next_at,
        looks=row.looks,
        full_looks=row.full_looks,
        harmless_run=row.harmless_run,
        mark=row.mark,
        worker=row.worker,
        error=row.error,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
    )


def _row_of_look(row: SiteFollowRow, look: SiteLook) -> dict[str, object]:
    return {
        "url_id": row.url_id,
        "position": row.looks + 1,
        "at": look.at,
        "state": look.state.value,
        "depth": look.depth.value,
        "code": look.code,
        "reason": look.reason.as_dict(),
        "addresses": list(look.addresses),
        "status": look.status,
        "verdict": look.verdict,
        "score": look.score,
        "evidence": list(look.evidence),
    }


def _look(row: SiteLookRow) -> SiteLook:
    return SiteLook(
        at=row.at,
        state=LifeState(row.state),
        depth=Depth(row.depth),
        code=row.code,
        reason=Text(ja=row.reason["ja"], en=row.reason["en"]),
        addresses=tuple(row.addresses),
        status=row.status,
        verdict=row.verdict,
        score=row.score,
        evidence=tuple(row.evidence),
    )
