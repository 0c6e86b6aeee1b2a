"""Programme: the overview. Each figure beside its target; what was not counted says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.figure_columns import MOMENTS, WORDED, with_moments
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.console.reach import Shown, shown_to
from noroshi.jobs.kpi.counting import figure_rows, sheet_results
from noroshi.relay.kpi import FIGURES, Result, as_csv
from noroshi.spine.model import Right, Standing
from noroshi.spine.model.fiscal import fiscal_year
from noroshi.spine.store.lists import Choice, SharedList

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_ROWS = 1_000
"""Rows of a figure on its page; the command line tells all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """How much stands in one list."""

    name: str
    live: int
    suspended: int


@get("/", opt=permit(Right.READ_FIGURES), sync_to_thread=True)
def show_programme(
    request: Asked, hub: AtHub, caller: By, year: FromQuery[int | None] = None
) -> Response[str]:
    """Figures of a fiscal year, and what the lists hold now."""
    shown = _year(year, hub.clock())
    return render(
        request,
        "programme.html.j2",
        sheets=sheet_results(hub.store, shown),
        shelves=_shelves(hub, caller),
        year=shown,
        years=range(shown - 1, shown + 2),
        may_see_rows=caller.may(Right.READ_OPERATORS),
        this_year=fiscal_year(hub.clock()),
    )


@get("/programme.json", opt=permit(Right.READ_FIGURES), sync_to_thread=True)
def programme_as_json(hub: AtHub, year: FromQuery[int | None] = None) -> list[dict[str, object]]:
    """The same figures for programs."""
    return [line.as_dict() for line in _lines(hub, _year(year, hub.clock()))]


@get("/programme.csv", opt=permit(Right.READ_FIGURES), sync_to_thread=True)
def programme_as_csv(
    request: Asked, hub: AtHub, year: FromQuery[int | None] = None
) -> Response[bytes]:
    """The same figures for spreadsheets."""
    shown = _year(year, hub.clock())
    content = as_csv(_lines(hub, shown), language_of(request))
    name = f'attachment; filename="noroshi-{shown}.csv"'
    return Response(content, media_type="text/csv", headers={"Content-Disposition": name})


@get("/programme/{figure_name:str}", opt=permit(Right.READ_OPERATORS), sync_to_thread=True)
def show_rows(
    request: Asked,
    hub: AtHub,
    caller: By,
    figure_name: FromPath[str],
    year: FromQuery[int | None] = None,
) -> Response[str]:
    """The rows that a figure is counted from. They name members, so not every member sees them."""
    figure = FIGURES.get(figure_name)
    if figure is None:
        raise NotFoundException("there is no such figure")
    shown = _year(year, hub.clock())
    rows = figure_rows(hub.store, figure_name, shown, hub.clock())
    columns = list(dict.fromkeys(key for row in rows or () for key in row))
    return render(
        request,
        "figure.html.j2",
        figure=figure,
        rows=None if rows is None else [with_moments(row) for row in rows[:MOST_ROWS]],
        total=len(rows or ()),
        columns=columns,
        moments=MOMENTS,
        worded=WORDED,
        year=shown,
        opens_cases=caller.may(Right.READ_COLLECTION),
    )


def _year(asked: int | None, now: datetime) -> int:
    year = fiscal_year(now) if asked is None else asked
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _lines(hub: Hub, year: int) -> list[Result]:
    return [line for _, lines in sheet_results(hub.store, year) for line in lines]


def _shelves(hub: Hub, caller: Caller) -> Sequence[Shelf]:
    if not caller.may(Right.READ_LISTS):
        return ()
    shared, shown = SharedList(hub.store.database), shown_to(hub, caller)
    return [_shelf(shared, shown, name) for name in shown.collections]


def _shelf(shared: SharedList, shown: Shown, name: str) -> Shelf:
    live, suspended = (
        shared.count(Choice(marked=shown.among(collections=(name,)), standings=(standing,)))
        for standing in (Standing.LIVE, Standing.SUSPENDED)
    )
    return Shelf(name=name, live=live, suspended=suspended)
