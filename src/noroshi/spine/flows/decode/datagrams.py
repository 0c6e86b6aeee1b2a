"""Datagrams: a batch of export datagrams in one buffer, with who sent them and when."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, distinct_addresses, format_addresses
from noroshi.spine.flows.arrow import Array
from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.frame import parse_frames
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model.protocol import UDP


@dataclass(frozen=True, slots=True)
class Datagrams:
    """Payloads and their senders, in order of arrival.

    Attributes:
        octets: The buffer all payloads lie in.
        start: Where each payload starts.
        end: Where it ends.
        sender: Who sent it.
        port: Source port.
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
