"""Target: what of a subject a blocking consumer can be told.

A subject may have been made by hand with any text in it. What leaves here is proven: an address, a
prefix or a name in canonical form, or None. That, and nothing a renderer does, keeps hostile values
from changing what a consumer reads.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from ipaddress import IPv6Address
from itertools import repeat
from typing import NamedTuple, TypeVar

from noroshi.spine.model import InputError, Subject, SubjectKind, canonical_domain, canonical_prefix
from noroshi.spine.model.memo import Memo
from noroshi.spine.model.protocol import NUMBERS, TCP, UDP
from noroshi.spine.model.stretch import Subjects

T = TypeVar("T")

WIDEST = {4: 8, 6: 16}
"""Shortest prefix length that a block list may hold; anything wider is a mistake."""

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_ADDRESS_V4 = re.compile(_V4, re.ASCII)
_GROUPS = r"[1-9a-f][0-9a-f]{0,3}(?::[1-9a-f][0-9a-f]{0,3})*"
_ADDRESS_V6 = re.compile(rf"(?:{_GROUPS})?::(?:{_GROUPS})?", re.ASCII)
"""IPv6 as most is, with no zero group but the shortened ones; `ipaddress` judges the others."""
_SHORT_V6 = rf"(?!::ffff:)(?!(?:[0-9a-f]*:){{7}})(?:{_GROUPS})?::(?:{_GROUPS})?"
_HOSTS_AT_PORTS = re.compile(rf"(?:(?:{_V4}|\[{_SHORT_V6}\])\n)++", re.ASCII)
"""Lines with the hosts of endpoints, as nearly all are."""
_SERVICE = re.compile(r"([0-9]{1,5})/([a-z0-9-]{1,9})", re.ASCII)
_NAME_TEXT = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
_NAME = re.compile(rf"(?=.{{3,253}}\Z){_NAME_TEXT}", re.ASCII)
"""Names as nearly all are; `canonical_domain` judges the others."""
_NAMES = re.compile(rf"(?:(?=.{{3,253}}\n){_NAME_TEXT}\n)++", re.ASCII)
"""Lines with such names."""


class Network(NamedTuple):
    """An address or prefix in canonical text and its length in bits."""

    address: str
    length: int

    @property
    def version(self) -> int:
        """4 or 6."""
        return 6 if ":" in self.address else 4

    @property
    def is_host(self) -> bool:
        """Whether it is one address."""
        return self.length == (128 if ":" in self.address else 32)


class Flow(NamedTuple):
    """Traffic to a network: protocol number and port, each 0 for any."""

    network: Network
    protocol: int
    port: int


class Service(NamedTuple):
    """Port, protocol keyword, and its number; null where port and protocol do not fit each other."""

    port: int
    keyword: str
    protocol: int | None


Reader = Callable[[Sequence[str]], Sequence[T | None]]
"""What is proven of many values of one kind of subject; null where nothing is."""


def network_of(subject: Subject) -> Network | None:
    """The address, the endpoint's address or the prefix of a subject."""
    if subject.kind is SubjectKind.PREFIX:
        return _prefix(subject.value)
    if subject.kind is SubjectKind.IP:
        return _host(subject.value)
    flow = _endpoint(subject.value) if subject.kind is SubjectKind.ENDPOINT else None
    return flow and flow.network


def flow_of(subject: Subject) -> Flow | None:
    """The traffic to a subject; None also where protocol and port do not fit each other."""
    value = subject.value
    if subject.kind is SubjectKind.ENDPOINT:
        return _endpoint(value)
    network = _prefix(value) if subject.kind is SubjectKind.PREFIX else None
    if subject.kind is SubjectKind.IP:
        network = _host(value)
    return None if network is None else Flow(network, 0, 0)


def name_of(subject: Subject) -> str | None:
    """The name of a domain."""
    return _name(subject.value) if subject.kind is SubjectKind.DOMAIN else None


def _name(value: str) -> str | None:
    if _NAME.fullmatch(value):
        return value
    try:
        return value if canonical_domain(value) == value else None
    except InputError:
        return None


def each_by_kind(
    page: Subjects, ways: Mapping[str, Callable[[Sequence[str]], Iterable[T]]], none: T
) -> Iterable[T]:
    """What the way of its kind makes of each subject; asked once for all of a kind, so it is fast.

    Args:
        page: The subjects.
        ways: Take the values of a kind, and give as many things in their order.
        none: Stands for subjects of other kinds.
    """
    apart: dict[str, list[str]] = defaultdict(list)
    for kind, value in zip(*page, strict=True):
        apart[kind].append(value)
    made = {kind: iter(ways[kind](values)) for kind, values in apart.items() if kind in ways}
    if len(apart) == 1:
        return next(iter(made.values()), repeat(none, len(page.kinds)))
    for kind in apart.keys() - made.keys():
        made[kind] = repeat(none)
    return [next(made[kind]) for kind in page.kinds]


