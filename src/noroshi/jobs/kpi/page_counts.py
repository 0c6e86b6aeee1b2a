"""Page counts: how long harmful pages live, how fast they are listed, and how many were listed wrongly.

Rows name cases and no addresses: who sees figures does not see what is shared.
"""

from datetime import datetime
from statistics import median

from noroshi.jobs.kpi.counted import Count, Counted, Row
from noroshi.jobs.sites.life_figures import HOUR, LIST, Way, page_ways
from noroshi.spine.model import Window, rfc3339
from noroshi.spine.model.site_report import url_id
from noroshi.spine.model.survival import survival_of
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList

DIGITS = 2
"""Of hours."""


def _hours_to_list(store: Store, window: Window, at: datetime) -> Counted | None:
    """Median over the pages that came onto the list; no data before the first."""
    hours = {
        one: (one.listed_at - one.page.reported_at) / HOUR
        for one in _ways(store, window, at)
        if one.listed_at is not None and one.listed_at >= one.page.reported_at
    }
    if not hours:
        return None
    return Counted(
        numerator=round(median(hours.values()), DIGITS),
        rows=tuple(_row(one) | {"hours": round(took, DIGITS)} for one, took in hours.items()),
    )


def _hours_listed(store: Store, window: Window, at: datetime) -> Counted | None:
    """When half of the listed pages had died; no data before that."""
    lasted = {
        one: one.lasted_from(one.listed_at, until=at)
        for one in _ways(store, window, at)
        if one.listed_at is not None and (one.dead_at is None or one.dead_at >= one.listed_at)
    }
    half = survival_of(list(lasted.values())).median if lasted else None
    if half is None:
        return None
    return Counted(
        numerator=round(half, DIGITS),
        rows=tuple(
            _row(one) | {"hours": round(time.time, DIGITS), "ended": time.ended}
            for one, time in lasted.items()
        ),
    )


def _recalled(store: Store, window: Window, at: datetime) -> Counted | None:
    """Of the entries that came onto the list in the period, those that a person took back."""
    shared = SharedList(store.database)
    wrong = {name: moment for name, moment in shared.taken_back(LIST).items() if moment <= at}
    listed = {
        name: moment
        for name, moment in shared.first_live(LIST).items()
        if moment in window and moment <= at
    }
    if not listed:
        return None
    return Counted(
        numerator=len(wrong.keys() & listed.keys()),
        denominator=len(listed),
        rows=tuple(
            {"case": url_id(name), "listed_at": rfc3339(moment), "recalled_at": _said(wrong.get(name))}
            for name, moment in sorted(listed.items(), key=lambda each: each[::-1])
        ),
    )  # fmt: skip


def _followed(store: Store, window: Window, at: datetime) -> Counted | None:
    ways = _ways(store, window, at)
    return Counted(numerator=len(ways), rows=_rows(ways)) if ways else None


def _dead(store: Store, window: Window, at: datetime) -> Counted | None:
    ways = _ways(store, window, at)
    if not ways:
        return None
    dead = sum(one.dead_at is not None for one in ways)
    return Counted(numerator=dead, denominator=len(ways), rows=_rows(ways))


def _revived(store: Store, window: Window, at: datetime) -> Counted | None:
    """Of the pages that were seen dead; no data before the first."""
    dead = [one for one in _ways(store, window, at) if one.dead_at is not None]
    if not dead:
        return None
    back = sum(one.revived_at is not None for one in dead)
    return Counted(numerator=back, denominator=len(dead), rows=_rows(dead))


PAGE_COUNTS: dict[str, Count] = {
    "sites.hours-to-list": _hours_to_list,
    "sites.hours-listed": _hours_listed,
    "sites.recalled": _recalled,
    "sites.pages-followed": _followed,
    "sites.pages-dead": _dead,
    "sites.pages-revived": _revived,
}
"""How each figure about pages is counted."""


def _ways(store: Store, window: Window, at: datetime) -> list[Way]:
    """Oldest verdict first, as of a moment."""
    ways = page_ways(store.database, window, until=at)
    return sorted(ways, key=lambda one: (one.page.since, one.page.id))


def _rows(ways: list[Way]) -> tuple[Row, ...]:
    return tuple(_row(one) for one in ways)


def _row(one: Way) -> dict[str, object]:
    return {
        "case": one.page.id,
        "reported_at": rfc3339(one.page.reported_at),
        "found_at": rfc3339(one.page.since),
        "listed_at": _said(one.listed_at),
        "dead_at": _said(one.dead_at),
        "revived_at": _said(one.revived_at),
    }


def _said(at: datetime | None) -> str | None:
    return rfc3339(at) if at else None
