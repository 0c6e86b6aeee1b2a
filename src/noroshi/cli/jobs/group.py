"""`noroshi jobs`: what is done by the clock."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("noroshi.cli.jobs.list:list_", "Every job, how often it runs, and how it went last."),
    "run": ("noroshi.cli.jobs.run:run", "Run one job now."),
    "work": ("noroshi.cli.jobs.work:work", "Run jobs by the clock, until interrupted."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def jobs() -> None:
    """What is done by the clock."""
