"""`noroshi readiness`: predict the effect before turning on, one group a technology."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "rpki": ("noroshi.cli.readiness.rpki.group:rpki", "Route origins: ROA and validation."),
    "dnssec": (
        "noroshi.cli.readiness.dnssec.group:dnssec",
        "Signed zones, and validation at resolvers.",
    ),
    "manrs": (
        "noroshi.cli.readiness.manrs.group:manrs",
        "Filtering, anti-spoofing, contacts and ROAs.",
    ),
    "mail": (
        "noroshi.cli.readiness.mail.group:mail",
        "Mail authentication, up to DMARC that rejects.",
    ),
    "score": (
        "noroshi.cli.readiness.score:score",
        "How ready this network is, and the cheapest next step.",
    ),
    "declare": (
        "noroshi.cli.readiness.declare:declare",
        "Say how an item stands that no command can check.",
    ),
    "guideline": (
        "noroshi.cli.readiness.guideline:guideline",
        "The paper for management and engineers, HTML or PDF.",
    ),
    "progress": (
        "noroshi.cli.readiness.progress:progress",
        "The quarterly report: CSV, JSON, or one page.",
    ),
    "results": ("noroshi.cli.readiness.results:results", "Results that were kept, by run."),
    "outlet": (
        "noroshi.cli.readiness.outlet.group:outlet",
        "The lists in force: RPZ, FlowSpec, RTBH, step by step.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def readiness() -> None:
    """See what a protection would do to the own network before it is turned on."""
