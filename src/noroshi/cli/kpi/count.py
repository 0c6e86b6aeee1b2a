"""The command `noroshi kpi count`."""

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.kpi.fiscal import with_year, year_of
from noroshi.jobs.kpi.counting import count_figures
from noroshi.relay.kpi import FIGURES
from noroshi.spine.store import Store


@click.command("count")
@with_year
@with_door
def count(door: Door, year: int | None) -> None:
    """Count every figure of a fiscal year from the state, and keep what was counted.

    Figures whose rows do not exist have no data; nothing is estimated.
    """
    chosen, at = year_of(year)
    with Store.open(door.home.create().state) as store:
        counted = {measure.name: measure for measure in count_figures(store, chosen, at)}
    if door.as_json:
        door.emit(
            {
                "name": name,
                "year": chosen,
                "result": counted[name].value if name in counted else None,
                "numerator": counted[name].numerator if name in counted else None,
                "denominator": counted[name].denominator if name in counted else None,
                "query": counted[name].query if name in counted else None,
            }
            for name in FIGURES
        )
        return
    for name, figure in FIGURES.items():
        measure = counted.get(name)
        told = "no data" if measure is None else f"{measure.value:g}"
        door.console.print(f"{name:32} {told:>14}  {figure.title.en}", highlight=False)
    door.console.print("Next: noroshi kpi report")
