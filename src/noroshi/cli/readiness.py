"""`noroshi readiness`: predict the effect before turning on, one group a technology."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "rpki": ("noroshi.cli.readiness_rpki:rpki", "Route origins: ROA and validation."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def readiness() -> None:
    """See what a protection would do to the own network before it is turned on."""
