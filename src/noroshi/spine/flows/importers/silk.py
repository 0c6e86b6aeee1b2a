"""SiLK: text of `rwcut`, with titles, padded or `--delimited`.

Titles may be cut to their column's width (`pro`, `initialF`); any order and choice of fields is
read (rwcut(1), "Fields"). SiLK's flows are unidirectional.
"""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import (
    Array,
    distinct_words,
    either,
    filled,
    is_one_of,
    matches,
    only_where,
    picked,
    replaced,
    typed,
)
from noroshi.spine.flows.blocks import read_lines
from noroshi.spine.flows.draft import F64, MISSING, Draft, counters, ends, settle
from noroshi.spine.flows.importers.delimited import Delimited
from noroshi.spine.flows.importers.moment import moments, seconds_between
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import Batch, integers, loose, numbers, texts
from noroshi.spine.flows.importers.titles import without_titles
from noroshi.spine.flows.schema import ARROW
from noroshi.spine.flows.tally import Tally
from noroshi.spine.flows.tcp import letters
from noroshi.spine.model import FLOW, InputError, address_text
from noroshi.spine.model.address import MAPPED, halves
from noroshi.spine.model.protocol import ICMP, ICMPV6

_FIELDS = (
    "sip", "dip", "sport", "dport", "protocol", "packets", "bytes", "flags", "stime", "duration",
    "etime", "sensor", "in", "out", "nhip", "initialflags", "sessionflags", "attributes",
    "application", "class", "type", "itype", "icode",
)  # fmt: skip
_SHORTEST = 2
"""A title is never cut below this."""

_PADDED = r"^\d{3}\.\d{3}\.\d{3}\.\d{3}$"
_LETTERED = r"^[0-9a-fA-F]*[a-fA-F][0-9a-fA-F]*$"
_AMERICAN = r"^(\d\d)/(\d\d)/(\d{4}) "

_LABELS = {21: "ftp", 22: "ssh", 25: "smtp", 53: "dns", 80: "http", 110: "pop3", 143: "imap", 194: "irc", 443: "ssl"}  # fmt: skip
"""Application labels (yafapplabel(1)): the port by which the recognised protocol is known."""

DROPPED = 128
"""Forwarding status of what was dropped, reason unknown (RFC 7270 section 4.12)."""
TIMED_OUT = 2
"""Flow end reason: active timeout (RFC 5102 section 5.11.3)."""


def is_silk(first: bytes) -> bool:
    """Whether octets begin with rwcut's titles."""
    line = first.split(b"\n", 1)[0].decode("utf-8", "replace")
    return {"sip", "dip"} <= set(titles(line)[0])


def titles(line: str) -> tuple[list[str], str]:
    """Field names of a title line in order, empty for unknown ones, and the separator."""
    others = re.sub(r"[\w+ .-]", "", line.strip("\r\n"))
    separator = others[0] if others else "\t" if "\t" in line else " "
    names: list[str] = []
    for cell in line.strip("\r\n").split(separator):
        title = cell.strip().lower().removesuffix("+msec")
        exact = [f for f in _FIELDS if f == title]
        cut = [f for f in _FIELDS if len(title) >= _SHORTEST and f.startswith(title)]
        name = (exact or cut or [""])[0]
        names.append(name if name and name not in names else f"?{len(names)}")
    return names, separator


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of rwcut's output."""
    lines = read_lines(source.path, tally)
    first, mark, rest = next(lines, b"").partition(b"\n")
    title = first.decode("utf-8", "replace")
    names, separator = titles(title)
    lacking = [name for name in ("sip", "dip", "protocol") if name not in names]
    if not {"stime", "etime"} & set(names):
        lacking.append("stime")
    if lacking or not mark:
        raise InputError(
            f"{source.path.name} has no rwcut titles: {', '.join(lacking) or 'rows'} missing; "
            "write it with rwcut --fields=sIP,dIP,sPort,dPort,protocol,packets,bytes,flags,"
            "sTime,duration and without --no-titles"
        )
    form = Delimited(names=names, used=_FIELDS, separator=separator)
    tally.line += 1
    block = rest or next(lines, b"")
    word = title.split(separator)[names.index("sip")].strip()
    while block:
        batch = without_titles(form.table(block, tally), "sip", word, tally)
        yield settle(_draft(batch, source), tally)
        block = next(lines, b"")


def _draft(batch: Batch, source: Source) -> Draft:
    start, duration = _times(batch)
    protocol = protocol_numbers(loose(batch, "protocol"))
    source_port, destination_port = _ports(batch, protocol)
    nothing = counters(batch.num_rows)
    return Draft(
        start_s=start,
        duration_s=duration,
        **ends(_address(batch, "sip", source), _address(batch, "dip", source)),
        protocol=protocol,
        source_port=source_port,
        destination_port=destination_port,
        octets=integers(loose(batch, "bytes")),
        packets=integers(loose(batch, "packets")),
        reverse_octets=nothing,
        reverse_packets=nothing,
        flags=_flags(batch),
        reverse_flags=nothing,
        more=_more(batch, source),
    )


