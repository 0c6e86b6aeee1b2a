"""The command `noroshi flows query`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.rows_view import asked_of, asking_options, show_rows
from noroshi.jobs.flows.asking import query as ask

if TYPE_CHECKING:
    from noroshi.spine.flows.readable import Row

SHOWN = 1000


@click.command("query")
@click.argument("sql")
@click.option(
    "--limit",
    type=click.IntRange(0),
    help="Most rows; 0 for all.  [default: 1000 as a table, else all]",
)
@asking_options
@with_door
def query(door: Door, sql: str, limit: int | None, form: str, **asked: str | None) -> None:
    """Ask the lake in SQL: one SELECT over `flows`, in DuckDB's dialect.

    Columns are those of docs/reference/flow-columns.md; ip(hi, lo) and in_net(hi, lo, '192.0.2.0/24')
    help with addresses, and pairs of halves are shown as text. daily_servers, daily_services,
    daily_links and daily_exporters hold the days that were summarised.
    """
    as_table = form == "table" and not door.as_json
    most = (SHOWN if as_table else 0) if limit is None else limit
    when = asked_of(asked["start"], asked["end"], asked["purpose"] or "")
    with shown_steps(door.notices) as progress:
        rows: Iterable[Row] = ask(door.home.create(), sql, when, limit=most, progress=progress)
        if as_table:
            rows = list(rows)
        else:
            show_rows(door, rows, form)
    if as_table and show_rows(door, rows, form) == most and limit is None:
        door.notices.print(f"the first {most:,} rows; --limit 0 gives all", markup=False)
