"""Intake: whether reports of web sites come in, from where, and what waits for a visit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from litestar import Response, get
from litestar.response import Redirect

from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import permit
from noroshi.jobs.sites.results import defanged
from noroshi.spine.home.site_settings import WatchKind, WatchSettings
from noroshi.spine.model import Right, rfc3339
from noroshi.spine.model.site_queue import QueuedUrl, QueueState
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_sources import (
    SiteSources,
    SourceDay,
    SourceState,
    month_begin,
    month_of,
)

DAYS = 7
MOST_URLS = 100
LATE_PAUSES = 3
LATE_LEAST_S = 600
"""A source is late after so many of its pauses without a reading, and never before so many seconds."""

STATES = (QueueState.QUEUED, QueueState.VISITING, QueueState.JUDGED, QueueState.FAILED)
"""States whose numbers are shown."""

Health = Literal["good", "warn", "bad", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source over the last days.

    Attributes:
        name: Of the source.
        kind: What it reads; empty where the settings name it no more.
        health: `open` while it was never read.
        read_at: When it was last read well.
        late_s: Seconds since then, where that is longer than it should be; null where it is not.
        error: What went wrong last; empty for nothing.
        read: Posts or rows.
        kept: Reports made of them.
        refused: What could not be taken, by reason.
        budget: Posts of the day and month that may be read, for a source that is paid by the post.
        spent: Of these, how many were read.
    """

    name: str
    kind: str
    health: Health
    read_at: datetime | None
    late_s: float | None
    error: str
    read: int
    kept: int
    refused: Mapping[str, int]
    budget: tuple[int, int] | None = None
    spent: tuple[int, int] | None = None


@get("/sites/intake", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_intake(request: Asked, hub: AtHub) -> Response[str]:
    """Sources, and the queue in the order of visits."""
    queue = SiteQueue(hub.store.database)
    counts = queue.counts()
    return render(
        request, "site_intake.html.j2",
        sources=sources_of(hub, hub.clock()),
        states=[(state.value, counts[state]) for state in STATES],
        urls=[(one, defanged(one.url)) for one in queue.listed(limit=MOST_URLS)],
        more=max(counts[QueueState.QUEUED] + counts[QueueState.VISITING] - MOST_URLS, 0),
        days=DAYS,
        public=hub.home.settings.sites.public_form,
    )  # fmt: skip


@get("/sites/intake.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def intake_as_json(hub: AtHub) -> dict[str, object]:
    """The same for programs."""
    queue = SiteQueue(hub.store.database)
    return {
        "sources": [_row(one) for one in sources_of(hub, hub.clock())],
        "queue": {state.value: count for state, count in sorted(queue.counts().items())},
        "urls": [_url_row(one) for one in queue.listed(limit=MOST_URLS)],
    }


@get("/intake", opt=permit(Right.READ_COLLECTION), sync_to_thread=False)
def old_intake() -> Redirect:
    """Where the page was before."""
    return Redirect("/sites/intake", status_code=301)


@get("/intake.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=False)
def old_intake_as_json() -> Redirect:
    """Where its rows were before."""
    return Redirect("/sites/intake.json", status_code=301)


def sources_of(hub: Hub, at: datetime) -> list[Source]:
    """All sources of the settings, and those that were read before."""
    store = SiteSources(hub.store.database)
    states = {state.name: state for state in store.states()}
    since = at - timedelta(days=DAYS - 1)
    days = store.days(min(since, month_begin(at)))
    watched = {one.name: one for one in hub.home.settings.watch}
    spent, first = month_of(days, at), since.date().isoformat()
    made = []
    for name in dict.fromkeys([*watched, *states]):
        own = watched.get(name)
        of_name = [day for day in days if day.name == name]
        lately = [day for day in of_name if day.day >= first]
        paid = own is not None and own.kind is WatchKind.X
        today = sum(day.read for day in of_name if day.day == at.date().isoformat())
        made.append(
            _source(
                name,
                own.kind.value if own else "",
                states.get(name),
                lately,
                late_s=_late_s(own, states.get(name), at),
                budget=(own.per_day, own.per_month) if own and paid else None,
                spent=(today, spent[name]) if paid else None,
            )
        )
    return made


def _source(  # noqa: PLR0913, PLR0917  # parts of one row
    name: str,
    kind: str,
    state: SourceState | None,
    days: Sequence[SourceDay],
    late_s: float | None,
    budget: tuple[int, int] | None,
    spent: tuple[int, int] | None,
) -> Source:
    refused: Counter[str] = Counter()
    for day in days:
        refused += Counter(day.refused)
    return Source(
        name=name,
        kind=kind,
        health=_health(state, late_s),
        read_at=state.read_at if state else None,
        late_s=late_s,
        error=state.error if state else "",
        read=sum(day.read for day in days),
        kept=sum(day.kept for day in days),
        refused=refused,
        budget=budget,
        spent=spent,
    )


def _late_s(own: WatchSettings | None, state: SourceState | None, at: datetime) -> float | None:
    """How late a source is: beyond three of its pauses, or beyond ten minutes for a stream."""
    if own is None or state is None or state.read_at is None:
        return None
    since_s = (at - state.read_at).total_seconds()
    return since_s if since_s > max(LATE_PAUSES * own.every_s, LATE_LEAST_S) else None


def _health(state: SourceState | None, late_s: float | None) -> Health:
    if state is None:
        return "open"
    if state.error:
        return "bad"
    return "good" if late_s is None else "warn"


def _row(one: Source) -> dict[str, object]:
    return {
        "source": one.name,
        "kind": one.kind,
        "health": one.health,
        "read_at": rfc3339(one.read_at) if one.read_at else None,
        "late_s": one.late_s,
        "error": one.error,
        "read": one.read,
        "kept": one.kept,
        "refused": dict(one.refused),
        "budget": one.budget,
        "spent": one.spent,
    }


def _url_row(one: QueuedUrl) -> dict[str, object]:
    return {
        "url": one.url,
        "state": one.state.value,
        "score": one.score,
        "reports": one.reports,
        "channel": one.channel.value,
        "reasons": list(one.reasons),
        "first_at": rfc3339(one.first_at),
    }
