"""Counting: the programme's figures, each from rows of the state that anybody may look at.

A figure whose rows cannot exist yet has no data; nothing is estimated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from noroshi.c2.evaluate.interval import wilson
from noroshi.c2.evaluate.match import OURS_ON_LISTS
from noroshi.jobs.matching import JOB as MATCH
from noroshi.relay.kpi import FIGURES, SHEETS, Result, Sheet, results
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Action,
    ConfigError,
    FigureEntry,
    Measure,
    MemberRole,
    SightingKind,
    Window,
    fiscal_year,
    rfc3339,
    year_window,
)
from noroshi.spine.store import Run, Store
from noroshi.spine.store.list_tables import EditionRow, PullRow, SightingRow
from noroshi.spine.store.measures import Measures
from noroshi.spine.store.member_tables import OperatorRow

RECENT = timedelta(days=7)
"""How old the last reading of a list may be for it to count as in use."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure as counted.

    Attributes:
        numerator: What was reached.
        denominator: Out of how many; null for plain counts.
        rows: What was counted, one row each.
    """

    numerator: float
    denominator: float | None = None
    rows: tuple[Row, ...] = ()


Count = Callable[[Store, Window, datetime], Counted | None]
"""Counts a figure in a period as of a moment; null where there is no data."""


def count_figures(store: Store, year: int, at: datetime) -> list[Measure]:
    """Count every figure of a fiscal year, and keep what was counted.

    Raises:
        ConfigError: The year has not begun.
    """
    window = _window(year, at)
    measures = [
        _measure(name, year, window, counted)
        for name in FIGURES
        if (counted := COUNTS[name](store, window, min(at, window.end))) is not None
    ]
    Measures(store.database).append(measures, at)
    return measures


def count_job(home: Home, store: Store, at: datetime) -> Mapping[str, int]:  # noqa: ARG001  # what every job takes
    """The clock's work: the figures of the fiscal year that runs."""
    return {"figures": len(count_figures(store, fiscal_year(at), at))}


def figure_rows(store: Store, name: str, year: int, at: datetime) -> tuple[Row, ...] | None:
    """The rows that a figure is counted from; null where there is no data.

    Raises:
        ConfigError: There is no such figure, or the year has not begun.
    """
    if name not in COUNTS:
        raise ConfigError(f"there is no figure {name!r}; there are {', '.join(COUNTS)}")
    window = _window(year, at)
    counted = COUNTS[name](store, window, min(at, window.end))
    return counted.rows if counted else None


def enter_figure(store: Store, entry: FigureEntry) -> None:
    """Keep what people entered for a figure and a year.

    Raises:
        ConfigError: There is no such figure, or a number is below 0.
    """
    if entry.name not in FIGURES:
        raise ConfigError(f"there is no figure {entry.name!r}; there are {', '.join(FIGURES)}")
    if (entry.target or 0) < 0 or (entry.cost_yen or 0) < 0:
        raise ConfigError("a target and a cost are 0 or more")
    Measures(store.database).enter(entry)


def sheet_results(store: Store, year: int) -> list[tuple[Sheet, tuple[Result, ...]]]:
    """Both sheets of a fiscal year, from what was counted last and what people entered."""
    measures = Measures(store.database)
    latest, entries = measures.latest(year_window(year)), measures.entries(year)
    return [(sheet, results(sheet, latest, entries)) for sheet in SHEETS]


def _window(year: int, at: datetime) -> Window:
    window = year_window(year)
    if at < window.start:
        raise ConfigError(f"fiscal year {year} begins on {year}-04-01; there is nothing to count")
    return window


def _measure(name: str, year: int, window: Window, counted: Counted) -> Measure:
    low, high = None, None
    if counted.denominator is not None:
        low, high = wilson(counted.numerator, counted.denominator)
    return Measure(
        name=name,
        window=window,
        numerator=counted.numerator,
        denominator=counted.denominator,
        target=FIGURES[name].target,
        unit=FIGURES[name].unit.en,
        query=f"noroshi kpi rows {name} --year {year}",
        low=low,
        high=high,
    )


def _match_rate(store: Store, window: Window, at: datetime) -> Counted | None:
    """Of the last match in the period."""
    runs = [run for run in _finished(store, MATCH, window, at) if _total(run)]
    if not runs:
        return None
    run = runs[0]
    return Counted(
        numerator=run.counts[f"{OURS_ON_LISTS} matched"],
        denominator=_total(run),
        rows=(_told(run),),
    )


def _total(run: Run) -> int:
    return run.counts.get(f"{OURS_ON_LISTS} total", 0)


def _finished(store: Store, job: str, window: Window, at: datetime) -> list[Run]:
    """Runs of a job that ended well in the period, newest first."""
    return [
        run for run in store.runs(job=job)
        if run.outcome == "done" and run.started_at in window and run.started_at <= at
    ]  # fmt: skip


