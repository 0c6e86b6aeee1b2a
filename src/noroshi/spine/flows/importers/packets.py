"""Packets: raw traffic in pcap or pcapng, put together to biflows here.

The first packet names the initiator, unless it is the second step of a TCP handshake. A silence of
`IDLE_S` ends a flow. Headers are read, payload never; only counts leave.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import Packets, read_packets
from noroshi.spine.flows.draft import Draft, settle
from noroshi.spine.flows.frame import Frames, parse_frames
from noroshi.spine.flows.grouping import codes
from noroshi.spine.flows.importers.one_way import one_way
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.flows.tcp import ACK, SYN
from noroshi.spine.model.protocol import ICMP, ICMPV6, TCP

IDLE_S = 300
MOST_OPEN = 1_000_000
"""Flows held open; beyond it the longest silent half is ended early."""

_ANSWERS = {0: 8, 14: 13, 16: 15, 18: 17, 129: 128}
"""ICMP replies and what they answer: both belong to one flow."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Pieces of flows, by the pair of ends in numeric order (`a` below `b`).

    Attributes:
        key: a_hi, a_lo, a_port, b_hi, b_lo, b_port, protocol, ICMP type.
        code: ICMP code of the first packet.
        first_us: First packet; `last_us` the last.
        from_a: Whether `a` is the initiator.
        sums: Octets and packets from a, then from b.
        flags: TCP flags from a, then from b.
    """

    key: I64
    code: I64
    first_us: I64
    last_us: I64
    from_a: Mask
    sums: I64
    flags: I64

    def __len__(self) -> int:
        return len(self.code)

    def take(self, rows: I64 | Mask) -> "Parts":
        """Rows by index or mask."""
        return Parts(
            self.key[rows], self.code[rows], self.first_us[rows], self.last_us[rows],
            self.from_a[rows], self.sums[rows], self.flags[rows],
        )  # fmt: skip

    def with_(self, other: "Parts") -> "Parts":
        """Both, one behind the other."""
        return Parts(
            *(
                np.concatenate([getattr(self, n), getattr(other, n)])
                for n in ("key", "code", "first_us", "last_us", "from_a", "sums", "flags")
            )
        )


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Biflows of a capture; `tally` counts flows, and packets that belong to none."""
    held: Parts | None = None
    for packets in read_packets(read_blocks(source.path, tally), tally):
        fresh = packet_parts(packets, tally)
        held = merged(fresh if held is None else held.with_(fresh))
        done = _ended(held)
        yield _flows(held.take(done), source, tally)
        held = held.take(~done)
    if held is not None:
        yield _flows(held, source, tally)


def packet_parts(packets: Packets, tally: Tally) -> Parts:
    """One part a packet; what is not IP is counted."""
    frames = parse_frames(packets)
    tally.drop(Refusal.NO_IP_PROTOCOL, int((~frames.ip).sum()))
    rows = np.flatnonzero(frames.ip)
    ends = _ends(frames, rows)
    below = _not_above(ends[:, :3], ends[:, 3:])
    ordered = np.where(below[:, None], ends, ends[:, [3, 4, 5, 0, 1, 2]])
    icmp = np.isin(frames.protocol[rows], (ICMP, ICMPV6))
    type_ = np.where(icmp, frames.source_port[rows], 0)
    for answer, question in _ANSWERS.items():
        type_ = np.where(icmp & (type_ == answer), question, type_)
    key = np.column_stack([ordered, frames.protocol[rows], type_])
    octets, flags = frames.octets[rows], frames.flags[rows]
    answers = (frames.protocol[rows] == TCP) & (flags & (SYN | ACK) == SYN | ACK)
    a, b = below.astype(np.int64), (~below).astype(np.int64)
    time_us = packets.time_us[rows]
    return Parts(
        key,
        np.where(icmp, frames.destination_port[rows], 0),
        time_us,
        time_us,
        below ^ answers,
        np.column_stack([octets * a, a, octets * b, b]),
        np.column_stack([flags * a, flags * b]),
    )


def _ends(frames: Frames, rows: I64) -> I64:
    source, destination = frames.source.take(rows), frames.destination.take(rows)
    icmp = np.isin(frames.protocol[rows], (ICMP, ICMPV6))
    ports = [np.where(icmp, 0, p[rows]) for p in (frames.source_port, frames.destination_port)]
    return np.column_stack(
        [source.hi, source.lo, ports[0], destination.hi, destination.lo, ports[1]]
    )


def _not_above(left: I64, right: I64) -> Mask:
    """Lexicographic `left <= right`, row by row."""
    decided, below = np.zeros(len(left), np.bool_), np.ones(len(left), np.bool_)
    for column in range(left.shape[1]):
        differ = ~decided & (left[:, column] != right[:, column])
        below[differ] = left[differ, column] < right[differ, column]
        decided |= differ
    return below


def merged(parts: Parts) -> Parts:
    """Parts of the same ends joined, where no silence lies between."""
    if not len(parts):
        return parts
    code = codes(*parts.key.T)
    order = np.lexsort((parts.first_us, code))
    parts, code = parts.take(order), code[order]
    new = np.ones(len(parts), np.bool_)
    silence = parts.first_us[1:] - parts.last_us[:-1]
    new[1:] = (code[1:] != code[:-1]) | (silence > IDLE_S * 1_000_000)
    starts = np.flatnonzero(new)
    return Parts(
        parts.key[starts],
        parts.code[starts],
        parts.first_us[starts],
        np.maximum.reduceat(parts.last_us, starts),
        parts.from_a[starts],
        np.add.reduceat(parts.sums, starts, axis=0),
        np.bitwise_or.reduceat(parts.flags, starts, axis=0),
    )


def _ended(parts: Parts) -> Mask:
    now = parts.last_us.max(initial=0)
    done = parts.last_us < now - IDLE_S * 1_000_000
    if len(parts) - int(done.sum()) > MOST_OPEN:
        done = parts.last_us <= np.median(parts.last_us)
    return np.asarray(done, np.bool_)


def _flows(parts: Parts, source: Source, tally: Tally) -> pa.Table:
    tally.read += len(parts)
    key, forward = parts.key, parts.from_a
    icmp = np.isin(key[:, 6], (ICMP, ICMPV6))

    def pick(when_a: I64, when_b: I64) -> I64:
        return np.where(forward, when_a, when_b)

    known = np.ones(len(parts), np.bool_)
    draft = Draft(
        start_s=parts.first_us / 1e6,
        duration_s=(parts.last_us - parts.first_us) / 1e6,
        source=Addresses(pick(key[:, 0], key[:, 3]), pick(key[:, 1], key[:, 4])),
        source_known=known,
        destination=Addresses(pick(key[:, 3], key[:, 0]), pick(key[:, 4], key[:, 1])),
        destination_known=known,
        protocol=key[:, 6],
        source_port=np.where(icmp, key[:, 7], pick(key[:, 2], key[:, 5])),
        destination_port=np.where(icmp, parts.code, pick(key[:, 5], key[:, 2])),
        octets=pick(parts.sums[:, 0], parts.sums[:, 2]),
        packets=pick(parts.sums[:, 1], parts.sums[:, 3]),
        reverse_octets=pick(parts.sums[:, 2], parts.sums[:, 0]),
        reverse_packets=pick(parts.sums[:, 3], parts.sums[:, 1]),
        flags=pick(parts.flags[:, 0], parts.flags[:, 1]),
        reverse_flags=pick(parts.flags[:, 1], parts.flags[:, 0]),
    )
    return settle(one_way(draft) if source.uniflow else draft, tally)
