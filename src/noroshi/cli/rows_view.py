"""Rows on the terminal, as CSV or as JSON Lines: what every command that asks the lake shares."""

import csv
import re
import sys
from collections.abc import Callable, Iterable
from itertools import chain, islice

import click
from rich.console import Console
from rich.table import Table

from noroshi.cli.door import Door
from noroshi.jobs.flows.asking import Asked
from noroshi.spine.model import parse_moment

Command = Callable[..., None]
FORMATS = ("table", "csv")
NUMBERS = (int, float)
UNFOLDED = 10_000
_NAMING = re.compile(
    r"(port|_as|number|id|index|interface|code|version|ingress|egress|hi|lo|bits)$", re.IGNORECASE
)
"""Columns whose numbers name something and count nothing: they bear no separators."""


def asking_options(command: Command) -> Command:
    """Give a command the options of time, purpose and form."""
    for option in (
        click.option("--purpose", default="", metavar="TEXT", help="Why; kept with the record that these flows were read."),
        click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form of the rows."),
        click.option("--to", "end", metavar="TIME", help="Flows that start before this (ISO 8601)."),
        click.option("--from", "start", metavar="TIME", help="Flows that start at this or later (ISO 8601); other hours are not read."),
    ):  # fmt: skip
        command = option(command)
    return command


def asked_of(start: str | None, end: str | None, purpose: str) -> Asked:
    """When and why, from the options."""
    return Asked(
        start=parse_moment(start) if start else None,
        end=parse_moment(end) if end else None,
        purpose=purpose,
    )


def show_rows(door: Door, rows: Iterable[dict[str, object]], form: str) -> int:
    """Print rows as they come, a table all at once; gives their number."""
    if door.as_json:
        return _counted(rows, lambda row: door.emit([row]))
    if form == "csv":
        return _csv(rows)
    listed = list(rows)
    if not listed:
        door.console.print("no rows", markup=False)
        return 0
    table = Table()
    for name, value in listed[0].items():
        table.add_column(
            name, justify="right" if isinstance(value, NUMBERS) else "left", overflow="fold"
        )
    for row in listed:
        table.add_row(*(_text(name, value) for name, value in row.items()))
    # What goes to a file or a program is not folded to a terminal's width.
    console = door.console if door.console.is_terminal else Console(width=UNFOLDED)
    console.print(table)
    return len(listed)


def _csv(rows: Iterable[dict[str, object]]) -> int:
    out = csv.writer(sys.stdout, lineterminator="\n")
    rest = iter(rows)
    first = list(islice(rest, 1))
    for row in first:
        out.writerow(row)
    return _counted(chain(first, rest), lambda row: out.writerow(row.values()))


def _counted(
    rows: Iterable[dict[str, object]], write: Callable[[dict[str, object]], object]
) -> int:
    count = 0
    for row in rows:
        write(row)
        count += 1
    return count


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    counts = isinstance(value, int) and not isinstance(value, bool) and not _NAMING.search(name)
    return f"{value:,}" if counts else str(value)
