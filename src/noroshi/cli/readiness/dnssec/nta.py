"""`noroshi readiness dnssec nta`: exceptions with an end, for resolvers."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.printable import printable
from noroshi.cli.readiness.dnssec.ways_options import FILE, seconds_of
from noroshi.jobs.readiness.dnssec_exempting import Looked, in_force, look_again, propose
from noroshi.readiness.dnssec.configure import exceptions
from noroshi.readiness.dnssec.exception import Exemption
from noroshi.readiness.dnssec.verdict import ABOUT
from noroshi.spine.model import rfc3339

SYSTEMS = ("unbound", "bind", "kresd")


@click.command()
@click.option(
    "--for", "system", type=click.Choice(SYSTEMS), help="Write the text of this resolver."
)
@click.option(
    "--least-users",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Propose for names that so many users ask for.",
)
@click.option(
    "--days",
    type=float,
    default=7.0,
    show_default=True,
    help="Life of an exception; 7 at most (RFC 7646).",
)
@click.option(
    "--recheck",
    metavar="ADDR[:PORT]",
    help="Validate what is in force again through this resolver, and drop what is well or at its end.",
)
@click.option(
    "--anchor", type=FILE, help="File with trust anchors for --recheck; the root's KSKs without it."
)
@click.option("--at", metavar="TIME", help="Judge as of this time (ISO 8601); now without it.")
@with_door
def nta(door: Door, system: str | None, recheck: str | None, at: str | None, **options: object) -> None:  # fmt: skip
    """Propose negative trust anchors for names that the latest rehearsal found broken.

    Each has a reason and an end; run --recheck before the end. An exception that is in force keeps its end when it
    is proposed again. Top-level domains get none.
    """  # fmt: skip
    now = datetime.fromtimestamp(seconds_of(at), UTC)
    if recheck:
        anchor = options["anchor"]
        looked = look_again(door.home, resolver=recheck, anchor=Path(str(anchor)) if anchor else None, now=now)  # fmt: skip
        _tell(door, looked)
    else:
        propose(door.home, least_users=int(str(options["least_users"])), days=float(str(options["days"])), now=now)  # fmt: skip
    held = in_force(door.home)
    if system:
        sys.stdout.write(_text(system, held, now))
    elif door.as_json:
        door.emit(one.as_dict() for one in held)
    else:
        for one in held:
            why = ABOUT[one.fault].text.said(language_of(os.environ))
            door.say(printable(f"{one.name} {one.users:,} → {rfc3339(one.ends)}: {why}"))


def _text(system: str, held: list[Exemption], now: datetime) -> str:
    if system == "bind":
        return exceptions.bind(held, now)
    return exceptions.unbound(held) if system == "unbound" else exceptions.kresd(held)


def _tell(door: Door, looked: Looked) -> None:
    """Say what was dropped, on stderr: stdout holds what is in force."""
    for what, names in (("mended", looked.mended), ("at its end", looked.ended)):
        for one in names:
            door.warn(printable(f"noroshi: {one.name} is {what}; it is taken out"))
