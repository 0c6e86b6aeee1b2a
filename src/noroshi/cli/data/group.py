"""`noroshi data`: data of others that Noroshi uses."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("noroshi.cli.data.list:list_", "What there is, its licence, and what is held."),
    "update": ("noroshi.cli.data.update:update", "Fetch one, or read it from a file or folder."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def data() -> None:
    """Data of others that Noroshi uses: fetched at your wish, or read from files."""
