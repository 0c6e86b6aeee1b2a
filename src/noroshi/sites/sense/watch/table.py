"""Table: lists of phishing and malware URLs that others publish, whole each time they change.

Which column holds the URL, and which tells a row, is all that differs between them. Columns that
name the reporter are not read.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from noroshi.sites.sense.watch.batch import Batch, Post
from noroshi.sites.sense.watch.document import changed_document
from noroshi.sites.sense.watch.way import Way
from noroshi.spine.model import SourceError

AT_ONCE = 1_000
"""Rows of one batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where a list says what.

    Attributes:
        url: Name of the column with the URL.
        id: Name of the column that tells a row.
        head: Names of all columns, where the file itself gives them in a comment only.
    """

    url: str
    id: str
    head: tuple[str, ...] = ()


URLHAUS = Columns(
    url="url",
    id="id",
    head=("id", "dateadded", "url", "url_status", "last_online", "threat", "tags", "urlhaus_link", "reporter"),
)  # fmt: skip
"""Source: urlhaus.abuse.ch/api, "Database dump (CSV)"."""

PHISHTANK = Columns(url="url", id="phish_id")
"""Source: phishtank.org/developer_info.php, the CSV format."""


def table_batches(way: Way, columns: Columns | None, cursor: str) -> Iterator[Batch]:
    """The rows of a list in batches, or nothing where it is as it was.

    Args:
        way: To the list.
        columns: Of the CSV; null for a text with one URL a line, as OpenPhish gives it.
        cursor: Validators of the last reading; they move with the last batch.

    Raises:
        SourceError: The source is unwell, or gives no list.
    """
    document = changed_document(way, cursor)
    if document is None:
        return
    text = document.body.decode("utf-8-sig", "replace").replace("\0", "")
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        raise SourceError(f"{way.name} gives a web page in place of a list; check its url")
    posts: list[Post] = []
    refused: Counter[str] = Counter()
    count = 0
    for post in _rows(text, columns):
        count += 1
        if post is None:
            refused["no-url"] += 1
        else:
            posts.append(post)
        if count == AT_ONCE:
            yield Batch(posts=posts, read=count, refused=refused)
            posts, refused, count = [], Counter(), 0
    yield Batch(posts=posts, cursor=document.cursor, read=count, refused=refused)


def _rows(text: str, columns: Columns | None) -> Iterator[Post | None]:
    if columns is None:
        for line in map(str.strip, text.splitlines()):
            if line and not line.startswith("#"):
                yield Post(id=line[:8_000], urls=[line[:8_000]])
        return
    lines = (line for line in StringIO(text, newline="") if not line.startswith("#"))
    for row in csv.DictReader(lines, fieldnames=columns.head or None, strict=False):
        url = row.get(columns.url) or ""
        yield Post(id=f"{row.get(columns.id)} {url}"[:8_000], urls=[url[:8_000]]) if url else None
