"""Counting: the programme's figures, each from rows of the state that anybody may look at.

A figure whose rows cannot exist yet has no data; nothing is estimated.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from noroshi.c2.evaluate.interval import wilson
from noroshi.c2.evaluate.match import OURS_ON_LISTS
from noroshi.jobs.c2.matching import JOB as MATCH
from noroshi.jobs.kpi.counted import Count, Counted, Row
from noroshi.jobs.kpi.page_counts import PAGE_COUNTS
from noroshi.jobs.readiness.declaring import VALID
from noroshi.jobs.readiness.guiding import JOB as GUIDELINE
from noroshi.jobs.share.in_use import in_use_at, participants
from noroshi.relay.kpi import FIGURES, SHEETS, Result, Sheet, results
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Action,
    ConfigError,
    FigureEntry,
    Measure,
    Window,
    fiscal_year,
    rfc3339,
    year_window,
)
from noroshi.spine.store import Run, Store
from noroshi.spine.store.list_tables import EditionRow
from noroshi.spine.store.measures import Measures
from noroshi.spine.store.readiness_scores import ReadinessScores


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


def _participants(store: Store, window: Window, at: datetime) -> Counted | None:  # noqa: ARG001  # counted at a moment
    rows = tuple(
        {
            "operator": one.id, "name": one.name, "role": one.role.value,
            "joined_at": rfc3339(one.joined_at),
        }
        for one in participants(store.database, at)
    )  # fmt: skip
    return Counted(numerator=len(rows), rows=rows) if rows else None


def _sharing(store: Store, window: Window, at: datetime) -> Counted | None:  # noqa: ARG001  # counted at a moment
    members = participants(store.database, at)
    if not members:
        return None
    used = in_use_at(store.database, at)
    rows = tuple(
        {
            "operator": one.id,
            "name": one.name,
            "last_pull": rfc3339(last),
            "action": one.action.value,
            "sighted": used.met(one.id),
        }
        for one in members
        if used.uses(one, "c2-servers") and (last := used.last_pull(one.id, "c2-servers"))
    )
    return Counted(numerator=len(rows), rows=rows)


def _acting(store: Store, window: Window, at: datetime) -> Counted | None:  # noqa: ARG001  # counted at a moment
    if not _ever_listed(store, "malicious-sites", at):
        return None
    used = in_use_at(store.database, at)
    rows = tuple(
        {
            "operator": one.id,
            "name": one.name,
            "last_pull": rfc3339(last),
            "action": one.action.value,
        }
        for one in participants(store.database, at)
        if one.action in (Action.ALERT, Action.BLOCK)
        and (last := used.last_pull(one.id, "malicious-sites"))
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


def counted_runs(job: str, name: str | None = None) -> Count:
    """Counts the runs of a job, or adds up one of their counts; no data before the first run."""

    def count(store: Store, window: Window, at: datetime) -> Counted | None:
        runs = _finished(store, job, window, at)
        if not runs:
            return None
        reached = len(runs) if name is None else sum(run.counts.get(name, 0) for run in runs)
        return Counted(numerator=reached, rows=tuple(_told(run) for run in runs))

    return count


def _following(store: Store, window: Window, at: datetime) -> Counted | None:
    """Members whose newest declared score says that they follow the guideline; no data before the first."""
    since = max(window.start, at - VALID)
    declared = ReadinessScores(store.database).newest(since=since, until=at)
    if not declared:
        return None
    names = {one.id: one.name for one in participants(store.database, at)}
    rows = tuple(
        {
            "operator": one.operator_id,
            "name": names[one.operator_id],
            "scored_at": rfc3339(one.scored_at),
            "edition": one.edition,
        }
        for one in declared
        if one.follows and one.operator_id in names
    )
    return Counted(numerator=len(rows), rows=rows)


def _coverage(store: Store, window: Window, at: datetime) -> Counted | None:
    """Asked addresses of all rounds of the period, out of those that were allowed."""
    runs = [run for run in _finished(store, "iot survey", window, at) if run.counts.get("allowed")]
    if not runs:
        return None
    return Counted(
        numerator=sum(run.counts["addresses"] for run in runs),
        denominator=sum(run.counts["allowed"] for run in runs),
        rows=tuple(_told(run) for run in runs),
    )


def counted_devices(name: str, *, of: str = "") -> Count:
    """Counts devices by the last word of each operator in the period, which counts from its begin on."""

    def count(store: Store, window: Window, at: datetime) -> Counted | None:
        newest: dict[str, Run] = {}
        for run in _finished(store, "iot cases", window, at):
            newest.setdefault(run.inputs.get("operator", ""), run)
        if not newest:
            return None
        total = sum(run.counts.get(of, 0) for run in newest.values()) if of else None
        if of and not total:
            return None
        reached = sum(run.counts.get(name, 0) for run in newest.values())
        rows = tuple(_told(run) for run in newest.values())
        return Counted(numerator=reached, denominator=total, rows=rows)

    return count


COUNTS: dict[str, Count] = {
    "c2.match-rate": _match_rate,
    "c2.sharing-operators": _sharing,
    "sites.acting-operators": _acting,
    **PAGE_COUNTS,
    "readiness.following-operators": _following,
    "programme.participants": _participants,
    "readiness.guidelines": counted_runs(GUIDELINE),
    "iot.addresses-surveyed": counted_runs("iot survey", "addresses"),
    "iot.survey-rounds": counted_runs("iot survey"),
    "iot.coverage": _coverage,
    "iot.notices": counted_devices("told"),
    "iot.fixed-devices": counted_devices("fixed"),
    "iot.fix-rate": counted_devices("fixed", of="told"),
}
"""How each figure is counted."""
