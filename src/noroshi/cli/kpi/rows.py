"""The command `noroshi kpi rows`."""

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.kpi.fiscal import with_year, year_of
from noroshi.jobs.kpi.counting import figure_rows
from noroshi.spine.store import Store


@click.command("rows")
@click.argument("name")
@with_year
@with_door
def rows(door: Door, name: str, year: int | None) -> None:
    """Show the rows that figure NAME is counted from, one a line."""
    chosen, at = year_of(year)
    with Store.open(door.home.create().state) as store:
        found = figure_rows(store, name, chosen, at)
    if door.as_json:
        door.emit(found or ())
        return
    if found is None:
        door.console.print("no data: nothing was recorded that this figure could be counted from")
        return
    for row in found:
        door.console.print(
            "  ".join(f"{key}={value}" for key, value in row.items()), highlight=False, markup=False
        )
    door.console.print(f"rows: {len(found)}")
