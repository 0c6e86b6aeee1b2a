"""`noroshi share`: indicators out."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "export": ("noroshi.cli.share_export:export", "Write the list that policy allows out."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def share() -> None:
    """Indicators out."""
