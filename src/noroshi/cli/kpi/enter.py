"""The command `noroshi kpi enter`."""

import getpass

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.kpi.fiscal import with_year, year_of
from noroshi.jobs.kpi.counting import enter_figure
from noroshi.spine.model import ConfigError, FigureEntry
from noroshi.spine.store import Store


@click.command("enter")
@click.argument("name")
@with_year
@click.option("--cost", type=click.IntRange(0), metavar="YEN", help="What was spent on it.")
@click.option("--target", type=click.FloatRange(0), help="Another target; a share as 0 to 1.")
@click.option("--note", default="", help="Where the numbers come from.")
@with_door
def enter(
    door: Door, name: str, *, year: int | None, cost: int | None, target: float | None, note: str
) -> None:
    """Enter the cost of figure NAME for a fiscal year, or another target than the programme's."""
    if cost is None and target is None:
        raise ConfigError("give --cost, --target or both")
    chosen, at = year_of(year)
    entry = FigureEntry(
        name=name,
        fiscal_year=chosen,
        target=target,
        cost_yen=cost,
        note=note,
        entered_by=f"user:{getpass.getuser()}",
        entered_at=at,
    )
    with Store.open(door.home.create().state) as store:
        enter_figure(store, entry)
    if door.as_json:
        door.emit([{"name": name, "year": chosen, "cost_yen": cost, "target": target}])
        return
    door.console.print(f"entered for {name}, fiscal year {chosen}")
