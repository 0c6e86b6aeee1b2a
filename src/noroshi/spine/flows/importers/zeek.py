"""Zeek: conn.log, tab-separated with its `#fields` header (labelled variants too) or JSON Lines."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, filled, is_one_of, joined, only_where
from noroshi.spine.flows.blocks import read_lines
from noroshi.spine.flows.draft import MISSING, Draft, ends, settle
from noroshi.spine.flows.importers.delimited import Delimited
from noroshi.spine.flows.importers.jsonl import JsonLines
from noroshi.spine.flows.importers.moment import moments
from noroshi.spine.flows.importers.one_way import one_way
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import Batch, integers, loose, numbers, texts
from noroshi.spine.flows.tally import Tally
from noroshi.spine.flows.tcp import state_flags, zeek_state
from noroshi.spine.model import InputError

USED = (
    "ts", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "ip_proto", "service",
    "duration", "orig_bytes", "resp_bytes", "conn_state", "history", "orig_pkts", "orig_ip_bytes",
    "resp_pkts", "resp_ip_bytes",
)  # fmt: skip
_NEEDED = ("ts", "id.orig_h", "id.resp_h", "proto")


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of a conn.log of either form."""
    lines = read_lines(source.path, tally)
    first = next(lines, b"")
    if first.lstrip().startswith(b"{"):
        batches = JsonLines(USED).batches(first, lines, tally)
    else:
        batches = _separated(first, lines, tally, source.path.name)
    for batch in batches:
        draft = _draft(batch)
        yield settle(one_way(draft) if source.uniflow else draft, tally)


def _separated(first: bytes, lines: Iterator[bytes], tally: Tally, name: str) -> Iterator[pa.Table]:
    header = _header(first)
    if header is None:
        raise InputError(
            f"{name} has no #fields line; a Zeek conn.log begins with one "
            "(or holds one JSON object a line)"
        )
    names, separator = header
    lacking = [field for field in _NEEDED if field not in names]
    if lacking:
        raise InputError(f"{name} lacks the fields {', '.join(lacking)}; is it a conn.log?")
    form = Delimited(names=names, used=USED, separator=separator)
    block = first
    while block:
        body = _without_comments(block)
        if body:
            yield form.table(body, tally)
        block = next(lines, b"")


def _header(block: bytes) -> tuple[list[str], str] | None:
    """Field names and separator; conn.log.labeled joins its last fields with blanks."""
    separator = "\t"
    for line in block[:65_536].decode("utf-8", "replace").splitlines():
        if line.startswith("#separator"):
            told = line.split(" ", 1)[-1].strip()
            if told.startswith("\\x") and len(told) == 4:
                separator = chr(int(told[2:], 16)) if told[2:].isalnum() else "\t"
        elif line.startswith("#fields"):
            names = line[len("#fields") :].strip(separator + " ").split(separator)
            tail = names.pop().split()
            # IoT-23 writes `tunnel_parents   label   detailed-label` with blanks between.
            names.append(tail[0] if tail else "last")
            return names, separator
    return None


def _without_comments(block: bytes) -> bytes:
    """Empty lines for comments, which may stand anywhere where logs were joined."""
    if not block.startswith(b"#") and b"\n#" not in block:
        return block
    lines = block.split(b"\n")
    return b"\n".join(b"" if line.startswith(b"#") else line for line in lines)


def _draft(batch: Batch) -> Draft:
    forward, reverse = _flags(batch)
    return Draft(
        start_s=moments(_value(batch, "ts")),
        duration_s=numbers(_value(batch, "duration")),
        **ends(_value(batch, "id.orig_h"), _value(batch, "id.resp_h")),
        protocol=_protocol(batch),
        source_port=integers(_value(batch, "id.orig_p")),
        destination_port=integers(_value(batch, "id.resp_p")),
        octets=_octets(batch, "orig"),
        packets=integers(_value(batch, "orig_pkts")),
        reverse_octets=np.maximum(_octets(batch, "resp"), 0),
        reverse_packets=integers(_value(batch, "resp_pkts")),
        flags=forward,
        reverse_flags=reverse,
        more={"applicationName": texts(_value(batch, "service"))},
    )


def _value(batch: Batch, name: str) -> Array:
    """A field, null where Zeek writes `-` or `(empty)`."""
    column = loose(batch, name)
    if column.type != pa.string():
        return column
    return only_where(~is_one_of(column, "-", "(empty)", ""), column)


def _octets(batch: Batch, side: str) -> I64:
    """IP octets; payload octets where the log has no others."""
    ip = integers(_value(batch, f"{side}_ip_bytes"))
    return np.where(ip == MISSING, integers(_value(batch, f"{side}_bytes")), ip)


def _protocol(batch: Batch) -> I64:
    named = protocol_numbers(_value(batch, "proto"))
    return np.where(named < 0, integers(_value(batch, "ip_proto")), named).astype(np.int64)


def _flags(batch: Batch) -> tuple[I64, I64]:
    state = filled(texts(_value(batch, "conn_state")), "")
    history = filled(texts(_value(batch, "history")), "")
    both = joined(state, history, " ")
    return state_flags(both, lambda text: zeek_state(*text.split(" ", 1)))
