"""Captures: packets of documentation addresses, as the files that tcpdump writes."""

import struct
from collections.abc import Iterable, Sequence

SYN, ACK = 2, 16
CLIENT, SERVER = (100, 64, 0, 1), (192, 0, 2, 1)

Timed = tuple[float, bytes]
"""A packet with its moment, in seconds since 1970."""


def packet(  # the fields of a header, in their order
    source: Sequence[int],
    destination: Sequence[int],
    sport: int,
    dport: int,
    flags: int,
    payload: int = 0,
) -> bytes:
    """An Ethernet frame with a TCP segment of so many octets of payload."""
    tcp = struct.pack(">HHIIBBHHH", sport, dport, 0, 0, 0x50, flags, 0, 0, 0) + bytes(payload)
    ip = struct.pack(
        ">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, bytes(source), bytes(destination)
    )
    return bytes(12) + b"\x08\x00" + ip + tcp


def pcap(packets: Iterable[Timed]) -> bytes:
    """A file of the old form."""
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    return head + b"".join(
        struct.pack("<IIII", int(t), int(t % 1 * 1e6), len(p), len(p)) + p for t, p in packets
    )


def pcapng(packets: Iterable[Timed]) -> bytes:
    """The same as a pcapng file with one section and one interface."""
    parts = [
        _block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)),
        _block(1, struct.pack("<HHI", 1, 0, 65535)),
    ]
    for t, p in packets:
        ticks = int(t * 1_000_000)
        parts.append(
            _block(6, struct.pack("<IIIII", 0, ticks >> 32, ticks & 0xFFFFFFFF, len(p), len(p)) + p)
        )
    return b"".join(parts)


def _block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


HANDSHAKE = [
    (1_700_000_000.0, packet(SERVER, CLIENT, 443, 50000, SYN | ACK)),
    (1_700_000_000.5, packet(CLIENT, SERVER, 50000, 443, ACK, 10)),
]
"""An answer, seen first, and half a second later what the client sends."""
