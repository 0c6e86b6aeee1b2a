"""`noroshi share`: indicators out, and lists of peers in."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "export": ("noroshi.cli.share_export:export", "Write the list that policy allows out."),
    "pull": ("noroshi.cli.share_pull:pull", "Read the lists of peers."),
    "sight": (
        "noroshi.cli.share_sight:sight",
        "Count the flows of your own lake that met listed servers.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def share() -> None:
    """Indicators out, and lists of peers in."""