def endpoint_parts(value: str) -> tuple[str, Service] | None:
    """Canonical address and service of an endpoint's text."""
    host, _, text = value.rpartition(":")
    service = _SERVICES[text]
    if service is None:
        return None
    if host[:1] == "[":
        return (host[1:-1], service) if host[-1] == "]" and _is_v6(host[1:-1]) else None
    return (host, service) if _ADDRESS_V4.fullmatch(host) else None


def all_endpoint_parts(values: Sequence[str]) -> tuple[Sequence[str], Sequence[Service]] | None:
    """Addresses and services of many; None where one of them has no such parts.

    Asking once for all takes a quarter of the time, and lists hold hardly anything else.
    """
    if not values:
        return (), ()
    hosts, _, texts = zip(*[value.rpartition(":") for value in values], strict=True)
    services = [one for one in map(_SERVICES.__getitem__, texts) if one is not None]
    if len(services) != len(hosts) or not _are_lines(hosts, _HOSTS_AT_PORTS):
        return None
    if any(host[0] == "[" for host in hosts):
        hosts = tuple([host.strip("[]") for host in hosts])
    return hosts, services


def _are_lines(texts: Sequence[str], lines: re.Pattern[str]) -> bool:
    """Whether each text is what a line may be; as many lines as texts, so none hides in another."""
    joined = "\n".join(texts) + "\n"
    return lines.fullmatch(joined) is not None and joined.count("\n") == len(texts)


def _service(text: str) -> Service | None:
    match = _SERVICE.fullmatch(text)
    if match is None or int(match[1]) > 65535:
        return None
    port, keyword = int(match[1]), match[2]
    protocol = NUMBERS.get(keyword) or (int(keyword) if keyword.isdecimal() else 0)
    fits = 0 < protocol < 256 and (not port or protocol in (TCP, UDP))
    return Service(port, keyword, protocol if fits else None)


_SERVICES = Memo(_service)


def _endpoint(value: str) -> Flow | None:
    parts = endpoint_parts(value)
    return parts and _flow(*parts)


def _flow(address: str, service: Service) -> Flow | None:
    port, _, protocol = service
    if protocol is None:
        return None
    return Flow(Network(address, 128 if ":" in address else 32), protocol, port)


def _endpoints(values: Sequence[str]) -> Sequence[Flow | None]:
    parts = all_endpoint_parts(values)
    return list(map(_endpoint, values) if parts is None else map(_flow, *parts))


def _wholes(networks: Sequence[Network | None]) -> Sequence[Flow | None]:
    """All traffic to networks."""
    return [network and Flow(network, 0, 0) for network in networks]


def _networks(flows: Sequence[Flow | None]) -> Sequence[Network | None]:
    return [flow and flow.network for flow in flows]


def _hosts(values: Sequence[str]) -> Sequence[Network | None]:
    return list(map(_host, values))


def _prefixes(values: Sequence[str]) -> Sequence[Network | None]:
    return list(map(_prefix, values))


def _names(values: Sequence[str]) -> Sequence[str | None]:
    return values if _are_lines(values, _NAMES) else list(map(_name, values))


FLOWS: Mapping[str, Reader[Flow]] = {
    SubjectKind.ENDPOINT: _endpoints,
    SubjectKind.IP: lambda values: _wholes(_hosts(values)),
    SubjectKind.PREFIX: lambda values: _wholes(_prefixes(values)),
}
"""As `flow_of`, of many at once."""

NETWORKS: Mapping[str, Reader[Network]] = {
    SubjectKind.ENDPOINT: lambda values: _networks(_endpoints(values)),
    SubjectKind.IP: _hosts,
    SubjectKind.PREFIX: _prefixes,
}
"""As `network_of`."""

NAMES: Mapping[str, Reader[str]] = {SubjectKind.DOMAIN: _names}
"""As `name_of`."""


def _host(value: str) -> Network | None:
    if _ADDRESS_V4.fullmatch(value):
        return Network(value, 32)
    return Network(value, 128) if _is_v6(value) else None


def _is_v6(value: str) -> bool:
    if _ADDRESS_V6.fullmatch(value) and value.count(":") <= 6 and value[:7] != "::ffff:":
        return True
    try:
        address = IPv6Address(value)
    except ValueError:
        return False
    return str(address) == value and address.scope_id is None and not address.ipv4_mapped


def _prefix(value: str) -> Network | None:
    try:
        if canonical_prefix(value) != value:
            return None
    except InputError:
        return None
    address, _, length = value.partition("/")
    network = Network(address, int(length))
    return network if network.length >= WIDEST[network.version] else None
