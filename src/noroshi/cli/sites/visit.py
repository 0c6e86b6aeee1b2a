"""`noroshi sites visit`: look at pages under guard, and keep evidence."""

import asyncio
from collections import Counter
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.visiting import Kept, profile_named, visit_all


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--profile",
    default="mobile",
    show_default=True,
    help="Who looks: mobile, desktop, returning or foreign.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory for the evidence; evidence/visits in the home if left out.",
)
@with_door
def visit(door: Door, urls: tuple[str, ...], profile: str, out: Path | None) -> None:
    """Look at each URL as a victim would, and keep what was seen as signed evidence.

    The browser reaches global addresses only, types nothing, and what pages push goes to quarantine.
    What identifies a victim is taken out of the URL first. No verdict is given.
    """
    refused: Counter[str] = Counter()
    home = door.home.create()

    async def told() -> None:
        kept = visit_all(urls, profile_named(profile), home, out=out, refused=refused)
        async for one in kept:
            door.emit([one.as_row()]) if door.as_json else _tell(door, one)

    asyncio.run(told())
    tell_refused(refused, "URLs")


def _tell(door: Door, kept: Kept) -> None:
    seen = kept.visit
    door.say(f"{seen.outcome.value:<12} {defanged(printable(seen.url))}")
    if seen.final_url != seen.url:
        door.say(f"  leads to {defanged(printable(seen.final_url))}")
    if seen.detail:
        door.say(f"  {printable(seen.detail)}")
    if seen.title:
        door.say(f"  “{printable(seen.title)}”")
    door.say(f"  {kept.evidence}")
