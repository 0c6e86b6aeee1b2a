"""`noroshi data list`: the data of others, its licence, and what of it is held."""

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.jobs.data.catalogue import DATASETS, Dataset
from noroshi.spine.home.held_data import Origin, origin_of


@click.command("list")
@with_door
def list_(door: Door) -> None:
    """Show what data of others Noroshi uses, under which licence, and what is held of it."""
    held = [(one, origin_of(door.home.held(one.name))) for one in DATASETS]
    if door.as_json:
        door.emit(_row(door, one, origin) for one, origin in held)
        return
    table = Table("data", "licence", "files", "fetched (UTC)", "for")
    for one, origin in held:
        told = (f"{origin.files:,}", origin.fetched_at[:10]) if origin else ("-", "never")
        table.add_row(one.name, one.licence, *told, one.meaning)
    door.console.print(table)


def _row(door: Door, one: Dataset, origin: Origin | None) -> dict[str, object]:
    return {
        "name": one.name,
        "meaning": one.meaning,
        "licence": one.licence,
        "url": one.url(door.home.settings.data),
        "files": origin.files if origin else 0,
        "source": origin.source if origin else None,
        "sha256": origin.sha256 if origin else None,
        "fetched_at": origin.fetched_at if origin else None,
    }
