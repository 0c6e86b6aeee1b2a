"""Life figures: how long harmful pages live, and how fast they come from report to verdict to list to end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from noroshi.spine.model import Window
from noroshi.spine.model.site_life import FollowedSite, LifeState
from noroshi.spine.model.survival import Lasted, Survival, survival_of
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.site_follows import SiteFollows

HOUR = timedelta(hours=1)
LIST = "malicious-sites"
MOST_PAGES = 200_000
"""Pages that are counted, the newest of more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How far one page went.

    Attributes:
        page: As it is followed.
        listed_at: When it first held on the shared list; null for not yet.
        dead_at: When it was first seen dead; null for not yet.
        revived_at: When it was first seen to have come back; null for not yet.
    """

    page: FollowedSite
    listed_at: datetime | None
    dead_at: datetime | None
    revived_at: datetime | None

    def lasted_from(self, start: datetime, *, until: datetime | None = None) -> Lasted:
        """Up to its first death; what was not seen dead counts as up to when it last harmed.

        Args:
            start: From when.
            until: What is known later than this is not counted.
        """
        alive_at = self.page.alive_at if until is None else min(self.page.alive_at, until)
        end = self.dead_at or alive_at
        return Lasted(max((end - start) / HOUR, 0.0), self.dead_at is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How long one part of the way took.

    Attributes:
        name: `report-verdict`, `verdict-list`, `report-list`, `list-dead` or `verdict-dead`.
        number: Pages that went it.
        median_h: Hours that half of them took at most; null for none.
        p90_h: Hours that nine of ten took at most; null for none.
    """

    name: str
    number: int
    median_h: float | None
    p90_h: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeFigures:
    """What the life of harmful pages comes to.

    Attributes:
        pages: Pages that were followed.
        uptime: Share still up, by hours after the first harmful verdict; null where there are none.
            What was up before the verdict nobody saw, and an end is known only by the look that met
            it: so much it may be too late as two looks lie apart.
        stages: Parts of the way.
        revived: Pages that came back after they were dead.
    """

    pages: int
    uptime: Survival | None
    stages: tuple[Stage, ...]
    revived: int


def page_ways(
    database: Database, window: Window | None = None, *, until: datetime | None = None
) -> list[Way]:
    """Ways of the pages whose first harmful verdict fell into a window; of all without one.

    Args:
        database: The state.
        window: Of the verdicts.
        until: What came later than this is left out; without it, nothing is.
    """
    follows = SiteFollows(database)
    dead, revived = follows.first_seen(LifeState.DEAD), follows.first_seen(LifeState.REVIVED)
    listed = SharedList(database).first_live(LIST)

    def known(at: datetime | None) -> datetime | None:
        return None if at is None or (until is not None and at > until) else at

    return [
        Way(
            page=one,
            listed_at=known(listed.get(one.url)),
            dead_at=known(dead.get(one.id)),
            revived_at=known(revived.get(one.id)),
        )
        for one in follows.listed(ended=True, limit=MOST_PAGES)
        if (window is None or one.since in window) and known(one.since)
    ]


def life_figures(database: Database, window: Window | None = None) -> LifeFigures:
    """Figures of pages whose first harmful verdict fell into a window; of all without one."""
    ways = page_ways(database, window)
    return LifeFigures(
        pages=len(ways),
        uptime=survival_of([one.lasted_from(one.page.since) for one in ways]) if ways else None,
        stages=(
            _stage("report-verdict", ((one.page.reported_at, one.page.since) for one in ways)),
            _stage("verdict-list", ((one.page.since, one.listed_at) for one in ways)),
            _stage("report-list", ((one.page.reported_at, one.listed_at) for one in ways)),
            _stage("list-dead", ((one.listed_at, one.dead_at) for one in ways)),
            _stage("verdict-dead", ((one.page.since, one.dead_at) for one in ways)),
        ),
        revived=sum(one.revived_at is not None for one in ways),
    )


def _stage(name: str, ends: Iterable[tuple[datetime | None, datetime | None]]) -> Stage:
    """One part; pages that did not go it, or went it the other way round, are left out."""
    hours = [(end - start) / HOUR for start, end in ends if start and end and end >= start]
    median, p90 = np.quantile(hours, [0.5, 0.9]).tolist() if hours else (None, None)
    return Stage(name=name, number=len(hours), median_h=median, p90_h=p90)
