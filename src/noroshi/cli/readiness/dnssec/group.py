"""`noroshi readiness dnssec`: the steps towards signed zones and validating resolvers."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "assess": ("noroshi.cli.readiness.dnssec.assess:assess", "How well zones are signed."),
    "rehearse": (
        "noroshi.cli.readiness.dnssec.rehearse:rehearse_command",
        "Names of a query log that validation would break.",
    ),
    "nta": ("noroshi.cli.readiness.dnssec.nta:nta", "Exceptions with an end, for resolvers."),
    "configure": (
        "noroshi.cli.readiness.dnssec.configure:configure",
        "Text for servers, read by their own parsers.",
    ),
    "roll": ("noroshi.cli.readiness.dnssec.roll:roll", "Key rollovers as dated steps."),
    "stage": ("noroshi.cli.readiness.dnssec.stage:stage", "The next step, and whether it is safe."),
    "monitor": (
        "noroshi.cli.readiness.dnssec.monitor:monitor",
        "What changed since the last look.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def dnssec() -> None:
    """DNSSEC: sign zones well, and turn validation on without losing names."""
