"""`noroshi c2 evaluate`: how well labelled C&C servers are found, every capture held out in turn."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from noroshi.c2.evaluate.figures import Figures
from noroshi.c2.evaluate.folds import Told
from noroshi.c2.evaluate.replay import Detection, median_minutes
from noroshi.cli.door import Door, with_door
from noroshi.jobs.c2.evaluating import (
    CONDITIONS,
    ConditionReport,
    EvaluationOptions,
    MutationReport,
    prepare,
    report,
    times_to_detect,
)
from noroshi.jobs.c2.evaluating import mutations as measure_mutations

DEFAULT = EvaluationOptions(flows=Path(), servers=Path(), subscribers=())


@click.command()
@click.argument("flows", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--truth",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of the C&C servers: columns ip, scenario, family, c2_type.",
)
@click.option(
    "--subscribers",
    multiple=True,
    metavar="CIDR",
    help="Range of subscriber addresses; may be given again. Overrides the settings.",
)
@click.option(
    "--conditions",
    default=",".join(CONDITIONS),
    show_default=True,
    metavar="NAME[,NAME]…",
    help="What to report; the fit always sees all.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1, 50),
    default=DEFAULT.seeds,
    show_default=True,
    help="Draws of packet sampling.",
)
@click.option(
    "--bootstrap",
    "rounds",
    type=click.IntRange(0, 100_000),
    default=DEFAULT.rounds,
    show_default=True,
    help="Samples of scenarios for the interval.",
)
@click.option("--mutations", is_flag=True, help="Also change the C&C channels and measure again.")
@click.option(
    "--times", is_flag=True, help="Also replay the flows: minutes until each server is listed."
)
@with_door
def evaluate(  # noqa: PLR0913, PLR0917  # one argument per option
    door: Door,
    flows: Path,
    truth: Path,
    subscribers: tuple[str, ...],
    conditions: str,
    seeds: int,
    rounds: int,
    mutations: bool,
    times: bool,
) -> None:
    """Measure the detector on labelled flows, each capture held out in turn.

    FLOWS is Parquet with the columns of prepared flows and cls, scenario. No home is changed.
    """
    settings = door.home.settings
    options = replace(
        DEFAULT,
        flows=flows,
        servers=truth,
        subscribers=subscribers or settings.flows.subscribers,
        threshold=settings.c2.threshold,
        seeds=seeds,
        rounds=rounds,
        engine=settings.engine,
    )
    wanted = _conditions(conditions)
    with _shown(door.notices) as told:
        bench = prepare(options, told)
        reports = []
        for number, condition in enumerate(wanted):
            reports.append(report(bench, condition))
            told("report", number + 1, len(wanted))
        changed = measure_mutations(bench, told) if mutations else []
        listed = times_to_detect(bench, told) if times else []
    if door.as_json:
        for one in reports:
            door.emit([one.figures.as_row(), *one.servers])
        door.emit(one.as_row() for one in changed)
        door.emit(one.as_row() for one in listed)
    else:
        for table in (*_tables(reports), *_mutated(changed), *_timed(listed)):
            door.console.print(table)


def _conditions(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in CONDITIONS]
    if unknown or not names:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is no condition; take some of {', '.join(CONDITIONS)}",
            param_hint="--conditions",
        )
    return names


@contextmanager
def _shown(console: Console) -> Iterator[Told]:
    """A bar per stage on stderr; plain lines where it is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done)
            if not console.is_terminal:
                console.print(f"{stage} {done}/{total}", highlight=False)

        yield told


FIGURES = (
    "AP", "95 %", "P@5", "P@10", "R@10", "R@20", "to find", "touched", "listed", "true", "false",
    "precision", "recall", "ECE", "false /10k·day",
)  # fmt: skip


def _tables(reports: Sequence[ConditionReport]) -> Iterator[Table]:
    figures = Table(title="Servers found, by address; means over runs")
    figures.add_column("")
    for one in reports:
        figures.add_column(one.figures.condition, justify="right")
    columns = [_cells(one.figures) for one in reports]
    for place, name in enumerate(FIGURES):
        figures.add_row(name, *(column[place] for column in columns))
    yield figures
    servers = Table(title=f"C&C servers, held out ({reports[0].figures.condition})")
    for column in ("server", "family", "scenario", "rank", "probability", "listed"):
        servers.add_column(column)
    for row in reports[0].servers:
        cells = (row["address"], row["family"], row["scenario"], row["rank"], row["probability"])
        servers.add_row(*(_cell(value) for value in cells), "yes" if row["listed"] else "no")
    yield servers


def _mutated(reports: Sequence[MutationReport]) -> Iterator[Table]:
    if not reports:
        return
    table = Table(title="Changed C&C channels, held out")
    for column in ("change", "days", "recall before", "recall", "R@20 before", "R@20"):
        table.add_column(column)
    for one in reports:
        shares = (one.recall_before, one.recall, one.r20_before, one.r20)
        cells = (f"{share:.2f}" for share in shares)
        table.add_row(one.mutation.name, str(one.mutation.days), *cells)
    yield table


def _timed(detections: Sequence[Detection]) -> Iterator[Table]:
    if not detections:
        return
    table = Table(title="Minutes from first contact to the list, held out")
    for column in ("period", "servers", "listed", "median minutes"):
        table.add_column(column)
    for name, row in median_minutes(detections).items():
        median = row["median_min"]
        shown = "–" if median is None else f"{median:g}"
        table.add_row(name, str(row["servers"]), str(row["listed"]), shown)
    yield table


def _cells(of: Figures) -> list[str]:
    spread = "–" if of.ap_low is None else f"{of.ap_low:.2f}–{of.ap_high:.2f}"
    shares = (of.p5, of.p10, of.r10, of.r20)
    counts = (of.to_find, of.seen, of.listed, of.true, of.false)
    return [
        f"{of.ap:.2f}",
        spread,
        *(f"{share:.2f}" for share in shares),
        *(f"{count:.3g}" for count in counts),
        "–" if of.precision is None else f"{of.precision:.2f}",
        f"{of.recall:.2f}",
        f"{of.ece:.4f}",
        f"{of.false_per_10k_day:.1f}",
    ]


def _cell(value: object) -> str:
    if value is None:
        return "not touched"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
