"""Lists: block lists of others, recognised by content.

Tables (Feodo Tracker, SSLBL, ThreatFox, C2IntelFeeds, our own CSV) name their columns in a header,
commented out or not. Plain text (Feodo, ThreatFox, C2-Tracker, IPsum, FireHOL, maltrail) has one
entry a line. JSON is a STIX 2.1 bundle or a MISP event.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from noroshi.c2.evaluate.blocklist import LISTED, BlockList
from noroshi.c2.evaluate.entry import LONGEST_ENTRY, Refused, moment_of, subject_of
from noroshi.c2.evaluate.list_json import entries_of_json
from noroshi.c2.evaluate.snapshot import snapshot_of
from noroshi.spine.model import InputError, Observation

LARGEST_BYTES = 256 * 1024 * 1024
"""Octets of a list; the largest public one has about 5 MB."""

MOST_ENTRIES = 5_000_000
"""Entries of a list; the rest of a longer one is not read."""

ADDRESS = ("dst_ip", "dstip", "ip", "ip_address", "address", "value", "ioc_value")
PORT = ("dst_port", "dstport", "port")
FIRST = ("first_seen_utc", "firstseen", "first_seen")
LAST = ("last_online", "lastseen", "last_seen_utc", "last_seen")
DETAIL = ("malware", "malware_printable", "ioc", "listingreason", "label")
FINGERPRINT = ("ja3_md5", "sha1", "sha256", "md5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry in a list's own words."""

    text: str
    port: str = ""
    first: str = ""
    last: str = ""
    detail: str = ""


def read_list(path: Path) -> BlockList:
    """The list in a file.

    Raises:
        InputError: The file cannot be read, is too large, or is no list.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"{path} is larger than {LARGEST_BYTES:,} octets; no list is")
        return parse_list(path.read_bytes(), path.name)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def parse_list(data: bytes, name: str) -> BlockList:
    """The list in some octets; its name may carry its date.

    Raises:
        InputError: The octets are binary, or JSON that is no STIX bundle or MISP event.
    """
    if b"\0" in data[:65536]:
        raise InputError(f"{name} is binary; give the list as text, CSV or JSON, unpacked")
    bare = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[:1] == b"{":
        found, cells = entries_of_json(bare, name)
        return _made(name, found, None, (Entry(**cell) for cell in cells))
    lines = data.decode("utf-8-sig", errors="replace").split("\n")
    comments = [line.strip() for line in lines[:200] if line.lstrip().startswith("#")]
    header = _header(lines)
    entries = _table_entries(lines, header) if header else _line_entries(lines)
    kind = _table_kind(header) if header else _text_kind(comments)
    return _made(name, kind, comments, entries)


def _made(
    name: str, kind: str, comments: Sequence[str] | None, entries: Iterable[Entry]
) -> BlockList:
    snapshot = snapshot_of(comments or (), name)
    source = f"{name}@{snapshot:%Y-%m-%d}" if snapshot else name
    refused: Counter[str] = Counter()
    kept: list[Observation] = []
    for entry in islice(entries, MOST_ENTRIES):
        try:
            kept.append(_observation(entry, source))
        except Refused as error:
            refused[error.reason] += 1
    return BlockList(
        name=name,
        format=kind,
        snapshot=snapshot,
        observations=tuple(kept),
        read=len(kept) + refused.total(),
        refused=dict(refused),
    )


def _observation(entry: Entry, source: str) -> Observation:
    return Observation(
        subject=subject_of(entry.text, entry.port),
        source=source,
        kind=LISTED,
        first_seen=moment_of(entry.first),
        last_seen=moment_of(entry.last),
        detail=entry.detail[:200],
    )


def _header(lines: Sequence[str]) -> tuple[str, ...]:
    """Column names of a table in lower case; empty for plain text.

    It stands in a comment or in the first line that is none.
    """
    for line in lines[:200]:
        text = line.strip()
        names = tuple(cell.strip().lower() for cell in _cells(text.lstrip("# ")))
        if len(names) > 1 and set(names) & {*ADDRESS, *FINGERPRINT}:
            return names
        if text and not text.startswith("#"):
            return ()
    return ()


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], skipinitialspace=True), [])
    except csv.Error:
        return []


def _table_entries(lines: Sequence[str], header: tuple[str, ...]) -> Iterator[Entry]:
    known = {*ADDRESS, *FINGERPRINT}
    for line in lines:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        cells = _cells(text) if len(text) <= LONGEST_ENTRY else [text]
        if {cell.lower() for cell in cells} & known and len(cells) == len(header):
            continue  # the header itself
        yield _table_entry(dict(zip(header, cells, strict=False)))


def _table_entry(cells: Mapping[str, str]) -> Entry:
    return Entry(
        text=_first_of(cells, ADDRESS) or _first_of(cells, FINGERPRINT),
        port=_first_of(cells, PORT),
        first=_first_of(cells, FIRST),
        last=_first_of(cells, LAST),
        detail=_first_of(cells, DETAIL),
    )


def _first_of(cells: Mapping[str, str], names: Sequence[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _table_kind(header: tuple[str, ...]) -> str:
    names = set(header)
    if "ja3_md5" in names:
        return "sslbl-ja3"
    if "c2_status" in names:
        return "feodo-csv"
    if {"firstseen", "dstip", "dstport"} <= names:
        return "sslbl-csv"
    return "c2intelfeeds-csv" if {"ip", "ioc"} <= names else "csv"


def _line_entries(lines: Iterable[str]) -> Iterator[Entry]:
    for line in lines:
        text = line.split("#", 1)[0].strip()
        if text:
            words = text[: LONGEST_ENTRY + 1].split(None, 2)
            counted = len(words) > 1 and words[1].isdecimal()
            yield Entry(text=words[0], detail=f"{words[1]} lists" if counted else "")


def _text_kind(comments: Sequence[str]) -> str:
    told = " ".join(comments).lower()
    for word, kind in (
        ("feodo tracker", "feodo-text"),
        ("ipsum", "ipsum"),
        ("ipset", "firehol"),
        ("maltrail", "maltrail"),
    ):
        if word in told:
            return kind
    return "text"
