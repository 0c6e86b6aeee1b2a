"""`noroshi readiness rpki`: the steps towards origin validation."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "validate": (
        "noroshi.cli.readiness_rpki_validate:validate",
        "RFC 6811 state of every route, with the reason.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def rpki() -> None:
    """Route origins: ROA and validation."""
