"""Raw: whole frames out of one interface, and the TCP segments that answer them.

Needs CAP_NET_RAW. What is in a frame is for the caller to know; this module only moves it. The
kernel, which knows of no such connection, ends each by itself with a reset.
"""

import ctypes
import select
import socket
import struct
import time
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

import numpy as np
import numpy.typing as npt

from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.host import route_to
from noroshi.spine.net.receive import Arrivals, ManySlots
from noroshi.spine.net.send import Batch

U8 = npt.NDArray[np.uint8]

BUFFER = 32 << 20
WAIT_S = 0.0005
"""How long a sender sleeps while the interface is full."""
RESOLVE_S, ATTEMPTS = 1.0, 3

_SO_ATTACH_FILTER, _SO_SNDBUFFORCE, _SO_RCVBUFFORCE = 26, 32, 33
_SOL_PACKET, _QDISC_BYPASS = 263, 20
_ETH_IPV4, _ETH_ARP = 0x0800, 0x0806
# asm-generic/socket.h, linux/if_packet.h, linux/if_ether.h


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The first hop towards the targets.

    Attributes:
        interface: Where frames leave.
        own: Hardware address there.
        next_hop: Hardware address of the router.
    """

    interface: str
    own: bytes
    next_hop: bytes


def can_send_raw() -> bool:
    """Whether this process may make raw sockets."""
    try:
        socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()
    except (OSError, AttributeError):
        return False
    return True


def link_to(target: IPv4Address, source: IPv4Address) -> Link:
    """The first hop to a target, asked by ARP (RFC 826) as any host asks for its router.

    Raises:
        SourceError: There is no route, or the router does not answer.
        ConfigError: The target is at the link itself, where every address has its own hardware.
    """
    route = route_to(target)
    if route.gateway is None:
        raise ConfigError(
            f"{target} lies at {route.interface} itself, behind no router; use --engine connect"
        )
    own = Path(f"/sys/class/net/{route.interface}/address").read_text().strip()
    mac = bytes.fromhex(own.replace(":", ""))
    hop = _resolve(route.interface, mac, source, route.gateway)
    return Link(interface=route.interface, own=mac, next_hop=hop)


def _resolve(interface: str, own: bytes, source: IPv4Address, router: IPv4Address) -> bytes:
    ask = struct.pack(">HHBBH", 1, _ETH_IPV4, 6, 4, 1) + own + source.packed
    frame = b"\xff" * 6 + own + struct.pack(">H", _ETH_ARP) + ask + bytes(6) + router.packed
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ETH_ARP)) as asking:
        asking.bind((interface, _ETH_ARP))
        for _ in range(ATTEMPTS):
            asking.send(frame)
            until = time.monotonic() + RESOLVE_S
            while (left := until - time.monotonic()) > 0:
                if not select.select([asking], [], [], left)[0]:
                    break
                got = asking.recv(128)
                if got[20:22] == b"\0\x02" and got[28:32] == router.packed:
                    return got[22:28]
    raise SourceError(f"the router {router} at {interface} does not answer; check the link")


class RawSender:
    """Sends frames out of one interface."""

    def __init__(self, interface: str) -> None:
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_SNDBUFFORCE, BUFFER)
        self._socket.setsockopt(_SOL_PACKET, _QDISC_BYPASS, 1)
        self._socket.bind((interface, 0))
        self._socket.setblocking(False)

    def send(self, frames: U8) -> None:
        """Send frames, one a row; waits while the interface is full.

        Raises:
            SourceError: The interface is gone.
        """
        size = frames.shape[1]
        start = np.arange(len(frames), dtype=np.int64) * size
        length = np.full(len(frames), size, np.int64)
        batch, done = Batch(frames.reshape(-1), start, length), 0
        while done < len(frames):
            try:
                taken = batch.send(self._socket, done)
            except OSError as error:
                raise SourceError(f"the interface takes no frames: {error.strerror}") from error
            done += taken
            if not taken:
                time.sleep(WAIT_S)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


class SegmentListener:
    """TCP segments with SYN and ACK to one port, IP header included."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
        _attach(self._socket, _answers_to(port))
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, BUFFER)
        self._slots = ManySlots()

    def receive(self) -> Arrivals | None:
        """What waits, without waiting; null where nothing does."""
        return self._slots.receive(self._socket)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


class UnreachableListener:
    """ICMP errors, for the networks that ask us to stay away."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self._socket.setblocking(False)

    def receive(self) -> list[bytes]:
        """Packets that wait, IP header included, without waiting."""
        made: list[bytes] = []
        while len(made) < 1000:
            try:
                made.append(self._socket.recv(576))
            except BlockingIOError:
                break
        return made

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def _answers_to(port: int) -> list[tuple[int, int, int, int]]:
    """A classic BPF program: keeps segments to a port whose flags hold SYN and ACK, drops all else."""
    return [
        (0xB1, 0, 0, 0),  # ldxb 4*([0]&0xf): length of the IP header
        (0x48, 0, 0, 2),  # ldh [x+2]: destination port
        (0x15, 0, 4, port),
        (0x50, 0, 0, 13),  # ldb [x+13]: flags
        (0x54, 0, 0, 0x12),
        (0x15, 0, 1, 0x12),
        (0x06, 0, 0, 0xFFFF),
        (0x06, 0, 0, 0),
    ]


def _attach(held: socket.socket, program: list[tuple[int, int, int, int]]) -> None:
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(code)
    address = struct.pack("HL", len(program), ctypes.addressof(buffer))
    held.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, address)
