"""`noroshi readiness outlet`: the lists in force at resolvers and routers, step by step."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "status": ("noroshi.cli.readiness.outlet.stage:status", "What each outlet does, and what its gate says."),
    "simulate": ("noroshi.cli.readiness.outlet.simulate:simulate", "What routes would touch in the lake: subscribers, octets, and others' traffic."),
    "stage": ("noroshi.cli.readiness.outlet.stage:stage", "The next step: log, redirect, block; or a step back."),
    "withdraw": ("noroshi.cli.readiness.outlet.stage:withdraw", "Stop at once."),
    "resume": ("noroshi.cli.readiness.outlet.stage:resume", "Go on where a withdrawal stopped."),
    "write": ("noroshi.cli.readiness.outlet.write:write", "Routes as a file for BIRD, names as one for Knot Resolver."),
    "configure": ("noroshi.cli.readiness.outlet.configure:configure", "Settings of Knot Resolver for that file."),
    "speak": ("noroshi.cli.readiness.outlet.speak:speak", "Routes to ExaBGP, within a second of each change."),
    "hits": ("noroshi.cli.readiness.outlet.hits:hits", "What resolvers met, from their logs."),
}  # fmt: skip


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def outlet() -> None:
    """Bring the lists into force: resolvers by a policy zone, routers by FlowSpec or blackhole."""
