"""Allow-list: addresses that serve one known purpose."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network

from noroshi.spine.model import InputError, protocol_keyword
from noroshi.spine.model.protocol import NUMBERS

Network = IPv4Network | IPv6Network

WIDEST = {4: 8, 6: 19}
"""Shortest prefix per IP version that a list may hold: what registries give to one organisation."""


class AllowClass(StrEnum):
    """What a listed server is for. `none` takes an address out of the lists read before."""

    RESOLVER = "resolver"
    NTP = "ntp"
    UPDATE_CDN = "update-cdn"
    CONNECTIVITY_CHECK = "connectivity-check"
    MAIL = "mail"
    PUSH = "push"
    RESEARCH_SCANNER = "research-scanner"
    VPN = "vpn"
    GAME = "game"
    WEB_SERVICE = "web-service"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowEntry:
    """A prefix, and the port and protocol it holds for; null means any."""

    network: Network
    port: int | None = None
    protocol: int | None = None

    def __str__(self) -> str:
        host = self.network.num_addresses == 1
        text = str(self.network.network_address) if host else str(self.network)
        if self.port is None:
            return text
        transport = "" if self.protocol is None else f"/{protocol_keyword(self.protocol)}"
        return f"{text} {self.port}{transport}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowList:
    """One list, with where it comes from.

    Attributes:
        name: Its name, unique among the lists read.
        category: What its servers are for.
        version: The list's own version or date.
        source: Who says so.
        licence: Under which terms it may be used.
        entries: What it holds.
    """

    name: str
    category: AllowClass
    version: str
    source: str
    licence: str
    entries: tuple[AllowEntry, ...]


def parse_entry(text: str) -> AllowEntry:
    """An entry from `ADDRESS[/LENGTH][ PORT[/PROTOCOL]]`.

    Raises:
        InputError: The text has another form, or its prefix is too wide.
    """
    place, _, service = text.strip().partition(" ")
    try:
        network = ip_network(place, strict=False)
    except ValueError as error:
        raise InputError(
            f"{text[:100]!r} is no entry; write 192.0.2.0/24, or 192.0.2.1 53/udp"
        ) from error
    if network.prefixlen < WIDEST[network.version]:
        raise InputError(
            f"{place} is wider than /{WIDEST[network.version]}; list narrower prefixes"
        )
    port, protocol = _service(service.strip(), text)
    return AllowEntry(network=_unmapped(network), port=port, protocol=protocol)


def _service(text: str, entry: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    port, slash, transport = text.partition("/")
    number = NUMBERS.get(transport.lower())
    known = number is not None or not slash
    if not (port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) < 65536 and known):
        raise InputError(f"{entry[:100]!r} has no port such as 53 or 53/udp at its end")
    return int(port), number


def _unmapped(network: Network) -> Network:
    """IPv4-mapped IPv6 prefixes mean the IPv4 ones."""
    if isinstance(network, IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return IPv4Network((int(mapped), network.prefixlen - 96))
    return network
