"""Queued: export datagrams that a message queue carries, undecoded.

Either the datagram is the message, or it lies in Akvorado's `RawFlow` (akvorado, common/pb/
rawflow.proto) with its sender and time.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, parse_addresses
from noroshi.spine.flows.decode import Datagrams
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.protobuf import addresses_of, read_fields
from noroshi.spine.flows.tally import Refusal, Tally

_RECEIVED, _PAYLOAD, _SENDER = 1, 2, 3
LATEST_S = 4_102_444_800


def bounds(values: Sequence[bytes]) -> tuple[Octets, I64, I64]:
    """Messages in one buffer, and where each starts and ends."""
    ends = np.cumsum([len(value) for value in values], dtype=np.int64)
    starts = ends - np.array([len(value) for value in values], np.int64)
    return Octets(b"".join(values)), starts, ends


def plain_datagrams(
    values: Sequence[bytes], senders: Sequence[str], received_ms: Sequence[int]
) -> Datagrams:
    """Messages that are datagrams; a sender that is no address is `::`."""
    octets, start, end = bounds(values)
    sender, _ = parse_addresses(pa.array(senders, pa.string()))
    port = np.zeros(len(values), np.int64)
    return Datagrams(octets, start, end, sender, port, np.array(received_ms, np.int64))


def raw_flows(values: Sequence[bytes], received_ms: Sequence[int], tally: Tally) -> Datagrams:
    """Datagrams inside `RawFlow` messages; messages that are none are counted."""
    octets, start, end = bounds(values)
    found = read_fields(octets, start, end, (_RECEIVED,), (_PAYLOAD, _SENDER))
    good = ~found.bad & (found.length[_PAYLOAD] > 0)
    tally.drop(Refusal.BAD_RECORD, int((~good).sum()))
    sender, _ = addresses_of(octets, found.start[_SENDER], found.length[_SENDER])
    told = found.numbers[_RECEIVED]
    is_told = (told > 0) & (told < LATEST_S)
    moment = np.where(is_told, told * 1000, np.array(received_ms, np.int64))
    first = found.start[_PAYLOAD]
    return Datagrams(
        octets,
        first[good],
        (first + found.length[_PAYLOAD])[good],
        Addresses(sender.hi[good], sender.lo[good]),
        np.zeros(int(good.sum()), np.int64),
        moment[good],
    )