def _times(batch: Batch) -> tuple[F64, F64]:
    start, end = _moments(batch, "stime"), _moments(batch, "etime")
    duration = numbers(loose(batch, "duration"))
    with np.errstate(invalid="ignore"):
        start = np.where(np.isnan(start), end - np.nan_to_num(duration), start)
    return start, np.where(np.isnan(duration), seconds_between(start, end), duration)


def _moments(batch: Batch, name: str) -> F64:
    column = texts(loose(batch, name))
    found = moments(column)
    if np.isinf(found).any():  # --timestamp-format=m/d/y
        found = moments(replaced(column, _AMERICAN, r"\3/\1/\2 "))
    return found


def _address(batch: Batch, name: str, source: Source) -> Array:
    """Addresses as text; each distinct whole number is turned to one (`--ip-format=decimal`)."""
    column = texts(loose(batch, name))
    padded = matches(column, _PADDED)
    if padded.any():
        bare = replaced(column, r"\b0+(\d)", r"\1")
        column = either(only_where(padded, bare), column)
    if not matches(column, r"^[0-9a-fA-F]+$").any():
        return column
    if matches(column, _LETTERED).any():
        # Digits alone would be taken for decimals, hence for other addresses.
        raise InputError(
            f"{source.path.name} holds hexadecimal addresses, which cannot be told from decimal "
            "ones; write it with rwcut --ip-format=canonical"
        )
    values, places = distinct_words(column)
    return picked(pa.array([_numbered(text) for text in values], pa.string()), places)


def _numbered(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 39):
        return text
    number = int(text)
    if number >> 128:
        return text
    high, low = (0, number | MAPPED) if number < 1 << 32 else halves(number)
    return address_text(high, low)


def _ports(batch: Batch, protocol: I64) -> tuple[I64, I64]:
    """Ports; for ICMP its type and code, which SiLK packs into dPort unless told otherwise."""
    source, destination = integers(loose(batch, "sport")), integers(loose(batch, "dport"))
    type_, code = integers(loose(batch, "itype")), integers(loose(batch, "icode"))
    icmp = (protocol == ICMP) | (protocol == ICMPV6)
    packed = icmp & (destination > 0xFF)
    known = icmp & (type_ >= 0)
    source = np.where(packed, destination >> 8, source)
    destination = np.where(packed, destination & 0xFF, destination)
    return np.where(known, type_, source), np.where(known & (code >= 0), code, destination)


def _flags(batch: Batch) -> I64:
    both = [_flags_of(loose(batch, name)) for name in ("flags", "initialflags", "sessionflags")]
    parts = np.where(both[1] >= 0, both[1], 0) | np.where(both[2] >= 0, both[2], 0)
    told = (both[1] >= 0) | (both[2] >= 0)
    return np.where(both[0] >= 0, both[0], np.where(told, parts, MISSING)).astype(np.int64)


def _flags_of(column: Array) -> I64:
    values, places = distinct_words(texts(column))
    known = [_bits(text) for text in values]
    if column.null_count == len(column):
        return counters(len(column))
    return np.array(known, np.int64)[places]


def _bits(text: str) -> int:
    """Flags of `FS PA`, or of a number (`--integer-tcp-flags`)."""
    bare = text.replace(" ", "")
    if bare.isascii() and bare.isdigit():
        return int(bare) if len(bare) <= 3 and int(bare) <= 0xFF else MISSING
    return letters(bare)


def _more(batch: Batch, source: Source) -> dict[str, Array]:
    more: dict[str, Array] = {}
    for name, column in (("in", "ingressInterface"), ("out", "egressInterface")):
        value = integers(loose(batch, name))
        more[column] = typed(value, ARROW[FLOW[column].type], value >= 0)
    hop = ends(*(2 * [_address(batch, "nhip", source)]))
    known = hop["source_known"] & (hop["source"].lo != MAPPED)
    for half, values in (("Hi", hop["source"].hi), ("Lo", hop["source"].lo)):
        more[f"nextHop{half}"] = pa.array(values, pa.int64(), mask=~known)
    more["exporter"] = filled(_named(batch, "sensor"), "silk")
    more["applicationName"] = _labels(batch)
    more |= _directions(batch)
    cut = matches(texts(loose(batch, "attributes")), "T")
    more["flowEndReason"] = typed(np.full(batch.num_rows, TIMED_OUT), pa.uint8(), cut)
    return more


def _named(batch: Batch, name: str) -> Array:
    column = texts(loose(batch, name))
    return only_where(~is_one_of(column, "", "-"), column)


def _labels(batch: Batch) -> Array:
    values, places = distinct_words(texts(loose(batch, "application")))
    named = [_LABELS.get(int(v)) if v.isascii() and v.isdigit() else None for v in values]
    return picked(pa.array(named, pa.string()), places)


def _directions(batch: Batch) -> dict[str, Array]:
    """Flow direction and whether it was dropped, from SiLK's types (`in`, `outweb`, `innull`, …)."""
    column = texts(loose(batch, "type"))
    inward, outward = matches(column, "^in"), matches(column, "^out")
    return {
        "flowDirection": typed(outward.astype(np.int64), pa.uint8(), inward | outward),
        "forwardingStatus": typed(
            np.full(batch.num_rows, DROPPED), pa.uint8(), matches(column, "null$")
        ),
    }
