"""Commands that run the house: make a home, check it."""

import click

from noroshi import __version__
from noroshi.cli.door import Door, with_door
from noroshi.spine.home import read_settings


@click.command()
@with_door
def init(door: Door) -> None:
    """Make a home, or check the settings of the one that is there. Safe to run again."""
    read_settings(door.home.settings_file)
    home = door.home.create()
    if door.as_json:
        door.emit([{"home": str(home.path), "version": __version__}])
        return
    door.console.print(f"The home is [bold]{home.path}[/bold]. Next: noroshi flows import FILE…")
