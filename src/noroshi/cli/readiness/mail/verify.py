"""`noroshi readiness mail verify`: what a receiver finds of a message, and whose fault a failure is."""

import os
import time
from collections import Counter
from pathlib import Path

import click

from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.mail.dns_options import FILE, dns_options
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.readiness.mail_assessing import lookup_of
from noroshi.jobs.readiness.mail_verifying import verify_messages
from noroshi.readiness.mail.analyse.handover import Handover
from noroshi.spine.model import ConfigError, InputError, canonical_address


@click.command()
@click.argument("messages", nargs=-1, required=True, type=FILE)
@dns_options
@click.option("--client", metavar="IP", help="Address that handed the messages over.")
@click.option("--mail-from", default="", metavar="ADDRESS", help="Envelope sender; with --client.")
@click.option("--helo", default="", metavar="NAME", help="What the client called itself; with --client.")  # fmt: skip
@with_door
def verify(  # noqa: PLR0913  # one argument an option
    door: Door,
    *,
    messages: tuple[Path, ...],
    resolver: str | None,
    zones: tuple[Path, ...],
    client: str | None,
    mail_from: str,
    helo: str,
) -> None:
    """Tell SPF, DKIM, ARC and DMARC of MESSAGES (.eml), and through whom they fail.

    Without --client, the envelope is read from Return-Path and the newest Received field from outside:
    believe that only of mail that your own server took. Addresses of people, subjects and texts are not
    shown. The exit code tells of the run, not of the verdict.
    """
    found = verify_messages(
        messages,
        lookup_of(resolver, zones),
        now_s=int(time.time()),
        given=_given(client, mail_from, helo),
    )
    language = language_of(os.environ)
    refused: Counter[str] = Counter()
    for path, one in found:
        if isinstance(one, InputError):
            refused[str(one)] += 1
            door.warn(f"{path}: {one}")
        elif door.as_json:
            door.emit([{"file": str(path), **one.as_dict()}])
        else:
            show_checks(door, str(path), one.level, one.checks(), language)
    tell_refused(refused, "messages")


def _given(client: str | None, mail_from: str, helo: str) -> Handover | None:
    if client:
        return Handover(
            address=canonical_address(client), mail_from=mail_from, helo=helo, is_told=True
        )
    if mail_from or helo:
        raise ConfigError("--mail-from and --helo say who handed over: give --client too")
    return None
