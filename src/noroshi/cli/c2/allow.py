"""`noroshi c2 allow`: the lists of servers with a known benign purpose."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("noroshi.cli.c2.allow_lists:list_", "The lists in use, and their version."),
    "import": ("noroshi.cli.c2.allow_lists:import_", "Take in a MISP warning list under a class."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def allow() -> None:
    """Servers with a known benign purpose."""
