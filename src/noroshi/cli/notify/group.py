"""`noroshi notify`: tell operators of changes."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "run": ("noroshi.cli.notify.run:run", "Make what is due, send it, record it: one pass."),
    "status": ("noroshi.cli.notify.run:status", "What waits, what arrived, what was given up."),
    "webhooks": ("noroshi.cli.notify.webhooks:webhooks", "Places that changes are posted to."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def notify() -> None:
    """Tell operators of changes, by webhook and mail."""