def _told(run: Run) -> Row:
    return {
        "run": run.id,
        "job": run.job,
        "started_at": rfc3339(run.started_at),
        "window": list(run.window.isoformat()) if run.window else None,
        **run.counts,
        **{f"input {name}": value for name, value in run.inputs.items()},
    }


def _members(store: Store, at: datetime) -> list[OperatorRow]:
    """Analysing and sharing operators in membership at a moment, by name."""
    roles = (MemberRole.ANALYSING.value, MemberRole.SHARING.value)
    query = (
        select(OperatorRow)
        .where(OperatorRow.role.in_(roles), OperatorRow.joined_at <= at)
        .where(OperatorRow.left_at.is_(None) | (OperatorRow.left_at > at))
        .order_by(OperatorRow.id)
    )
    with store.database.reading() as session:
        return list(session.scalars(query))


def _participants(store: Store, window: Window, at: datetime) -> Counted | None:  # noqa: ARG001  # counted at a moment
    rows = tuple(
        {"operator": one.id, "name": one.name, "role": one.role, "joined_at": rfc3339(one.joined_at)}
        for one in _members(store, at)
    )  # fmt: skip
    return Counted(numerator=len(rows), rows=rows) if rows else None


def _readers(store: Store, collection: str, at: datetime) -> dict[str, datetime]:
    """When each operator last read a collection, within the last days."""
    query = select(PullRow).where(
        PullRow.collection == collection, PullRow.last_at > at - RECENT, PullRow.last_at <= at
    )
    last: dict[str, datetime] = {}
    with store.database.reading() as session:
        for row in session.scalars(query):
            last[row.operator_id] = max(row.last_at, last.get(row.operator_id, row.last_at))
    return last


def _sighters(store: Store, at: datetime) -> set[str]:
    """Operators that reported sightings within the last days."""
    query = select(SightingRow.operator_id).where(
        SightingRow.kind == SightingKind.SEEN.value,
        SightingRow.received_at > at - RECENT,
        SightingRow.received_at <= at,
    )
    with store.database.reading() as session:
        return set(session.scalars(query))


def _sharing(store: Store, window: Window, at: datetime) -> Counted | None:  # noqa: ARG001  # counted at a moment
    members = _members(store, at)
    if not members:
        return None
    readers, sighters = _readers(store, "c2-servers", at), _sighters(store, at)
    rows = tuple(
        {
            "operator": one.id,
            "name": one.name,
            "last_pull": rfc3339(readers[one.id]),
            "action": one.action,
            "sighted": one.id in sighters,
        }
        for one in members
        if one.id in readers and (one.action != Action.NONE or one.id in sighters)
    )
    return Counted(numerator=len(rows), rows=rows)


def _acting(store: Store, window: Window, at: datetime) -> Counted | None:  # noqa: ARG001  # counted at a moment
    if not _ever_listed(store, "malicious-sites", at):
        return None
    readers = _readers(store, "malicious-sites", at)
    rows = tuple(
        {
            "operator": one.id,
            "name": one.name,
            "last_pull": rfc3339(readers[one.id]),
            "action": one.action,
        }
        for one in _members(store, at)
        if one.id in readers and one.action in (Action.ALERT, Action.BLOCK)
    )
    return Counted(numerator=len(rows), rows=rows)


def _ever_listed(store: Store, collection: str, at: datetime) -> bool:
    query = (
        select(EditionRow.sequence)
        .where(EditionRow.collection == collection)
        .where(EditionRow.added_us <= int(at.timestamp() * 1_000_000))
        .limit(1)
    )
    with store.database.reading() as session:
        return session.scalar(query) is not None


def _runs(job: str, name: str | None = None) -> Count:
    """Counts the runs of a job, or adds up one of their counts; no data before the first run."""

    def count(store: Store, window: Window, at: datetime) -> Counted | None:
        runs = _finished(store, job, window, at)
        if not runs:
            return None
        reached = len(runs) if name is None else sum(run.counts.get(name, 0) for run in runs)
        return Counted(numerator=reached, rows=tuple(_told(run) for run in runs))

    return count


def _following(store: Store, window: Window, at: datetime) -> Counted | None:
    """Operators whose newest assessment found that they follow the guideline."""
    runs = _finished(store, "readiness assess", window, at)
    if not runs:
        return None
    newest: dict[str, Run] = {}
    for run in runs:
        newest.setdefault(run.inputs.get("operator", ""), run)
    rows = tuple(_told(run) for run in newest.values() if run.counts.get("follows", 0))
    return Counted(numerator=len(rows), rows=rows)


COUNTS: dict[str, Count] = {
    "c2.match-rate": _match_rate,
    "c2.sharing-operators": _sharing,
    "sites.acting-operators": _acting,
    "readiness.following-operators": _following,
    "programme.participants": _participants,
    "readiness.guidelines": _runs("readiness guideline"),
    "iot.addresses-surveyed": _runs("iot survey", "addresses"),
    "iot.survey-rounds": _runs("iot survey"),
}
"""How each figure is counted."""
