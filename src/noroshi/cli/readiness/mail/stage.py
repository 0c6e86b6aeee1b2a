"""`noroshi readiness mail stage`: the next step, and whether it is safe."""

import os
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.printable import printable
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.mail.forecast_options import forecast_options
from noroshi.jobs.readiness.keeping import reports_digest
from noroshi.jobs.readiness.mail_forecasting import Asked
from noroshi.jobs.readiness.mail_staging import stage_of


@click.command()
@with_door
@keep_option
@forecast_options
def stage(door: Door, asked: Asked, keeper: Keeper) -> None:
    """Tell where a domain stands (none, t=y, quarantine, reject) and whether the next step is safe.

    The gate opens when less than 0.1 % of legitimate mail fails, at the upper end of the interval, with
    14 clean days in a row. It shows the record to publish, and the one to go back to.
    """
    found = stage_of(asked, door.home, now=datetime.now(UTC))
    inputs = {"reports": reports_digest(door.home)}
    keeper("mail.stage", found.subject, [found.as_dict()], inputs)
    if door.as_json:
        door.emit([found.as_dict()])
        return
    door.say(f"{found.subject}: {found.step or '-'} → {found.following or '-'}")
    door.say(found.why.said(language_of(os.environ)))
    for mark, record in (("+", found.publish), ("-", found.back)):
        if record:
            door.say(printable(f"  {mark} _dmarc.{found.subject}. TXT {record}"))
