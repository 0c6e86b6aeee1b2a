"""AWS: VPC flow logs of versions 2 to 5, as text with or without titles, or as Parquet.

Fields and their meaning: Amazon VPC user guide, "Flow log records". Each row is one direction of
what one network interface saw in its window.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, either, filled, is_one_of, only_where, typed
from noroshi.spine.flows.blocks import read_lines
from noroshi.spine.flows.draft import Draft, counters, ends, settle
from noroshi.spine.flows.importers.delimited import Delimited
from noroshi.spine.flows.importers.moment import seconds_between
from noroshi.spine.flows.importers.parquet import BATCH_ROWS, octets_done
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import Batch, integers, loose, numbers, texts
from noroshi.spine.flows.importers.titles import left_out, without_titles
from noroshi.spine.flows.tally import Aside, Tally
from noroshi.spine.model import InputError

VERSION_2 = (
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol",
    "packets", "bytes", "start", "end", "action", "log-status",
)  # fmt: skip
"""The default format: without titles the fields stand in this order."""

USED = (
    "interface-id", "vpc-id", "srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr", "srcport",
    "dstport", "protocol", "packets", "bytes", "start", "end", "action", "log-status", "tcp-flags",
    "flow-direction",
)  # fmt: skip
_NEEDED = ("protocol", "start")
_BARE = re.compile(
    rb"^(\S+T\S+Z )?\d+ \S+ \S+( \S+){8} \d+ (ACCEPT|REJECT|-) (OK|NODATA|SKIPDATA)\r?$"
)
"""A row of the default format; CloudWatch's export puts the time of the event before it."""

FORWARDED, DROPPED = 64, 128
"""Forwarding status, reason unknown (RFC 7270 section 4.12)."""
DENIED = 3
"""Firewall event: flow denied (IANA, firewallEvent)."""


def is_aws(first: bytes) -> bool:
    """Whether octets begin with titles of a VPC flow log, or with rows of its default format."""
    line = first.split(b"\n", 1)[0]
    names = line.decode("utf-8", "replace").split()
    return _has_ends(names) or _BARE.match(line) is not None


def is_aws_parquet(path: Path) -> bool:
    """Whether a Parquet file has the columns of a VPC flow log."""
    try:
        return _has_ends([_plain(name) for name in pq.read_schema(path).names])
    except (pa.ArrowException, OSError):
        return False


def _has_ends(names: list[str]) -> bool:
    return {"srcaddr", "dstaddr"} <= set(names) or {"pkt-srcaddr", "pkt-dstaddr"} <= set(names)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of a VPC flow log; windows without data are passed over."""
    with source.path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    batches = _columns(source, tally) if is_parquet else _lines(source, tally)
    for batch in batches:
        yield settle(_draft(_with_data(batch, tally)), tally)


def _lines(source: Source, tally: Tally) -> Iterator[pa.Table]:
    lines = read_lines(source.path, tally)
    block = next(lines, b"")
    first, _, rest = block.partition(b"\n")
    names = first.decode("utf-8", "replace").split()
    titled = _has_ends(names)
    if titled:
        tally.line += 1
        block = rest or next(lines, b"")
    elif bare := _BARE.match(first):
        names = ["event", *VERSION_2] if bare[1] else list(VERSION_2)
    _check(names, source)
    form = Delimited(names=names, used=USED, separator=" ")
    word = next(name for name in names if name in ("srcaddr", "pkt-srcaddr"))
    while block:
        table = form.table(block, tally)
        yield without_titles(table, word, word, tally) if titled else table
        block = next(lines, b"")


def _columns(source: Source, tally: Tally) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(source.path) as file:
            named = {_plain(name): name for name in file.schema_arrow.names}
            _check(list(named), source)
            used = [name for name in USED if name in named]
            for batch in file.iter_batches(BATCH_ROWS, columns=[named[name] for name in used]):
                tally.read += batch.num_rows
                tally.octets = octets_done(file, source, tally.read)
                yield pa.table({name: batch[named[name]] for name in used})
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{source.path.name} is no whole Parquet file: {reason}") from error


def _check(names: list[str], source: Source) -> None:
    lacking = [name for name in _NEEDED if name not in names]
    if not _has_ends(names):
        lacking.insert(0, "srcaddr, dstaddr")
    if lacking:
        raise InputError(
            f"{source.path.name} is no VPC flow log with titles, nor of the default format: "
            f"{', '.join(lacking)} missing; put the line of field names before the rows"
        )


def _with_data(batch: pa.Table, tally: Tally) -> pa.Table:
    status = texts(loose(batch, "log-status"))
    for word, kind in (("NODATA", Aside.NO_DATA), ("SKIPDATA", Aside.SKIPPED_DATA)):
        found = is_one_of(status, word)
        if found.any():
            tally.pass_over(kind, int(found.sum()))
            batch = left_out(batch, found, tally)
            status = texts(loose(batch, "log-status"))
    return batch


def _draft(batch: Batch) -> Draft:
    start, end = numbers(_value(batch, "start")), numbers(_value(batch, "end"))
    nothing = counters(batch.num_rows)
    return Draft(
        start_s=start,
        duration_s=seconds_between(start, end),
        **ends(_address(batch, "srcaddr"), _address(batch, "dstaddr")),
        protocol=protocol_numbers(_value(batch, "protocol")),
        source_port=integers(_value(batch, "srcport")),
        destination_port=integers(_value(batch, "dstport")),
        octets=integers(_value(batch, "bytes")),
        packets=integers(_value(batch, "packets")),
        reverse_octets=nothing,
        reverse_packets=nothing,
        flags=_flags(integers(_value(batch, "tcp-flags"))),
        reverse_flags=nothing,
        more=_more(batch),
    )


def _value(batch: Batch, name: str) -> Array:
    """A field, null where AWS writes `-`."""
    column = loose(batch, name)
    if column.type != pa.string():
        return column
    return only_where(~is_one_of(column, "-", ""), column)


def _address(batch: Batch, name: str) -> Array:
    """The packet's own address; the interface's, where the log has no other.

    They differ where a gateway or balancer stands between.
    """
    own, interface = texts(_value(batch, f"pkt-{name}")), texts(_value(batch, name))
    return either(own, interface)


def _flags(bits: I64) -> I64:
    return np.where(bits > 0xFF, -1, bits)


def _more(batch: Batch) -> dict[str, Array]:
    action, way = texts(_value(batch, "action")), texts(_value(batch, "flow-direction"))
    rejected, accepted = is_one_of(action, "REJECT"), is_one_of(action, "ACCEPT")
    outward, inward = is_one_of(way, "egress"), is_one_of(way, "ingress")
    status = np.where(rejected, DROPPED, FORWARDED)
    return {
        "exporter": filled(texts(_value(batch, "interface-id")), "aws"),
        "vrfName": texts(_value(batch, "vpc-id")),
        "flowDirection": typed(outward.astype(np.int64), pa.uint8(), outward | inward),
        "forwardingStatus": typed(status, pa.uint8(), rejected | accepted),
        "firewallEvent": typed(np.full(len(rejected), DENIED), pa.uint8(), rejected),
    }
