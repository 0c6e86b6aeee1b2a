"""`noroshi sites takedown`: drafts of requests to take a page down."""

from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.taking_down import (
    Written,
    contacts_asked,
    contacts_given,
    contacts_in,
    write_drafts,
)
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Limits, Outbound
from noroshi.spine.store import Database

OWNER = "cli:owner"
"""Whoever may run commands on the home."""
LIMITS = Limits(total_s=30.0, size_bytes=2 * 1024 * 1024)


@click.command()
@click.argument("page", metavar="URL|ID")
@click.option("--contact", "contacts", multiple=True, metavar="ROLE=ADDRESS", help="Whom to write to: hosting=ADDRESS or registrar=ADDRESS; repeatable.")  # fmt: skip
@click.option("--rdap", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A registry's answer (RDAP, JSON) about the network or the domain; repeatable.")  # fmt: skip
@click.option("--rdap-server", metavar="URL", help="Ask this RDAP server; it learns what is asked about. Left out, nobody is asked.")  # fmt: skip
@click.option("--rdap-allow", multiple=True, metavar="CIDR", help="Address range besides global ones in which the RDAP server may be; repeatable.")  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Directory for the drafts; evidence/takedown in the home if left out.")  # fmt: skip
@with_door
def takedown(  # noqa: PLR0913  # one parameter for each option
    door: Door,
    *,
    page: str,
    contacts: tuple[str, ...],
    files: tuple[Path, ...],
    rdap_server: str | None,
    rdap_allow: tuple[str, ...],
    out: Path | None,
) -> None:
    """Write drafts to the hosting provider, the registrar and the anti-phishing council.

    Each is in Japanese and in English, from kept evidence; addresses are defanged, and nothing of
    whoever reported the page is in them. Nothing is sent: check.ja.txt and check.en.txt tell what
    a person must check first.
    """
    home = door.home.create()
    with Database.open(home.state) as database:
        found = [*contacts_given(contacts), *contacts_in(files)]
        if rdap_server:
            outbound = Outbound(limits=LIMITS, destinations=Destinations(allow=rdap_allow))
            found += contacts_asked(home, database, page, rdap_server, outbound)
        now = datetime.now(UTC)
        written = write_drafts(home, database, page, contacts=found, by=OWNER, at=now, out=out)
    if door.as_json:
        door.emit([_row(written)])
    else:
        _tell(door, written)


def _row(written: Written) -> dict[str, object]:
    return {
        "url": written.url,
        "state": written.state,
        "place": str(written.place),
        "files": list(written.files),
        "contacts": [
            {"role": one.role.value, "mail": one.mail, "source": one.source}
            for one in written.contacts
        ],
    }


def _tell(door: Door, written: Written) -> None:
    door.say(f"Drafts for {defanged(written.url)} in {written.place}; nothing was sent.")
    for name in written.files:
        door.say(f"  {name}")
    if written.state in {"dead", "harmless"}:
        door.say(f"The page was found {written.state} last: look before you send anything.")
    if not written.contacts:
        door.say("No contact is known: give --contact or --rdap, or fill in the recipients.")
