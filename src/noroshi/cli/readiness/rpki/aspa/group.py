"""`noroshi readiness rpki aspa`: AS paths against ASPAs."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "verify": (
        "noroshi.cli.readiness.rpki.aspa.verify:verify",
        "ASPA state of every path, with the reason.",
    ),
    "plan": (
        "noroshi.cli.readiness.rpki.aspa.plan:plan",
        "The ASPA that the own AS needs, from the paths of others.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def aspa() -> None:
    """AS paths: who may carry whose routes upwards."""
