"""Listen: sockets on which datagrams or connections arrive, and what the kernel dropped on them."""

import errno
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address

from noroshi.spine.model import ConfigError, SourceError

_SO_RCVBUFFORCE = 33
"""Linux, asm-generic/socket.h: a buffer above the system's limit, for the privileged."""
_SO_MEMINFO = 55
"""Linux 4.12 and later: counters of one socket; the ninth is its drops (sock_diag.h)."""
_DROPS_AT = 8
_MEMINFO = struct.Struct("=9I")


BACKLOG = 128
"""Connections that the kernel holds until they are accepted."""


class Transport(StrEnum):
    """What carries export messages."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A local address and port, and what is spoken there."""

    address: IPv4Address | IPv6Address
    port: int
    transport: Transport = Transport.UDP

    @classmethod
    def parse(cls, text: str) -> "Endpoint":
        """From `ADDR:PORT`, an IPv6 address in brackets; `tcp://` or `tls://` may stand before it.

        Raises:
            ConfigError: It is written otherwise.
        """
        scheme, mark, place = text.strip().partition("://")
        if not mark:
            scheme, place = Transport.UDP.value, scheme
        host, _, port = place.rpartition(":")
        bracketed = host.startswith("[") and host.endswith("]")
        try:
            address = ip_address(host[1:-1] if bracketed else host)
            number = int(port)
        except ValueError:
            address, number = None, -1
        known = scheme.lower() in tuple(Transport)
        if (
            not known
            or address is None
            or not 0 <= number <= 65_535
            or bracketed != (address.version == 6)
        ):
            raise ConfigError(
                f"{text!r} is no place; write 192.0.2.1:2055 or [2001:db8::1]:2055,"
                " with tcp:// or tls:// before it for IPFIX over these"
            )
        return cls(address, number, Transport(scheme.lower()))

    def __str__(self) -> str:
        place = f"[{self.address}]:{self.port}" if self.is_v6 else f"{self.address}:{self.port}"
        return place if self.transport is Transport.UDP else f"{self.transport}://{place}"

    @property
    def is_v6(self) -> bool:
        """Whether the address is IPv6."""
        return self.address.version == 6


@dataclass(frozen=True, slots=True)
class Listener:
    """An open socket.

    Attributes:
        socket: Not blocking.
        endpoint: Where it listens; the port that the system chose where 0 was asked for.
        buffer_octets: Receive buffer that the kernel granted.
        wanted_octets: The one that was asked for.
    """

    socket: socket.socket
    endpoint: Endpoint
    buffer_octets: int
    wanted_octets: int

    @classmethod
    def open(cls, endpoint: Endpoint, buffer_octets: int) -> "Listener":
        """Bind a socket; an IPv6 one takes IPv6 only. The buffer is for UDP alone.

        Raises:
            ConfigError: The address is not of this machine.
            SourceError: The port is taken, or may not be used.
        """
        family = socket.AF_INET6 if endpoint.is_v6 else socket.AF_INET
        opened: socket.socket | None = None
        try:
            udp = endpoint.transport is Transport.UDP
            opened = socket.socket(family, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
            if endpoint.is_v6:
                opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            granted = _widen(opened, buffer_octets) if udp else buffer_octets
            if not udp:  # connections of a former life must not hold up the next one
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind((str(endpoint.address), endpoint.port))
            opened.setblocking(False)
            if not udp:
                opened.listen(BACKLOG)
        except OSError as error:
            if opened is not None:
                opened.close()
            raise _explained(endpoint, error) from error
        port = int(opened.getsockname()[1])
        return cls(opened, replace(endpoint, port=port), granted, buffer_octets)

    @property
    def advice(self) -> str:
        """What to do about a receive buffer that is smaller than wanted; empty where it is not."""
        if self.buffer_octets >= self.wanted_octets:
            return ""
        return (
            f"the receive buffer of {self.endpoint} is {self.buffer_octets >> 10} KiB,"
            f" {self.wanted_octets >> 10} KiB are wanted; bursts will be lost. Run:"
            f" sysctl -w net.core.rmem_max={self.wanted_octets}"
        )

    def drops(self) -> int | None:
        """Datagrams that the kernel dropped on this socket; null where it does not tell."""
        try:
            told = self.socket.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size)
        except OSError:
            return None
        if len(told) < _MEMINFO.size:
            return None
        return int(_MEMINFO.unpack(told)[_DROPS_AT])

    def close(self) -> None:
        """Stop listening."""
        self.socket.close()


def _widen(opened: socket.socket, octets: int) -> int:
    """Ask for a receive buffer; the kernel doubles what it grants, for its own bookkeeping."""
    for option in (_SO_RCVBUFFORCE, socket.SO_RCVBUF):
        with suppress(OSError):
            opened.setsockopt(socket.SOL_SOCKET, option, octets)
            if opened.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) >= 2 * octets:
                break
    return opened.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) // 2


def _explained(endpoint: Endpoint, error: OSError) -> ConfigError | SourceError:
    if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return ConfigError(f"{endpoint} is no address of this machine; see: ip address")
    if error.errno == errno.EADDRINUSE:
        return SourceError(f"{endpoint} is taken by another program; see: ss -tulpn")
    if error.errno == errno.EACCES:
        return SourceError(f"{endpoint} may not be used; take a port from 1024 on")
    return SourceError(f"{endpoint} cannot be opened: {error.strerror}")
