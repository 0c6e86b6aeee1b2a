"""Argus: `ra` CSV and the binetflow files of the CTU data sets, biflow or unidirectional."""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, contains, distinct_words, picked, typed, words
from noroshi.spine.flows.blocks import read_lines
from noroshi.spine.flows.draft import BAD, MISSING, Draft, ends, settle
from noroshi.spine.flows.importers.delimited import Delimited
from noroshi.spine.flows.importers.moment import moments
from noroshi.spine.flows.importers.one_way import one_way
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import Batch, integers, loose, numbers, texts
from noroshi.spine.flows.tally import Tally
from noroshi.spine.flows.tcp import argus_state, state_flags
from noroshi.spine.model import InputError

USED = (
    "starttime", "dur", "proto", "srcaddr", "sport", "dir", "dstaddr", "dport", "state", "stos",
    "totpkts", "totbytes", "srcbytes", "srcpkts", "dstpkts", "dstbytes",
)  # fmt: skip
_NEEDED = ("starttime", "proto", "srcaddr", "dstaddr", "totbytes")


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of a file whose first line names its columns."""
    lines = read_lines(source.path, tally)
    header, mark, rest = next(lines, b"").partition(b"\n")
    names = header_names(header)
    lacking = [name for name in _NEEDED if name not in names]
    if lacking or not mark:
        raise InputError(
            f"{source.path.name} has no Argus header: {', '.join(lacking) or 'rows'} missing; "
            "write it with ra -c , and column titles (StartTime,Dur,Proto,SrcAddr,…)"
        )
    uniflow: bool | None = True if source.uniflow else None
    form = Delimited(names=names, used=USED, separator=",", may_be_longer=True)
    tally.line += 1
    block = rest or next(lines, b"")
    while block:
        batch = form.table(block, tally)
        if uniflow is None:
            uniflow = looks_unidirectional(batch)
        draft = _draft(batch)
        yield settle(one_way(draft) if uniflow else draft, tally)
        block = next(lines, b"")


def header_names(line: bytes) -> list[str]:
    """Column names in lower case; repeated ones get a number."""
    cells = line.decode("utf-8", "replace").split(",")
    names: list[str] = []
    for cell in cells:
        name = cell.strip().strip('"').lower()
        names.append(name if name not in names else f"{name}.{len(names)}")
    return names


def looks_unidirectional(batch: Batch) -> bool:
    """Whether all octets are the source's and every arrow points one way."""
    arrows, _ = distinct_words(texts(loose(batch, "dir")))
    together, mine = integers(loose(batch, "totbytes")), integers(loose(batch, "srcbytes"))
    return set(arrows) <= {"->", ""} and bool(
        (np.where(mine < 0, together, mine) == together).all()
    )


def _draft(batch: Batch) -> Draft:
    together, octets = integers(loose(batch, "totbytes")), integers(loose(batch, "srcbytes"))
    back = integers(loose(batch, "dstbytes"))
    known = (together >= 0) & (octets >= 0) & (back == MISSING)
    # More octets from one side than of both is a damaged row.
    back = np.where(known, np.where(octets <= together, together - octets, BAD), back)
    sums, packets = integers(loose(batch, "totpkts")), integers(loose(batch, "srcpkts"))
    forward, reverse = state_flags(texts(loose(batch, "state")), argus_state)
    protocol = protocol_numbers(loose(batch, "proto"))
    return Draft(
        start_s=moments(loose(batch, "starttime")),
        duration_s=numbers(loose(batch, "dur")),
        **ends(texts(loose(batch, "srcaddr")), texts(loose(batch, "dstaddr"))),
        protocol=protocol,
        source_port=_port(loose(batch, "sport")),
        destination_port=_port(loose(batch, "dport")),
        octets=np.where(octets == MISSING, together, octets),
        packets=np.where(packets == MISSING, sums, packets),
        reverse_octets=back,
        reverse_packets=np.where(packets == MISSING, MISSING, integers(loose(batch, "dstpkts"))),
        flags=forward,
        reverse_flags=reverse,
        more={"ipClassOfService": _service(integers(loose(batch, "stos")))},
    )


def _service(value: I64) -> Array:
    return typed(value, pa.uint8(), value >= 0)


def _port(column: Array) -> I64:
    """Ports; Argus writes those of ICMP in hexadecimal."""
    column = texts(column)
    ports = integers(column)
    rows = np.flatnonzero(contains(column, "x"))
    ports[rows] = np.array([_hexadecimal(text) for text in words(picked(column, rows))], np.int64)
    return ports


def _hexadecimal(text: str) -> int:
    return int(text, 16) if re.fullmatch("0x[0-9a-fA-F]{1,4}", text) else BAD
