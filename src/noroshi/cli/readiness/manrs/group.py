"""`noroshi readiness manrs`: the actions for network operators."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "assess": (
        "noroshi.cli.readiness.manrs.assess:assess",
        "The score of each action, and the cheapest next step.",
    ),
    "spoofing": (
        "noroshi.cli.readiness.manrs.spoofing:spoofing",
        "Sources that do not belong to a port, and what uRPF would drop.",
    ),
    "filter": (
        "noroshi.cli.readiness.manrs.filter:filter_",
        "A customer's prefix filter from IRR and VRPs.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def manrs() -> None:
    """MANRS: filtering, anti-spoofing, contacts and ROAs."""
