"""Warning list: values that are rarely bad, in the JSON form of the MISP project.

Source: https://github.com/MISP/misp-warninglists, `schema.json`, read 2026-11.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeVar

import msgspec

from noroshi.spine.model import InputError, SubjectKind

Network = IPv4Network | IPv6Network

MOST_OCTETS = 128 * 1024 * 1024
"""Largest file that is read; the largest public list has about 30 MB."""

MOST_ENTRIES = 5_000_000
LONGEST_ENTRY = 2_048
"""Characters of one entry; a longer one is refused."""

_ADDRESSES = frozenset({SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.PREFIX})
_NAMES = frozenset({SubjectKind.DOMAIN, SubjectKind.URL})
_KINDS: dict[str, frozenset[SubjectKind]] = {
    "ip-src": _ADDRESSES,
    "ip-dst": _ADDRESSES,
    "ip-src|port": _ADDRESSES,
    "ip-dst|port": _ADDRESSES,
    "ip": _ADDRESSES,
    "domain|ip": _ADDRESSES | _NAMES,
    "domain": _NAMES,
    "hostname": _NAMES,
    "hostname|port": _NAMES,
    "fqdn": _NAMES,
    "url": frozenset({SubjectKind.URL}),
    "uri": frozenset({SubjectKind.URL}),
    "link": frozenset({SubjectKind.URL}),
}
"""Subjects that a MISP attribute type means; a URL has a host, so lists of names mean it, too."""

_EVERY = _ADDRESSES | _NAMES

T = TypeVar("T")


class Matching(StrEnum):
    """How entries are compared, by the names that MISP gives."""

    CIDR = "cidr"
    SUFFIX = "hostname"
    EXACT = "string"
    SUBSTRING = "substring"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WarningList:
    """One list. Two are the same only if they were read at the same time from the same file.

    Attributes:
        name: Its name for people.
        version: Its own version.
        matching: How entries are compared.
        kinds: Subjects it speaks of.
        networks: Entries of a CIDR list.
        texts: Entries of any other list, lower case.
        refused: Entries that could not be read, by reason.
    """

    name: str
    version: str
    matching: Matching
    kinds: frozenset[SubjectKind]
    networks: tuple[Network, ...]
    texts: tuple[str, ...]
    refused: Mapping[str, int]

    @property
    def size(self) -> int:
        """Entries kept."""
        return len(self.networks) + len(self.texts)


class _File(msgspec.Struct):
    """What is read of the file; other keys are left alone."""

    name: str
    type: str
    entries: list[object] = msgspec.field(name="list")
    version: int | float | str = ""
    matching_attributes: list[str] = []


_DECODER = msgspec.json.Decoder(_File)


def parse_warning_list(octets: bytes) -> WarningList:
    """The list in a file's octets. A bad entry is counted; the others are kept.

    Raises:
        InputError: The octets are no warning list, are too many, or compare in a way not known.
    """
    if len(octets) > MOST_OCTETS:
        raise InputError(f"it is larger than {MOST_OCTETS // 1024**2} MiB")
    try:
        file = _DECODER.decode(octets)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise InputError(f"it is no MISP warning list: {str(error)[:200]}") from error
    try:
        matching = Matching(file.type)
    except ValueError as error:
        known = ", ".join(Matching)
        raise InputError(
            f"its type {file.type[:40]!r} is not known; a list is one of {known}"
        ) from error
    if len(file.entries) > MOST_ENTRIES:
        raise InputError(f"it has more than {MOST_ENTRIES:,} entries")
    return _read(file, matching)


def _read(file: _File, matching: Matching) -> WarningList:
    refused: Counter[str] = Counter()
    networks: list[Network] = []
    texts: list[str] = []
    prepare = _host if matching is Matching.SUFFIX else str.lower
    for entry in file.entries:
        if not isinstance(entry, str) or not entry.strip():
            refused["no text"] += 1
        elif len(entry) > LONGEST_ENTRY:
            refused["too long"] += 1
        elif matching is Matching.CIDR:
            _keep(entry.strip(), _network, networks, refused)
        else:
            _keep(entry.strip(), prepare, texts, refused)
    if not networks and not texts:
        raise InputError("it has no entry that can be read")
    return WarningList(
        name=file.name[:200],
        version=str(file.version)[:40],
        matching=matching,
        kinds=_kinds(file.matching_attributes),
        networks=tuple(networks),
        texts=tuple(texts),
        refused=dict(refused),
    )


def _keep(entry: str, prepare: Callable[[str], T], kept: list[T], refused: Counter[str]) -> None:
    try:
        kept.append(prepare(entry))
    except ValueError:  # UnicodeError is one
        refused["cannot be read"] += 1


def _network(entry: str) -> Network:
    network = ip_network(entry, strict=False)
    if isinstance(network, IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return IPv4Network((int(mapped), network.prefixlen - 96))
    return network


def _host(entry: str) -> str:
    name = entry.lower().strip(".")
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    if not name:
        raise ValueError("no name")
    return name


def _kinds(attributes: list[str]) -> frozenset[SubjectKind]:
    """Subjects that the list speaks of; all where it does not say, none where it means others."""
    if not attributes or {"*", "ALL"} & set(attributes):
        return _EVERY
    return frozenset[SubjectKind]().union(*(_KINDS.get(one, frozenset()) for one in attributes))
