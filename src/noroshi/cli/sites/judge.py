"""`noroshi sites judge`: visit addresses and say what they are, and why."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.sites.judging import (
    Address,
    JudgedRow,
    PlayedPages,
    judge_addresses,
    own_parameters,
    read_addresses,
)
from noroshi.jobs.sites.lines import opened_lines
from noroshi.jobs.sites.looking import opened_looks
from noroshi.jobs.sites.results import defanged
from noroshi.spine.model import ConfigError
from noroshi.spine.net.web_server import WebServer


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]…")
@click.option(
    "--pages",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Pages to serve on loopback: a JSON object a line with id, url and html. Every name is mapped there.",
)
@click.option(
    "--language", type=click.Choice(["ja", "en"]), default="ja", help="Of the reasons shown."
)
@with_door
def judge(door: Door, urls: tuple[str, ...], pages: str | None, language: str) -> None:
    """Visit pages with Chromium, judge what they show, and explain it.

    The verdict is phish, fake-shop, malware, support-scam, compromised, suspicious, benign or dead.
    route tells whether policy may share it without an analyst. An address is looked at again, as
    another visitor, only where the page may hide something. Evidence lies below the home.
    """
    refused: Counter[str] = Counter()
    rows = [Address(url=url) for url in urls]
    if pages is not None:
        rows += read_addresses(opened_lines(pages), refused)
    if not rows and not refused:
        raise ConfigError("name at least one URL, or a file with --pages")
    asyncio.run(_judge(door, rows, played=pages is not None, language=language))
    tell_refused(refused, "pages")


async def _judge(door: Door, rows: list[Address], *, played: bool, language: str) -> None:
    async with AsyncExitStack() as stack:
        server = None
        if played:
            server = await stack.enter_async_context(WebServer(PlayedPages(rows).answer))
        look = await stack.enter_async_context(opened_looks(server, door.home.create()))
        await _tell(
            door, judge_addresses(rows, look, own_parameters(door.home)), len(rows), language
        )


async def _tell(door: Door, judged: AsyncIterator[JudgedRow], total: int, language: str) -> None:
    done = 0
    async for row in judged:
        done += 1
        if door.as_json:
            door.emit([row])
        else:
            brand = f" [{printable(row['brand'])}]" if row["brand"] else ""
            door.say(
                f"{row['verdict']:<12} {row['score']:.3f} {defanged(printable(row['url']))}{brand}"
            )
            for reason in row["reasons"][:4]:
                door.say(f"    {printable(reason[language])}")
        if done % 100 == 0:
            door.warn(f"{done:,} of {total:,}")
