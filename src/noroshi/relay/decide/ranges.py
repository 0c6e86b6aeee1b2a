"""Ranges: whether a subject lies in any of many address ranges, found by one bisection."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Self

from noroshi.relay.decide.host import host_of
from noroshi.spine.model import Subject, SubjectKind

Network = IPv4Network | IPv6Network

Span = tuple[int, int, int]
"""IP version, first and last address of an addressed subject."""


class Ranges:
    """Address ranges, joined where they touch. It never changes."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: dict[int, list[int]] = {4: [], 6: []}
        self._ends: dict[int, list[int]] = {4: [], 6: []}
        for version, first, last in sorted(spans):
            starts, ends = self._starts[version], self._ends[version]
            if ends and first <= ends[-1] + 1:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)

    @classmethod
    def of(cls, networks: Iterable[Network]) -> Self:
        """The ranges of networks."""
        return cls(spans_of(networks))

    def touch(self, span: Span | None) -> bool:
        """Whether any address of a span lies in a range; false for no span."""
        if span is None:
            return False
        version, first, last = span
        at = bisect_left(self._ends[version], first)
        return at < bisect_right(self._starts[version], last)


def network_of(subject: Subject) -> Network | None:
    """The network of a prefix; null for other subjects, and for one that is no prefix."""
    if subject.kind is not SubjectKind.PREFIX:
        return None
    try:
        return ip_network(subject.value)
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def span_of(subject: Subject) -> Span | None:
    """The addresses that a subject names; null where it names a host by name, or none."""
    if subject.kind is SubjectKind.PREFIX:
        network = network_of(subject)
        return None if network is None else _whole(network)
    host = None if subject.kind is SubjectKind.DOMAIN else host_of(subject)
    # Names end with letters: they are told apart without the cost of an exception.
    if not host or not (host[-1].isdigit() or ":" in host):
        return None
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return address.version, int(address), int(address)


def spans_of(networks: Iterable[Network]) -> Iterator[Span]:
    """The addresses of networks."""
    return map(_whole, networks)


def _whole(network: Network) -> Span:
    return network.version, int(network.network_address), int(network.broadcast_address)
