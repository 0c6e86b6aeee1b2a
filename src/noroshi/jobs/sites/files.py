"""Job: files that people hand in, a message, a picture or a table, become what was said."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from noroshi.jobs.sites.intake import Said
from noroshi.sites.evaluate.labelled import URL_COLUMNS
from noroshi.sites.sense.compound import MAGIC
from noroshi.sites.sense.letters import letter_reader
from noroshi.sites.sense.mail import read_mail, read_outlook
from noroshi.sites.sense.picture import picture_texts, readings
from noroshi.spine.model import InputError
from noroshi.spine.model.site_report import Channel

MOST_CELL = 8_000
"""Characters of a URL in a table."""


def said_in_mail(octets: bytes, source: str, refused: Counter[str], words: str = "") -> Said:
    """What a message says: URLs of its texts, links and pictures. The same message counts once.

    Args:
        octets: The message, as it travels (.eml) or as Outlook saves it (.msg).
        source: Name of the watcher or door.
        refused: Counts pictures that cannot be read, by reason.
        words: What the reporter says himself.

    Raises:
        InputError: It is no message, or larger or deeper than one may be.
    """
    letter = read_outlook(octets) if octets.startswith(MAGIC) else read_mail(octets)
    texts, links = list(letter.texts), list(letter.links)
    for picture in letter.pictures:
        try:
            read = picture_texts(picture)
        except InputError as error:
            refused[str(error)] += 1
        else:
            texts += read
            if read:
                letter.add_sign("qr-code")
    return Said(
        channel=Channel.MAIL,
        source=source,
        text="\n".join([words, letter.subject, *texts]),
        urls=links,
        keep_words=True,
        names=letter.names,
        signs=letter.signs,
        origin=sha256(octets).hexdigest(),
    )


def said_in_picture(octets: bytes, source: str, words: str = "") -> Said:
    """What a picture says: QR codes, and letters where a reader is installed.

    Raises:
        InputError: It is no picture, or larger than any screen.
    """
    texts = picture_texts(octets, letter_reader())
    return Said(
        channel=Channel.IMAGE,
        source=source,
        text=words,
        urls=[url for text in texts for url in readings(text)],
        keep_words=True,
    )


def said_in_file(octets: bytes, source: str, refused: Counter[str], words: str = "") -> Said:
    """What an uploaded file says, by its first octets: a picture, or else a message.

    Raises:
        InputError: It is neither.
    """
    if octets.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")):
        return said_in_picture(octets, source, words)
    return said_in_mail(octets, source, refused, words)


def said_in_table(
    lines: Iterable[bytes | None], source: str, refused: Counter[str]
) -> Iterator[Said]:
    """One report a row: the first of the columns `url`, `value`, `host` and `domain`, or a URL a line.

    Args:
        lines: The table's lines; null for one that was too long.
        source: Name of the door.
        refused: Counts rows without a URL, by reason.
    """
    column: int | None = None
    for number, line in enumerate(lines):
        if line is None:
            refused["line-too-long"] += 1
            continue
        try:
            row = next(csv.reader([line.decode("utf-8-sig")]), [])
        except (UnicodeDecodeError, csv.Error):
            refused["no-table"] += 1
            continue
        head = [cell.strip().lower() for cell in row]
        if number == 0 and (named := [n for n, cell in enumerate(head) if cell in URL_COLUMNS]):
            column = named[0]
            continue
        at = column or 0
        if at < len(row) and 0 < len(row[at]) <= MOST_CELL:
            yield Said(channel=Channel.COMMAND, source=source, urls=[row[at]])
        else:
            refused["no-url"] += 1
