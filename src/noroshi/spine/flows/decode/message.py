"""Message: export headers of a batch, and the sets behind them; sFlow is only told apart here.

NetFlow v5 and v9: Cisco's documents and RFC 3954 section 5; IPFIX: RFC 7011 section 3.
"""

from dataclasses import dataclass

import numpy as np

from noroshi.spine.flows.address import I64, Mask
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.sflow import SFLOW, is_sflow
from noroshi.spine.flows.tally import Refusal, Tally

V5, V9, IPFIX = 5, 9, 10
V5_HEADER, V5_RECORD, V5_MOST = 24, 48, 30
HEADERS = {V5: V5_HEADER, V9: 20, IPFIX: 16}
UNKNOWN_BOOT = -1


@dataclass(frozen=True, slots=True)
class Messages:
    """What the header of each datagram says.

    Attributes:
        version: 5, 9, 10, 105 for sFlow v5; 0 where it is none of them or too short.
        domain: Observation domain, source id, or v5 engine type and id.
        export_ms: When it left the exporter, Unix milliseconds.
        boot_ms: When the exporter started, Unix milliseconds; `UNKNOWN_BOOT` for IPFIX.
        sampling: Interval of the v5 header; 0 for none.
        stream: Index of (sender, port, domain).
        group: Index of (sender, domain).
    """

    version: I64
    domain: I64
    export_ms: I64
    boot_ms: I64
    sampling: I64
    stream: I64
    group: I64


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of a batch in stream order: datagram, set id, and where the content lies."""

    datagram: I64
    id: I64
    start: I64
    end: I64

    def __len__(self) -> int:
        return len(self.id)

    def take(self, rows: I64 | Mask) -> "Sets":
        """Rows by index or mask."""
        return Sets(self.datagram[rows], self.id[rows], self.start[rows], self.end[rows])


def parse_headers(batch: Datagrams, tally: Tally) -> Messages:
    """Version and header of every datagram; of sFlow the version alone. `stream` and `group` are filled by the decoder."""
    data, at = batch.octets, batch.start
    length = batch.end - at
    version = np.where(length >= 2, data.u16(at), 0)
    for number, size in HEADERS.items():
        short = (version == number) & (length < size)
        tally.drop(Refusal.MALFORMED, int(short.sum()))
        version = np.where(short, -1, version)
    version = np.where(is_sflow(data, at, length), SFLOW, version)
    known = np.isin(version, (V5, V9, IPFIX, SFLOW))
    tally.drop(Refusal.UNKNOWN_VERSION, int((~known & (version >= 0)).sum()))
    version = np.where(known, version, 0)
    v5, v9 = version == V5, version == V9
    # What is whole in a cut IPFIX message is still taken; one that says too little is taken in full.
    cut = (version == IPFIX) & (data.u16(at + 2) > length)
    tally.drop(Refusal.CUT_SHORT, int(cut.sum()))
    seconds = data.u32(at + np.where(version == IPFIX, 4, 8))
    nanoseconds = np.where(v5, data.u32(at + 12), 0)
    export_ms = seconds * 1000 + nanoseconds // 1_000_000
    boot_ms = np.where(v5 | v9, export_ms - data.u32(at + 4), UNKNOWN_BOOT)
    domain = np.where(v5, data.u16(at + 20), data.u32(at + np.where(v9, 16, 12)))
    sampling = np.where(v5, data.u16(at + 22) & 0x3FFF, 0)
    nothing = np.zeros(len(at), np.int64)
    return Messages(version, domain, export_ms, boot_ms, sampling, nothing, nothing)


def walk_sets(batch: Datagrams, messages: Messages, tally: Tally) -> Sets:
    """All sets of v9 and IPFIX datagrams, the k-th of each in one round."""
    data = batch.octets
    rows = np.flatnonzero(np.isin(messages.version, (V9, IPFIX)))
    cursor = batch.start[rows] + np.where(messages.version[rows] == V9, 20, 16)
    stop = batch.end[rows]
    found: list[Sets] = []
    while len(rows):
        room = cursor + 4 <= stop
        rows, cursor, stop = rows[room], cursor[room], stop[room]
        length = data.u16(cursor + 2)
        good = (length >= 4) & (cursor + length <= stop)
        # Some exporters pad a message with zeros; an all-zero header is no fault.
        padding = (length == 0) & (data.u16(cursor) == 0)
        tally.drop(Refusal.BAD_SET, int((~good & ~padding).sum()))
        rows, cursor, stop, length = rows[good], cursor[good], stop[good], length[good]
        found.append(Sets(rows, data.u16(cursor), cursor + 4, cursor + length))
        cursor = cursor + length
    return _in_order(found)


def v5_sets(batch: Datagrams, messages: Messages, tally: Tally) -> Sets:
    """The records of each v5 datagram as one set; a count that does not fit spoils the datagram."""
    rows = np.flatnonzero(messages.version == V5)
    start = batch.start[rows] + V5_HEADER
    count = batch.octets.u16(batch.start[rows] + 2)
    end = start + count * V5_RECORD
    good = (count >= 1) & (count <= V5_MOST) & (end <= batch.end[rows])
    tally.drop(Refusal.MALFORMED, int((~good).sum()))
    return Sets(rows[good], np.zeros(int(good.sum()), np.int64), start[good], end[good])


def _in_order(found: list[Sets]) -> Sets:
    if not found:
        nothing = np.zeros(0, np.int64)
        return Sets(nothing, nothing, nothing, nothing)
    whole = Sets(
        np.concatenate([s.datagram for s in found]),
        np.concatenate([s.id for s in found]),
        np.concatenate([s.start for s in found]),
        np.concatenate([s.end for s in found]),
    )
    return whole.take(np.argsort(whole.start, kind="stable"))
