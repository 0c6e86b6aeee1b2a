"""Commands that run the house: make a home, check it."""

import click

from noroshi import __version__
from noroshi.cli.door import Door, with_door


@click.command()
@with_door
def init(door: Door) -> None:
    """Make a home: settings, state, lake, secrets. Safe to run again."""
    home = door.home.create()
    if door.as_json:
        door.emit([{"home": str(home.path), "version": __version__}])
        return
    door.console.print(f"The home is [bold]{home.path}[/bold]. Next: noroshi flows import FILE…")
