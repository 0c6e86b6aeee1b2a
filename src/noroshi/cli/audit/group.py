"""`noroshi audit`: who did what, and whether the record of it is untouched."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "verify": ("noroshi.cli.audit.verify:verify", "Hold every line against chain and signatures."),
    "show": ("noroshi.cli.audit.show:show", "Who did what, newest first."),
    "checkpoint": ("noroshi.cli.audit.verify:checkpoint", "Sign for what is there now."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def audit() -> None:
    """Who did what, and whether the record of it is untouched."""
