"""`noroshi readiness mail`: the steps towards DMARC that rejects."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "assess": (
        "noroshi.cli.readiness.mail.assess:assess",
        "SPF, DKIM, DMARC, MTA-STS, TLS-RPT and BIMI of domains.",
    ),
    "verify": (
        "noroshi.cli.readiness.mail.verify:verify",
        "SPF, DKIM, ARC and DMARC of messages, and whose fault a failure is.",
    ),
    "forecast": (
        "noroshi.cli.readiness.mail.forecast:forecast",
        "What a stricter policy would lose.",
    ),
    "import": ("noroshi.cli.readiness.mail.importing:import_", "DMARC and TLS reports of others."),
    "configure": ("noroshi.cli.readiness.mail.configure:configure", "Records and server settings."),
    "stage": ("noroshi.cli.readiness.mail.stage:stage", "The next step, and whether it is safe."),
    "monitor": ("noroshi.cli.readiness.mail.monitor:monitor", "What changed lately in reports."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def mail() -> None:
    """Mail authentication: what stands in the DNS, and what a stricter policy would lose."""
