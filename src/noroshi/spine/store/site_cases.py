"""Site cases: reported URLs with what holds for them, found by what they are and what is to be done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from noroshi.spine.model.site_queue import QueueState
from noroshi.spine.model.site_report import Channel
from noroshi.spine.model.site_verdict import SiteDanger
from noroshi.spine.store.database import Database
from noroshi.spine.store.site_tables import SiteCaseRow, SiteUrlRow


class CaseView(StrEnum):
    """What is to be done with a case."""

    LOOK = "look"
    KEY = "key"
    WAITING = "waiting"
    DONE = "done"
    QUIET = "quiet"
    FAILED = "failed"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChoice:
    """Which cases are wanted; what is empty narrows nothing.

    Attributes:
        view: What is to be done.
        danger: What holds.
        label: Its class.
        brand: Whose name it bears.
        channel: How it came first.
        text: A part of the URL.
    """

    view: CaseView = CaseView.ALL
    danger: SiteDanger | None = None
    label: str = ""
    brand: str = ""
    channel: Channel | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCase:
    """One reported URL, with what holds for it.

    Attributes:
        id: Of the URL.
        url: Canonical, and without what identifies a victim.
        host: Its host.
        channel: How it came first.
        triage: Triage score, between 0 and 1.
        reports: How often it was reported.
        state: Where it is in the queue.
        first_at: When it was reported first.
        last_at: When it was reported last.
        error: Why the last visit failed; empty where none did.
        danger: What holds; null before a verdict.
        label: Its class.
        score: Of the verdict.
        brand: Whose name it bears.
        by: Who says so.
        held_at: Since when.
        by_person: Whether a person says so.
        disputed: Whether the judge has said something else since a person's verdict.
        proposal: Id of the proposal that waits for a second key; empty for none.
    """

    id: str
    url: str
    host: str
    channel: Channel
    triage: float
    reports: int
    state: QueueState
    first_at: datetime
    last_at: datetime
    error: str = ""
    danger: SiteDanger | None = None
    label: str = ""
    score: float | None = None
    brand: str = ""
    by: str = ""
    held_at: datetime | None = None
    by_person: bool = False
    disputed: bool = False
    proposal: str = ""


class SiteCases:
    """Cases of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def some(self, choice: CaseChoice, *, limit: int, skip: int = 0) -> list[SiteCase]:
        """Cases of a choice: a second key first, then the most dangerous, then the queue's order."""
        urgent = case(
            (SiteCaseRow.proposal != "", 0),
            (SiteCaseRow.disputed.is_(True), 1),
            (SiteCaseRow.url_id.is_(None), 3),
            else_=2,
        )
        query = (
            _joined()
            .where(_wanted(choice))
            .order_by(
                urgent,
                func.coalesce(SiteCaseRow.score, 0.0).desc(),
                SiteUrlRow.order_at,
                SiteUrlRow.id,
            )
            .offset(skip)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [_case(url, row) for url, row in session.execute(query)]

    def get(self, url_id: str) -> SiteCase | None:
        """One case; null where there is no such URL."""
        with self._database.reading() as session:
            found = session.execute(_joined().where(SiteUrlRow.id == url_id)).first()
        return _case(found[0], found[1]) if found else None

    def views(self, choice: CaseChoice) -> Mapping[CaseView, int]:
        """How many cases each view of a choice has."""
        with self._database.reading() as session:
            return {view: _count(session, replace(choice, view=view)) for view in CaseView}

    def by_brand(self) -> list[tuple[str, int, datetime]]:
        """Brands that dangerous pages bear: their amount and the newest, most first."""
        query = (
            select(SiteCaseRow.brand, func.count(), func.max(SiteCaseRow.held_at))
            .where(SiteCaseRow.brand != "", SiteCaseRow.danger == SiteDanger.DANGEROUS.value)
            .group_by(SiteCaseRow.brand)
            .order_by(func.count().desc(), SiteCaseRow.brand)
        )
        with self._database.reading() as session:
            return [(brand, int(amount), at) for brand, amount, at in session.execute(query)]

    def facets(self, choice: CaseChoice) -> dict[str, Counter[str]]:
        """Amounts of a choice by class, brand and channel."""
        columns = {
            "label": SiteCaseRow.label,
            "brand": SiteCaseRow.brand,
            "channel": SiteUrlRow.channel,
        }
        found: dict[str, Counter[str]] = {}
        with self._database.reading() as session:
            for name, column in columns.items():
                query = (
                    select(column, func.count())
                    .select_from(SiteUrlRow)
                    .outerjoin(SiteCaseRow, SiteCaseRow.url_id == SiteUrlRow.id)
                    .where(_wanted(choice))
                    .group_by(column)
                )
                found[name] = Counter(
                    {value: int(amount) for value, amount in session.execute(query) if value}
                )
        return found


def _joined() -> Select[SiteUrlRow, SiteCaseRow]:
    """URLs with their cases; the case is null before a verdict."""
    return select(SiteUrlRow, SiteCaseRow).outerjoin(
        SiteCaseRow, SiteCaseRow.url_id == SiteUrlRow.id
    )


def _count(session: Session, choice: CaseChoice) -> int:
    query = (
        select(func.count())
        .select_from(SiteUrlRow)
        .outerjoin(SiteCaseRow, SiteCaseRow.url_id == SiteUrlRow.id)
        .where(_wanted(choice))
    )
    return int(session.scalar(query) or 0)


def _wanted(choice: CaseChoice) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = [true(), *_of_view(choice.view)]
    if choice.danger is not None:
        wanted.append(SiteCaseRow.danger == choice.danger.value)
    if choice.label:
        wanted.append(SiteCaseRow.label == choice.label)
    if choice.brand:
        wanted.append(SiteCaseRow.brand == choice.brand)
    if choice.channel is not None:
        wanted.append(SiteUrlRow.channel == choice.channel.value)
    if choice.text:
        wanted.append(SiteUrlRow.url.contains(choice.text, autoescape=True))
    return and_(*wanted)


_BAD = (SiteDanger.DANGEROUS.value, SiteDanger.SUSPICIOUS.value)


def _of_view(view: CaseView) -> Sequence[ColumnElement[bool]]:
    bad = SiteCaseRow.danger.in_(_BAD)
    by_judge = SiteCaseRow.by_person.is_(False)
    to_look = or_(and_(bad, by_judge), SiteCaseRow.disputed.is_(True))
    conditions: dict[CaseView, Sequence[ColumnElement[bool]]] = {
        CaseView.LOOK: [SiteCaseRow.proposal == "", to_look],
        CaseView.KEY: [SiteCaseRow.proposal != ""],
        CaseView.WAITING: [SiteUrlRow.state.in_(["queued", "visiting"])],
        CaseView.DONE: [SiteCaseRow.by_person.is_(True)],
        CaseView.QUIET: [by_judge, SiteCaseRow.danger.not_in(_BAD)],
        CaseView.FAILED: [SiteUrlRow.state == QueueState.FAILED.value],
        CaseView.ALL: [],
    }
    return conditions[view]


def _case(url: SiteUrlRow, row: SiteCaseRow | None) -> SiteCase:
    made = SiteCase(
        id=url.id, url=url.url, host=url.host, channel=Channel(url.channel), triage=url.score,
        reports=url.reports, state=QueueState(url.state), first_at=url.first_at,
        last_at=url.last_at, error=url.error,
    )  # fmt: skip
    if row is None:
        return made
    return replace(
        made, danger=SiteDanger(row.danger), label=row.label, score=row.score, brand=row.brand,
        by=row.by, held_at=row.held_at, by_person=row.by_person, disputed=row.disputed,
        proposal=row.proposal,
    )  # fmt: skip
