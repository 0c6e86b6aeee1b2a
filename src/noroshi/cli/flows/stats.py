"""The command `noroshi flows stats`."""

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.rows_view import show_rows
from noroshi.jobs.flows.stocktaking import Stock, take_stock


@click.command("stats")
@with_door
def stats(door: Door) -> None:
    """What the lake holds: flows, hours, size, exporters and their sampling, daily aggregates."""
    with shown_steps(door.notices) as progress:
        stock = take_stock(door.home.create(), progress=progress)
    if door.as_json:
        door.emit([stock.as_row()])
        return
    for line in _lines(stock):
        door.console.print(line, markup=False, highlight=False, soft_wrap=True)
    if stock.exporters:
        show_rows(door, stock.exporters, "table")


def _lines(stock: Stock) -> list[str]:
    if stock.extent is None:
        return ["The lake holds no flows."]
    start, end = stock.extent.isoformat()
    size = f"{stock.octets / 1e6:,.1f} MB, {stock.octets / stock.flows:.1f} octets a flow"
    waiting = (
        f", {stock.replaced_files:,} replaced files ({stock.replaced_octets / 1e6:,.1f} MB) wait"
        if stock.replaced_files
        else ""
    )
    return [
        f"{stock.flows:,} flows from {start} to {end}; {size}.",
        f"{stock.files:,} files in {stock.hours:,} hours, {stock.merged_hours:,} of them merged{waiting}.",
        f"Daily aggregates of {len(stock.days):,} days, {stock.daily_octets / 1e6:,.1f} MB.",
    ]
