"""`noroshi share`: indicators out."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "export": ("noroshi.cli.share_export:export", "Write the list that policy allows out."),
    "formats": ("noroshi.cli.share_formats:formats", "What a list can be written as."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def share() -> None:
    """Indicators out."""
