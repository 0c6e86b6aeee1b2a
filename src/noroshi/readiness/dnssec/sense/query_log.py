"""Query log: names that clients asked for, from the logs of Unbound and BIND, from dnstap and CSV.

A client's address is handed to a keyed pseudonym at once; nothing of it is kept.
"""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import IO, NamedTuple

import dns.exception
import dns.name

from noroshi.spine.model import ConfigError, InputError

LONGEST_LINE = 8_192
HEAD = 50
"""Lines from which the format is told."""


class Asked(NamedTuple):
    """One question of a client."""

    client: str
    name: str
    kind: str


_UNBOUND = re.compile(r"info: (\S+) (\S+) ([A-Z0-9]+) IN\s*$")
_BIND = re.compile(
    r"client (?:@\S+ )?([0-9A-Fa-f.:]+)#\d+ \([^)]*\): (?:view \S+: )?query: (\S+) IN ([A-Z0-9]+)\b"
)


def _unbound(line: str) -> Asked | None:
    found = _UNBOUND.search(line)
    return Asked(found[1], found[2], found[3]) if found else None


def _bind(line: str) -> Asked | None:
    found = _BIND.search(line)
    return Asked(found[1], found[2], found[3]) if found else None


def _dnstap(line: str) -> Asked | None:
    """A line of `dnstap -j` (golang-dnstap); of all its messages only a client's question counts."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    message = row.get("message", row) if isinstance(row, dict) else None
    if not isinstance(message, dict) or message.get("type", "CLIENT_QUERY") != "CLIENT_QUERY":
        return None
    client = message.get("query_address", message.get("client"))
    name, kind = message.get("query_name"), message.get("query_type")
    if name is None and isinstance(message.get("query_message"), str):
        found = re.search(
            r"^;?\s*(\S+)\s+IN\s+([A-Z0-9]+)\s*$", message["query_message"], re.MULTILINE
        )
        name, kind = (found[1], found[2]) if found else (None, None)
    if not all(isinstance(one, str) for one in (client, name, kind)):
        return None
    return Asked(str(client), str(name), str(kind))


FORMATS: dict[str, Callable[[str], Asked | None]] = {
    "unbound": _unbound,
    "bind": _bind,
    "dnstap": _dnstap,
}
"""Reader of one line by the name of the format; `csv` has a head."""


@dataclass(slots=True)
class Reading:
    """What a log gave beside its questions.

    Attributes:
        lines: All lines.
        refused: Lines left out, by reason.
    """

    lines: int
    refused: Counter[str]


def read_log(path: Path, form: str, reading: Reading) -> Iterator[Asked]:
    """The questions of a log, names in canonical form without the root's dot.

    Args:
        path: Text, or gzip.
        form: `auto` or a format's name.
        reading: Is told what was left out.

    Raises:
        ConfigError: The file cannot be read.
        InputError: No line of its head is of a known format.
    """
    try:
        with _opened(path) as file:
            lines = _lines(file, reading)
            head = [line for _, line in zip(range(HEAD), lines, strict=False)]
            form = _form_of(head, path) if form == "auto" else form
            asked = _csv(head, lines) if form == "csv" else _plain(head, lines, FORMATS[form])
            for one in asked:
                if (good := _canonical(one, reading)) is not None:
                    yield good
    except (OSError, EOFError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    if is_gzip:
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def _lines(file: IO[str], reading: Reading) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        reading.lines += 1
        if not line.endswith("\n") and len(line) == LONGEST_LINE:
            reading.refused["too long"] += 1
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            continue
        if line.strip():
            yield line


def _form_of(head: list[str], path: Path) -> str:
    found = {form: sum(read(line) is not None for line in head) for form, read in FORMATS.items()}
    best = max(found, key=lambda form: found[form])
    if found[best]:
        return best
    if head and {"client", "name"} <= {cell.strip().lower() for cell in head[0].split(",")}:
        return "csv"
    raise InputError(
        f"{path.name} is no query log of a known form; give one of unbound, bind, dnstap (JSON lines), "
        "or CSV with the columns client, name, type"
    )


def _plain(
    head: list[str], rest: Iterator[str], read: Callable[[str], Asked | None]
) -> Iterator[Asked | None]:
    for lines in (head, rest):
        for line in lines:
            yield read(line)


def _csv(head: list[str], rest: Iterator[str]) -> Iterator[Asked | None]:
    def lines() -> Iterator[str]:
        yield from head
        yield from rest

    rows = csv.DictReader(lines())
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
    try:
        for row in rows:
            client, name, kind = (row.get(key) for key in ("client", "name", "type"))
            yield Asked(client, name, kind or "A") if client and name else None
    except csv.Error:
        yield None


def _canonical(asked: Asked | None, reading: Reading) -> Asked | None:
    if asked is None:
        reading.refused["no question"] += 1
        return None
    try:
        client = str(ip_address(asked.client.strip()))
        name = dns.name.from_text(asked.name[:1_100].strip()).canonicalize()
    except (ValueError, dns.exception.DNSException):
        reading.refused["malformed"] += 1
        return None
    return Asked(
        client, name.to_text(omit_final_dot=len(name) > 1), asked.kind.strip().upper()[:20]
    )
