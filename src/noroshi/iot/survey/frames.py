"""Frames: SYN segments of admitted probes, all at once, and the reading of what answers them.

Source:
    RFC 791 (IPv4), RFC 9293 (TCP). The sequence number is a keyed digest of address and port, so
    an answer that nobody asked for is not believed.
"""

import struct
from ipaddress import IPv4Address

import numpy as np
import numpy.typing as npt

from noroshi.iot.survey.boundary import Admitted
from noroshi.iot.survey.order import U64, keys_of, mixed
from noroshi.spine.net.raw import Link
from noroshi.spine.net.receive import SLOT_OCTETS, Arrivals

I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]

SOURCE_PORT = 61_999
"""Above the ports that Linux gives to its own connections (32768 to 60999)."""
TTL, WINDOW, MSS = 64, 65_535, 1460
_ETH, _IP, _TCP = 14, 20, 24
FRAME = _ETH + _IP + _TCP


class Framer:
    """Makes frames towards one next hop.

    Args:
        link: The first hop.
        source: The address that asks.
        ports: Port of each slot of the scope.
        secret: Key of the sequence numbers; never leaves the process.
    """

    def __init__(self, link: Link, source: IPv4Address, ports: I64, secret: bytes) -> None:
        self._ports = ports
        self._key = keys_of(secret, 1)[0]
        ethernet = link.next_hop + link.own + b"\x08\x00"
        ip = struct.pack(
            ">BBHHHBBH4s4s", 0x45, 0, _IP + _TCP, 0, 0x4000, TTL, 6, 0, source.packed, bytes(4)
        )
        tcp = struct.pack(
            ">HHIIBBHHHBBH", SOURCE_PORT, 0, 0, 0, _TCP << 2, 0x02, WINDOW, 0, 0, 2, 4, MSS
        )
        self._template = np.frombuffer(ethernet + ip + tcp, np.uint8)
        self._ip_sum = _sum(ip)
        self._tcp_sum = _sum(source.packed + struct.pack(">HH", 6, _TCP) + tcp)

    def frames(self, admitted: Admitted) -> U8:
        """One SYN a row."""
        address, port = admitted.addresses, self._ports[admitted.slots]
        sequence = self.sequence(address, port).astype(np.int64)
        made = np.tile(self._template, (len(address), 1))
        halves = (address >> 16) + (address & 0xFFFF)
        ip_sum = _folded(self._ip_sum + halves)
        tcp_sum = _folded(self._tcp_sum + halves + port + (sequence >> 16) + (sequence & 0xFFFF))
        _put(made, _ETH + 10, ip_sum, ">u2")
        _put(made, _ETH + 16, address, ">u4")
        _put(made, _ETH + _IP + 2, port, ">u2")
        _put(made, _ETH + _IP + 4, sequence, ">u4")
        _put(made, _ETH + _IP + 16, tcp_sum, ">u2")
        return made

    def sequence(self, address: I64, port: I64) -> U64:
        """Sequence number of the SYN to a target."""
        both = (address.astype(np.uint64) << np.uint64(16)) | port.astype(np.uint64)
        return mixed(both, self._key) >> np.uint64(32)

    def answered(self, arrivals: Arrivals) -> tuple[I64, I64]:
        """Address and port of each open target among segments that arrived; others are left out."""
        octets = np.frombuffer(arrivals.slots, np.uint8, len(arrivals) * SLOT_OCTETS)
        rows = octets.reshape(-1, SLOT_OCTETS)
        begin = (rows[:, 0] & 0x0F).astype(np.int64) * 4
        whole = (arrivals.lengths >= begin + 20) & (begin >= 20)
        rows, begin = rows[whole], begin[whole]
        tcp = rows[np.arange(len(rows))[:, None], begin[:, None] + np.arange(20)]
        address, acknowledged = _get(rows, 12, ">u4"), _get(tcp, 8, ">u4")
        port, ours, flags = _get(tcp, 0, ">u2"), _get(tcp, 2, ">u2"), _get(tcp, 13, ">u1")
        expected = (self.sequence(address, port).astype(np.int64) + 1) & 0xFFFFFFFF
        good = (ours == SOURCE_PORT) & (acknowledged == expected) & (flags & 0x12 == 0x12)
        return address[good], port[good]


def _put(frames: U8, at: int, values: I64, kind: str) -> None:
    octets = values.astype(kind).view(np.uint8).reshape(len(values), -1)
    frames[:, at : at + octets.shape[1]] = octets


def _get(rows: U8, at: int, kind: str) -> I64:
    wanted = np.ascontiguousarray(rows[:, at : at + np.dtype(kind).itemsize])
    return wanted.view(kind).reshape(len(rows)).astype(np.int64)


def _sum(octets: bytes) -> int:
    return sum(struct.unpack(f">{len(octets) // 2}H", octets))


def _folded(sums: I64) -> I64:
    """One's complement of a sum of 16-bit words (RFC 1071)."""
    sums = (sums & 0xFFFF) + (sums >> 16)
    sums = (sums & 0xFFFF) + (sums >> 16)
    return ~sums & 0xFFFF
