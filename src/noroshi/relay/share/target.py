"""Target: what of a subject a blocking consumer can be told.

A subject may have been made by hand with any text in it. What leaves here is proven: an address, a
prefix or a name in canonical form, or None. That, and nothing a renderer does, keeps hostile values
from changing what a consumer reads.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv6Address
from typing import NamedTuple

from noroshi.spine.model import InputError, Subject, SubjectKind, canonical_domain, canonical_prefix
from noroshi.spine.model.protocol import NUMBERS, TCP, UDP

WIDEST = {4: 8, 6: 16}
"""Shortest prefix length that a block list may hold; anything wider is a mistake."""

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_ADDRESS_V4 = re.compile(_V4, re.ASCII)
_GROUPS = r"[1-9a-f][0-9a-f]{0,3}(?::[1-9a-f][0-9a-f]{0,3})*"
_ADDRESS_V6 = re.compile(rf"(?:{_GROUPS})?::(?:{_GROUPS})?", re.ASCII)
"""IPv6 as most is, with no zero group but the shortened ones; `ipaddress` judges the others."""
_ENDPOINT = re.compile(
    rf"(?:({_V4})|\[([0-9a-f:]{{2,39}})\]):([0-9]{{1,5}})/([a-z0-9-]{{1,9}})", re.ASCII
)
_ENDPOINTS = re.compile(f"^{_ENDPOINT.pattern}$", re.ASCII | re.MULTILINE)
_NAME = re.compile(
    r"(?=.{3,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII
)
"""Names as nearly all are; `canonical_domain` judges the others."""


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
    value = subject.value
    if subject.kind is not SubjectKind.DOMAIN:
        return None
    if _NAME.fullmatch(value):
        return value
    try:
        return value if canonical_domain(value) == value else None
    except InputError:
        return None


def endpoint_parts(value: str) -> tuple[str, int, str] | None:
    """Canonical address, port and protocol keyword of an endpoint's text."""
    match = _ENDPOINT.fullmatch(value)
    if match is None:
        return None
    v4, v6, port, keyword = match.groups()
    if v4 is None and _host(v6) is None:
        return None
    return (v4 or v6, int(port), keyword) if int(port) <= 65535 else None


def all_endpoint_parts(values: Sequence[str]) -> list[tuple[str, int, str]] | None:
    """The same of each of many; None where one of them has no such parts.

    Asking once for all takes a third of the time, and lists hold hardly anything else.
    """
    text = "\n".join(values)
    found = _ENDPOINTS.findall(text)
    # As many lines as values, and each is an endpoint: then each line is one of the values.
    if len(found) != len(values) or text.count("\n") != len(values) - 1:
        return None
    if any(v6 and _host(v6) is None for _, v6, _, _ in found):
        return None
    parts = [(v4 or v6, int(port), keyword) for v4, v6, port, keyword in found]
    return parts if max(port for _, port, _ in parts) <= 65535 else None


def _endpoint(value: str) -> Flow | None:
    parts = endpoint_parts(value)
    if parts is None:
        return None
    address, port, keyword = parts
    protocol = NUMBERS.get(keyword) or (int(keyword) if keyword.isdecimal() else 0)
    if not 0 < protocol < 256 or (port and protocol not in (TCP, UDP)):
        return None
    return Flow(Network(address, 128 if ":" in address else 32), protocol, port)


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
