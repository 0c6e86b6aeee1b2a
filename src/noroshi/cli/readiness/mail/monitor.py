"""`noroshi readiness mail monitor`: what changed lately in reports."""

import os
from datetime import UTC, datetime

import click

from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.mail.forecast_options import forecast_options
from noroshi.jobs.readiness.keeping import reports_digest
from noroshi.jobs.readiness.mail_forecasting import Asked
from noroshi.jobs.readiness.mail_staging import watch_mail
from noroshi.readiness.check import worst
from noroshi.spine.model import canonical_domain


@click.command()
@with_door
@keep_option
@forecast_options
def monitor(door: Door, asked: Asked, keeper: Keeper) -> None:
    """Tell what changed in the last week: new senders, silent reporters, more failures.

    TLS sessions and failure reports that others told of are counted too.
    """
    found = list(watch_mail(asked, door.home, now=datetime.now(UTC)))
    domain = canonical_domain(asked.domain)
    rows = [check.as_dict() for check in found] or [{"domain": domain, "checks": []}]
    reports = reports_digest(door.home, "aggregate", "tls", "failure")
    keeper("mail.monitor", domain, rows, {"reports": reports})
    if door.as_json:
        door.emit(check.as_dict() for check in found)
        return
    level = worst([check.level for check in found])
    show_checks(door, asked.domain, level, found, language_of(os.environ))
