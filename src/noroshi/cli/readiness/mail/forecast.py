"""`noroshi readiness mail forecast`: what a stricter policy would lose."""

import os
from dataclasses import replace
from functools import partial
from typing import cast

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.mail.forecast_options import forecast_options
from noroshi.jobs.readiness.keeping import MOST_ROWS, reports_digest
from noroshi.jobs.readiness.mail_forecasting import Asked, forecast_loss
from noroshi.readiness.mail.judge.blame import REMEDIES
from noroshi.readiness.mail.judge.forecast import Forecast, Policy
from noroshi.spine.model import Language

SHOWN = 20
"""Sources that are listed for people."""


@click.command()
@click.option(
    "--policy",
    type=click.Choice(["quarantine", "reject"]),
    default="reject",
    show_default=True,
    help="What would be asked of receivers.",
)
@with_door
@keep_option
@forecast_options
def forecast(door: Door, asked: Asked, policy: str, keeper: Keeper) -> None:
    """Tell how much mail a stricter policy would lose, by sender and by fault.

    Reads the reports that were imported. With --resolver or --zone, each source is also held against
    the domain's own SPF. Counts are of messages, as reports give them; sizes are not known.
    """
    asked = replace(asked, policy=cast("Policy", policy))
    found = forecast_loss(asked, door.home)
    inputs = {"reports": reports_digest(door.home), "policy": policy}
    kept = map(partial(Forecast.as_dict, most=MOST_ROWS), [found])
    keeper("mail.forecast", found.domain, kept, inputs)
    if door.as_json:
        door.emit([found.as_dict()])
    else:
        _show(door, found, language_of(os.environ))


def _show(door: Door, found: Forecast, language: Language) -> None:
    ja = language == "ja"
    first, last = found.days or ("-", "-")
    door.say(
        f"{found.domain}: p={found.policy}  {first} … {last}\n"
        + (
            f"正当なメール {found.legitimate:,} 通のうち {found.lost:,} 通を失う"
            if ja
            else f"would lose {found.lost:,} of {found.legitimate:,} legitimate messages"
        )
        + f"  {found.share:.3%} ({found.low:.3%} … {found.high:.3%})"
    )
    door.say(
        f"なりすまし {found.spoofed:,}、不明 {found.unknown:,}"
        if ja
        else f"forged {found.spoofed:,}, unknown {found.unknown:,}"
    )
    for loss in [loss for loss in found.losses if loss.source.failed][:SHOWN]:
        source = loss.source
        door.say(f"  {source.failed:>9,} / {source.messages:,}  {source.address}  {loss.kind}")
        door.say(f"            → {REMEDIES[loss.kind].said(language)}")
    if found.is_safe:
        door.say("次の段階へ進める。" if ja else "The next stage may be taken.")
    else:
        door.say(
            f"まだ進めない：よい日の連続は {found.clean_days} 日。"
            if ja
            else f"Not yet: {found.clean_days} clean days in a row."
        )
