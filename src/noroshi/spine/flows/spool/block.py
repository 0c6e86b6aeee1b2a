"""Block: the datagrams of one receive call, as they lie in a segment of the spool.

Little-endian: a header of 32 octets, one index entry a datagram, the payloads one after the other,
and a CRC-32 over all of it. The header repeats the segment's salt, a random number that stands in
its file name: where octets are damaged the reader looks for the next header with that salt, so a
datagram that imitates a block, sent by somebody who cannot read the disk, is never taken for one.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from noroshi.spine.flows.address import I64, Addresses
from noroshi.spine.flows.decode.datagrams import SESSION
from noroshi.spine.model.address import MAPPED

MAGIC = b"NSB1"
SALT_OCTETS = 8
UDP_TRANSPORT, TCP_TRANSPORT, TLS_TRANSPORT = range(3)

_HEADER = struct.Struct("<4s8sBBHIIQ")
HEADER_OCTETS = _HEADER.size
"""Magic, salt, form (4 or 6), transport, reserved, datagrams, payload octets, received (Unix ns)."""
CRC_OCTETS = 4
INDEX_V4 = np.dtype([("length", "<u2"), ("port", "<u2"), ("address", "<u4")])
INDEX_V6 = np.dtype(
    [("length", "<u2"), ("port", "<u2"), ("session", "<u4"), ("hi", ">i8"), ("lo", ">i8")]
)
"""The session is that of a TCP or TLS connection, from 1 on; in blocks of UDP it is 0."""
MOST_DATAGRAMS = 1 << 16
MOST_PAYLOAD = 1 << 28

Index = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Block:
    """A whole block found in a segment.

    Attributes:
        start: Where the first payload starts in the segment.
        lengths: Octets of each payload.
        sender: Who sent each.
        port: Source port of each; over TCP and TLS with the session (see `decode.SESSION`).
        received_ns: When they arrived, Unix nanoseconds.
    """

    start: int
    lengths: I64
    sender: Addresses
    port: I64
    received_ns: int


def index_of(lengths: I64, sender: Addresses, port: I64) -> tuple[int, Index]:
    """Form and index entries of datagrams: 8 octets each where all senders are IPv4, else 24.

    Ports from `SESSION` on are those of sessions.
    """
    in_session = bool((port >= SESSION).any())
    if sender.is_v4.all() and not in_session:
        index = np.zeros(len(lengths), INDEX_V4)
        index["address"] = sender.lo & 0xFFFFFFFF
        form = 4
    else:
        index = np.zeros(len(lengths), INDEX_V6)
        index["hi"], index["lo"] = sender.hi, sender.lo
        index["session"] = port // SESSION
        form = 6
    index["length"], index["port"] = lengths, port % SESSION
    return form, index


def seal(  # the fields of the header
    salt: bytes,
    form: int,
    index: Index,
    payloads: bytes,
    received_ns: int,
    *,
    transport: int = UDP_TRANSPORT,
) -> list[bytes]:
    """The parts of a block, ready to be written one after the other."""
    header = _HEADER.pack(MAGIC, salt, form, transport, 0, len(index), len(payloads), received_ns)
    entries = index.tobytes()
    crc = zlib.crc32(payloads, zlib.crc32(entries, zlib.crc32(header)))
    return [header, entries, payloads, crc.to_bytes(CRC_OCTETS, "little")]


def read_blocks(data: memoryview, salt: bytes) -> Iterator[Block | int]:
    """The blocks of a segment in order, and between them the number of octets that are none.

    Never raises, whatever the octets are; a cut or damaged block costs that block only.
    """
    whole = data.obj
    assert isinstance(whole, (bytes, bytearray))
    at, lost = 0, 0
    while at < len(data):
        found = _block_at(data, at, salt)
        if found is not None:
            if lost:
                yield lost
            lost = 0
            block, end = found
            yield block
            at = end
            continue
        following = whole.find(MAGIC + salt, at + 1)
        following = len(data) if following < 0 else following
        lost += following - at
        at = following
    if lost:
        yield lost


def _block_at(data: memoryview, at: int, salt: bytes) -> tuple[Block, int] | None:
    header = _header_at(data, at, salt)
    if header is None:
        return None
    form, count, size, received_ns = header
    kind = INDEX_V4 if form == 4 else INDEX_V6
    payloads = at + HEADER_OCTETS + count * kind.itemsize
    end = payloads + size
    if end + CRC_OCTETS > len(data) or zlib.crc32(data[at:end]) != _crc_at(data, end):
        return None
    index = np.frombuffer(data, kind, count, at + HEADER_OCTETS)
    lengths = index["length"].astype(np.int64)
    if int(lengths.sum()) != size:
        return None
    port = index["port"].astype(np.int64)
    if form == 6:
        port += index["session"].astype(np.int64) * SESSION
    return Block(payloads, lengths, _senders(index, form), port, received_ns), end + CRC_OCTETS


def _header_at(data: memoryview, at: int, salt: bytes) -> tuple[int, int, int, int] | None:
    """Form, datagrams, payload octets and time of a plausible header."""
    if at + HEADER_OCTETS + CRC_OCTETS > len(data):
        return None
    magic, own_salt, form, transport, _, count, size, received_ns = _HEADER.unpack_from(data, at)
    known = (magic, own_salt) == (MAGIC, salt) and transport <= TLS_TRANSPORT and form in (4, 6)
    if not known or not 1 <= count <= MOST_DATAGRAMS or size > MOST_PAYLOAD:
        return None
    return form, count, size, received_ns


def _crc_at(data: memoryview, at: int) -> int:
    return int.from_bytes(data[at : at + CRC_OCTETS], "little")


def _senders(index: Index, form: int) -> Addresses:
    if form == 4:
        low = index["address"].astype(np.int64) | MAPPED
        return Addresses(np.zeros(len(index), np.int64), low)
    return Addresses(index["hi"].astype(np.int64), index["lo"].astype(np.int64))
