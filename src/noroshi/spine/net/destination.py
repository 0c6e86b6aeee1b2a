"""Destination: where a connection may go. A name counts for the addresses it resolves to."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from noroshi.spine.model import ConfigError, InputError, SourceError

Address = IPv4Address | IPv6Address

Resolve = Callable[[str], Sequence[str]]
"""A host name (or an address in any spelling) to its addresses."""

UNICAST = IPv6Network("2000::/3")
"""All IPv6 that IANA has given out for global unicast (RFC 4291 section 2.4, IANA registry)."""

NAT64 = IPv6Network("64:ff9b::/96")
"""Well-known prefix of translators (RFC 6052 section 2.1); its last 32 bits are an IPv4 address."""


NO_SUCH_NAME = frozenset({socket.EAI_NONAME, socket.EAI_NODATA})
"""What the resolver says where it is sure that there is nothing (RFC 3493 section 6.1)."""


class UnknownNameError(SourceError):
    """The DNS says that a name, or its addresses, do not exist."""


class Destinations:
    """Global addresses, and what the operator allows besides."""

    def __init__(self, *, allow: Sequence[str] = (), resolve: Resolve | None = None) -> None:
        """Ranges are CIDR.

        Raises:
            ConfigError: One is no range.
        """
        try:
            self._allow = tuple(ip_network(text) for text in allow)
        except ValueError as error:
            raise ConfigError(f"allowed destinations: {error}") from error
        self._resolve = resolve or resolve_host

    def addresses(self, host: str) -> tuple[str, ...]:
        """The addresses of a host. Connect to these, not to the name: it may resolve anew.

        Raises:
            InputError: One of them may not be reached.
            SourceError: The name does not resolve.
        """
        found = tuple(dict.fromkeys(self._resolve(host)))
        if not found:
            raise SourceError(f"{host} has no address; check the name")
        for text in found:
            if not self.may_reach(ip_address(text)):
                raise InputError(
                    f"{host} leads to {text}, which is no global address; nothing was sent"
                )
        return found

    def may_reach(self, address: Address) -> bool:
        """Whether a connection to this address is allowed."""
        if any(address in network for network in self._allow):
            return True
        return all(_is_global(meant) for meant in (address, *_embedded(address)))


def resolve_host(host: str) -> list[str]:
    """Addresses of a host by the system's resolver.

    Raises:
        UnknownNameError: There are none.
        SourceError: It does not know.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        kind = UnknownNameError if error.errno in NO_SUCH_NAME else SourceError
        raise kind(f"{host} does not resolve: {error}") from error
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{host} does not resolve: {error}") from error
    return [str(place[4][0]) for place in found]


def _is_global(address: Address) -> bool:
    if address.is_multicast or not address.is_global:
        return False
    return isinstance(address, IPv4Address) or address in UNICAST or _is_wrapper(address)


def _is_wrapper(address: IPv6Address) -> bool:
    return address.ipv4_mapped is not None or address in NAT64


def _embedded(address: Address) -> tuple[IPv4Address, ...]:
    """IPv4 addresses that a connection to this IPv6 address may end at."""
    if isinstance(address, IPv4Address):
        return ()
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    return tuple(one for one in inner if one is not None)
