"""`noroshi review`: what waits for a person, and deciding on it."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("noroshi.cli.review.queue:list_", "What waits, and why."),
    "approve": (
        "noroshi.cli.review.decide:approve",
        "Share findings, or restore suspended entries.",
    ),
    "hold": ("noroshi.cli.review.decide:hold", "Hold findings back."),
    "drop": ("noroshi.cli.review.decide:drop", "Drop findings, or withdraw suspended entries."),
    "undo": ("noroshi.cli.review.decide:undo", "Take back the last decision on findings."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def review() -> None:
    """What waits for a person, and deciding on it."""
