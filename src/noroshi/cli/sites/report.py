"""`noroshi sites report`: a web page, a message, a picture or a table comes in."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.sites.files import said_in_mail, said_in_picture, said_in_table
from noroshi.jobs.sites.intake import Said, SiteIntake, site_intake
from noroshi.jobs.sites.lines import opened_lines
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.model.site_report import Channel
from noroshi.spine.store import Store

SOURCE = "command"
AT_ONCE = 500
"""Reports that are kept in one step."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("url", nargs=-1)
@click.option("--words", default="", help="What is known of it. Leave names of people out.")
@click.option(
    "--eml", type=FILE, multiple=True, help="A message (.eml or Outlook's .msg), with its QR codes."
)
@click.option("--image", type=FILE, multiple=True, help="A picture: QR codes, and letters by OCR.")
@click.option(
    "--csv",
    "table",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="A table with a column url, or a URL a line; - is stdin. One report a row.",
)
@with_door
def report(
    door: Door,
    *,
    url: tuple[str, ...],
    words: str,
    eml: tuple[Path, ...],
    image: tuple[Path, ...],
    table: str | None,
) -> None:
    """Report web pages; each report gets a receipt number.

    URL may be disarmed (hxxps://login[.]bank[.]example). What tells whom a link was sent to is masked
    before anything is kept, and so are names, addresses and numbers in words and messages.
    """
    if not (url or eml or image or table):
        raise ConfigError("name a URL, or a file by --eml, --image or --csv")
    refused: Counter[str] = Counter()
    home = door.home.create()
    with Store.open(home.state) as store:
        intake = site_intake(home.settings, store.database, lambda: datetime.now(UTC), home.path)
        said = _said(url, words, eml, image, table, refused)
        while some := list(islice(said, AT_ONCE)):
            _take(door, intake, some)
        refused += intake.refused
    tell_refused(refused, "reports or URLs")


def _take(door: Door, intake: SiteIntake, some: list[Said]) -> None:
    taken = intake.take(some)
    if door.as_json:
        door.emit({"receipt": receipt} for receipt in taken.receipts)
    else:
        for receipt in taken.receipts:
            click.echo(receipt)


def _said(  # the command's own options
    urls: tuple[str, ...],
    words: str,
    mails: tuple[Path, ...],
    images: tuple[Path, ...],
    table: str | None,
    refused: Counter[str],
) -> Iterator[Said]:
    for text in urls:
        yield Said(channel=Channel.COMMAND, source=SOURCE, urls=[text], text=words, keep_words=True)
    for path in mails:
        yield from _read(path, refused, lambda octets: said_in_mail(octets, SOURCE, refused, words))
    for path in images:
        yield from _read(path, refused, lambda octets: said_in_picture(octets, SOURCE, words))
    if table:
        yield from said_in_table(opened_lines(table), SOURCE, refused)


def _read(path: Path, refused: Counter[str], reader: Callable[[bytes], Said]) -> Iterator[Said]:
    try:
        yield reader(path.read_bytes())
    except InputError as error:
        refused[str(error)] += 1
