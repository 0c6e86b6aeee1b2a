"""`noroshi readiness rpki`: the steps towards origin validation."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "validate": (
        "noroshi.cli.readiness.rpki.validate:validate",
        "RFC 6811 state of every route, with the reason.",
    ),
    "simulate": (
        "noroshi.cli.readiness.rpki.simulate:simulate",
        "What dropping invalid routes would do to the traffic in the lake.",
    ),
    "plan": (
        "noroshi.cli.readiness.rpki.plan:plan",
        "ROAs for the own routes that harm nobody.",
    ),
    "serve": (
        "noroshi.cli.readiness.rpki.serve:serve",
        "VRPs to routers over RTR, and never an emptied set.",
    ),
    "configure": (
        "noroshi.cli.readiness.rpki.configure:configure",
        "Text for a router, read by its own parser.",
    ),
    "aspa": (
        "noroshi.cli.readiness.rpki.aspa.group:aspa",
        "AS paths against ASPAs.",
    ),
    "stage": (
        "noroshi.cli.readiness.rpki.stage:stage",
        "The next step of a router, and whether it is safe.",
    ),
    "monitor": (
        "noroshi.cli.readiness.rpki.monitor:monitor",
        "What changed for the own prefixes and the VRPs.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def rpki() -> None:
    """Route origins: ROA and validation."""
