"""`noroshi sites brands list`: the brands in force."""

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.sites.branding import brands_in_force


@click.command("list")
@click.option("--sector", help="Only this sector, for example bank.")
@with_door
def list_brands(door: Door, sector: str | None) -> None:
    """Every brand with its own domains, other names and the page that says whose they are.

    Lines of sites/brands.tsv in the home come first and replace shipped ones of the same name.
    """
    kept = [one for one in brands_in_force(door.home).brands if sector in {None, one.sector}]
    if door.as_json:
        door.emit(
            {
                "name": one.name,
                "sector": one.sector,
                "domains": list(one.domains),
                "names": list(one.names),
                "source": one.source,
            }
            for one in kept
        )
        return
    for one in kept:
        door.say(f"{one.name}  [{one.sector}]  {' '.join(one.domains)}")
