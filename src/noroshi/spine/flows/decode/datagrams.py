"""Datagrams: a batch of export datagrams in one buffer, with who sent them and when."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, Mask, distinct_addresses, format_addresses
from noroshi.spine.flows.arrow import Array
from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.frame import parse_frames
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model.protocol import UDP

SESSION = 1 << 16
"""From here on a port is that of a TCP or TLS session: the session's number times this, plus the
port. No two sessions share it, so whatever is known by port ends with the session."""
ALL_SESSIONS = SESSION
"""What a collector writes first, port 0 of session 1: sessions of its former life are over."""


@dataclass(frozen=True, slots=True)
class Datagrams:
    """Payloads and their senders, in order of arrival.

    In a session (see `SESSION`) an empty payload tells that it is over.

    Attributes:
        octets: The buffer all payloads lie in.
        start: Where each payload starts.
        end: Where it ends.
        sender: Who sent it.
        port: Source port; in a session unlike any other.
        received_ms: When it arrived, Unix milliseconds.
    """

    octets: Octets
    start: I64
    end: I64
    sender: Addresses
    port: I64
    received_ms: I64

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: I64 | Mask) -> "Datagrams":
        """Rows by index or mask."""
        return replace(
            self,
            start=self.start[rows],
            end=self.end[rows],
            sender=self.sender.take(rows),
            port=self.port[rows],
            received_ms=self.received_ms[rows],
        )

    def exporters(self, rows: I64) -> Array:
        """Sender of the datagrams at `rows` as text, dictionary-encoded."""
        distinct, back = distinct_addresses(self.sender)
        return pa.DictionaryArray.from_arrays(
            back.astype(np.int32)[rows], format_addresses(distinct)
        )


def export_datagrams(packets: Packets, tally: Tally) -> Datagrams:
    """UDP payloads of captured packets; other packets and fragments are counted."""
    frames = parse_frames(packets)
    udp = frames.ip & (frames.protocol == UDP) & (frames.transport + 8 <= frames.end)
    whole = udp & ~frames.fragment
    tally.drop(Refusal.NOT_UDP, int((~udp).sum()))
    tally.drop(Refusal.FRAGMENT, int((udp & frames.fragment).sum()))
    rows = np.flatnonzero(whole)
    start = frames.transport[rows] + 8
    said = frames.transport[rows] + packets.octets.u16(frames.transport[rows] + 4)
    return Datagrams(
        packets.octets,
        start,
        np.maximum(start, np.minimum(said, frames.end[rows])),
        frames.source.take(rows),
        frames.source_port[rows],
        packets.time_us[rows] // 1000,
    )
