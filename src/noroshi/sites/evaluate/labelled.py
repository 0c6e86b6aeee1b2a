"""Labelled: URLs that people called phishing or harmless, each page once, few of each domain."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from noroshi.sites.analyse import UrlParts, url_parts
from noroshi.sites.names import registered_domain
from noroshi.spine.model import InputError

URL_COLUMNS = ("url", "value", "host", "domain")
DATE_COLUMNS = ("date", "ts", "confirmed_jst", "first_seen", "time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One labelled URL.

    Attributes:
        parts: The URL, taken apart.
        domain: Its registered domain; nothing of one domain is in two parts of a split.
        date: When it was labelled, as ISO 8601 text that sorts; empty if unknown.
        source: Who labelled it.
    """

    parts: UrlParts
    domain: str
    date: str = ""
    source: str = ""

    @property
    def is_page(self) -> bool:
        """Whether the URL names more than a host."""
        return bool(self.parts.path or self.parts.query)


def labelled(url: str, *, date: str = "", source: str = "") -> Labelled:
    """A labelled URL.

    Raises:
        InputError: The text is no web URL.
    """
    parts = url_parts(url)
    return Labelled(parts=parts, domain=registered_domain(parts.host), date=date, source=source)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, or of a list with one URL a line; `.zst` and `.gz` are unpacked.

    Raises:
        InputError: The file is neither text nor CSV.
    """
    try:
        with pa.input_stream(str(path), compression="detect") as stream:
            text = TextIOWrapper(cast("BinaryIO", stream), encoding="utf-8", newline="")
            yield from _rows(text)
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException) as error:
        raise InputError(f"{path} cannot be read as a list of URLs: {error}") from error


def read_labelled(path: Path, refused: Counter[str]) -> Iterator[Labelled]:
    """Labelled URLs of a file: the first of `url`, `value`, `host` that it has, and a date column.

    Their source is that of a column `source`, else the file's name.

    Args:
        path: A CSV file with a head, or a list with one URL a line.
        refused: Counts rows without a URL, by reason.
    """
    for row in read_rows(path):
        date = next((row[name] for name in DATE_COLUMNS if row.get(name)), "")
        source = row.get("source") or path.name.partition(".")[0]
        try:
            yield labelled(url_of(row), date=date, source=source)
        except InputError as error:
            refused[str(error)] += 1


def url_of(row: Mapping[str, str]) -> str:
    """The URL, or the host alone, of a row; empty where it has none."""
    return next((row[name] for name in URL_COLUMNS if row.get(name)), "")


def few_of_each(rows: Iterable[Labelled], most: int) -> list[Labelled]:
    """Each page once, and at most so many pages of a registered domain, chosen by hash."""
    kept: list[Labelled] = []
    taken: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    for row in sorted(rows, key=_shuffled):
        page = (row.parts.host, row.parts.path, row.parts.query)
        if page not in seen and taken[row.domain] < most:
            seen.add(page)
            taken[row.domain] += 1
            kept.append(row)
    return kept


def domain_share(domain: str) -> float:
    """A number in [0, 1) by which a registered domain is put into one part of a split."""
    return int.from_bytes(sha256(domain.encode()).digest()[:4], "big") / 2**32


def _shuffled(row: Labelled) -> bytes:
    return sha256("\0".join((row.parts.host, row.parts.path, row.parts.query)).encode()).digest()


def _rows(text: Iterable[str]) -> Iterator[dict[str, str]]:
    lines = iter(text)
    first = next(lines, "").lstrip("\ufeff")
    head = [name.strip().lower() for name in next(csv.reader([first]), [])]
    if not set(head) & set(URL_COLUMNS):
        yield from ({"url": line.strip()} for line in (first, *lines) if line.strip())
        return
    for fields in csv.reader(lines):
        yield dict(zip(head, fields, strict=False))
