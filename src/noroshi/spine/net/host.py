"""Host: what this machine's own network looks like, read from the kernel."""

import socket
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import NamedTuple

from noroshi.spine.model import SourceError

ROUTES_V4, ROUTES_V6 = Path("/proc/net/route"), Path("/proc/net/ipv6_route")
_UP, _GATEWAY = 0x1, 0x2
# linux/route.h


class Route(NamedTuple):
    """One way out; no gateway for a network at the link itself."""

    interface: str
    network: IPv4Network
    gateway: IPv4Address | None


class ThisHost:
    """The network namespace of this process."""

    def has_default_route(self) -> bool:
        """Whether packets to anywhere would leave; true where the kernel does not tell."""
        try:
            has_v4 = any(route.network.prefixlen == 0 for route in routes())
            return has_v4 or _has_default_v6(ROUTES_V6.read_text())
        except FileNotFoundError:
            return True

    def has_address(self, address: str) -> bool:
        """Whether packets may come from this address."""
        try:
            with socket.socket(family_of(address), socket.SOCK_DGRAM) as held:
                held.bind((address, 0))
        except OSError:
            return False
        return True


def family_of(address: str) -> socket.AddressFamily:
    """The family of sockets that reach an address."""
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def routes() -> list[Route]:
    """IPv4 routes of this namespace, the most specific first."""
    made = []
    for line in ROUTES_V4.read_text().splitlines()[1:]:
        interface, target, gateway, flags, *_, mask = line.split()[:8]
        if not int(flags, 16) & _UP:
            continue
        network = IPv4Network((_address(target), str(_address(mask))))
        hop = _address(gateway) if int(flags, 16) & _GATEWAY else None
        made.append(Route(interface, network, hop))
    return sorted(made, key=lambda route: -route.network.prefixlen)


def route_to(address: IPv4Address) -> Route:
    """The way that packets to an address take.

    Raises:
        SourceError: There is none.
    """
    for route in routes():
        if address in route.network:
            return route
    raise SourceError(f"this machine has no route to {address}; add one")


def _address(text: str) -> IPv4Address:
    return IPv4Address(int(text, 16).to_bytes(4, "little"))


def _has_default_v6(text: str) -> bool:
    """Whether a route to ::/0 leads over anything but the loopback."""
    rows = [line.split() for line in text.splitlines()]
    return any(row[0] == "0" * 32 and row[1] == "00" and row[-1] != "lo" for row in rows)
