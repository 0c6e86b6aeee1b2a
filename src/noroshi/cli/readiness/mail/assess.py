"""`noroshi readiness mail assess`: how domains stand."""

import os
from pathlib import Path

import click

from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.mail.dns_options import FILE, dns_options
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.jobs.readiness.mail_assessing import assess_domains


@click.command()
@click.argument("domains", nargs=-1, required=True)
@dns_options
@click.option(
    "--selector",
    "selectors",
    multiple=True,
    metavar="NAME",
    help="Known DKIM selector; repeatable.",
)
@click.option(
    "--mta-sts-policy", "policy", type=FILE, help="File in place of the policy on the web server."
)
@with_door
@keep_option
def assess(  # noqa: PLR0913  # one argument an option
    door: Door,
    *,
    domains: tuple[str, ...],
    resolver: str | None,
    zones: tuple[Path, ...],
    selectors: tuple[str, ...],
    policy: Path | None,
    keeper: Keeper,
) -> None:
    """Tell how SPF, DKIM, DMARC, MTA-STS, TLS-RPT and BIMI of DOMAINS stand, and what to do.

    Answers come from --resolver or from zone files. What stays without an answer is unknown, and never
    counts as good. The exit code tells of the run, not of the verdict.
    """
    found = assess_domains(
        domains,
        resolver=resolver,
        zones=zones,
        selectors=selectors,
        sts_policy=policy,
        home=door.home,
    )
    inputs = {"resolver": resolver} if resolver else {}
    inputs |= {f"zone {path.name}": source_digest(path) for path in zones}
    language = language_of(os.environ)
    for one in found:
        if door.as_json:
            door.emit([one.as_dict()])
        else:
            show_checks(door, one.domain, one.level, one.checks, language)
        keeper("mail.assess", one.domain, [one.as_dict()], inputs)
