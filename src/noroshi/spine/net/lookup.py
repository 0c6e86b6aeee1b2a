"""Lookup: questions to the DNS, answered by a resolver or from zone files, in one shape.

Names and record texts come without the root's dot. TXT strings of one record are joined (RFC 7208
section 3.3) and decoded as Latin-1, so every octet survives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rrset
import dns.zone

from noroshi.spine.model import ConfigError
from noroshi.spine.net.zone_file import read_zone

MOST_RECORDS = 500
"""Records of one answer that are looked at."""

MOST_CHAIN = 12
"""CNAME records that are followed."""


class Outcome(StrEnum):
    """What became of a question."""

    FOUND = "found"
    EMPTY = "empty"  # the name exists, the type does not
    ABSENT = "absent"  # NXDOMAIN
    FAILED = "failed"  # no answer, SERVFAIL, REFUSED, or outside of the zone files


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one question.

    Attributes:
        outcome: What became of it.
        records: Record texts in the order of the answer; empty unless found.
        ttl_s: Life of the records.
        secure: Whether the resolver says that it validated the answer (the AD bit).
    """

    outcome: Outcome
    records: tuple[str, ...] = ()
    ttl_s: int = 0
    secure: bool = False

    @property
    def is_void(self) -> bool:
        """Whether there is certainly nothing (RFC 7208 section 4.6.4)."""
        return self.outcome in (Outcome.EMPTY, Outcome.ABSENT)


class Lookup(Protocol):
    """Whoever answers questions."""

    def ask(self, name: str, kind: str) -> Answer:
        """The answer to a name and a record type; never raises for what a name or server does."""
        ...


FAILED = Answer(outcome=Outcome.FAILED)
ABSENT = Answer(outcome=Outcome.ABSENT)


class Remembering:
    """Asks each question once."""

    def __init__(self, inner: Lookup) -> None:
        self._inner = inner
        self._known: dict[tuple[str, str], Answer] = {}

    def ask(self, name: str, kind: str) -> Answer:
        """As the lookup inside; the second time from memory."""
        key = (name.lower().removesuffix("."), kind)
        if key not in self._known:
            self._known[key] = self._inner.ask(*key)
        return self._known[key]


class Resolver:
    """A recursive resolver by its address.

    Args:
        place: `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`.
        timeout_s: Longest wait for one answer.

    Raises:
        ConfigError: The place is no address.
    """

    def __init__(self, place: str, *, timeout_s: float = 5.0) -> None:
        self._address, self._port = address_and_port(place)
        self._timeout_s = timeout_s

    def ask(self, name: str, kind: str) -> Answer:
        """Ask over UDP, and over TCP where the answer was cut."""
        try:
            query = dns.message.make_query(name, kind, want_dnssec=True)
            query.flags |= dns.flags.AD
            answer, _ = dns.query.udp_with_fallback(
                query, self._address, timeout=self._timeout_s, port=self._port
            )
        except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
            return FAILED
        return _answer_of(answer, dns.rdatatype.from_text(kind))


class ZoneFiles:
    """Zone files; what lies outside of them is not known and fails.

    Raises:
        ConfigError: No file, or one that cannot be read.
        InputError: A file holds no zone.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._zones = {zone.origin: zone for zone in map(read_zone, files)}
        if not self._zones:
            raise ConfigError("no zone file was given")

    def ask(self, name: str, kind: str) -> Answer:
        """The answer that an authoritative server would give, CNAMEs followed inside the files."""
        try:
            at = dns.name.from_text(name)
        except (dns.exception.DNSException, UnicodeError):
            return FAILED
        for _ in range(MOST_CHAIN):
            zone = self._zone_of(at)
            if zone is None:
                return FAILED
            node = _node(zone, at)
            if node is None:
                return Answer(outcome=Outcome.EMPTY) if _exists(zone, at) else ABSENT
            found = node.get_rdataset(zone.rdclass, dns.rdatatype.from_text(kind))
            if found is not None:
                return _found(found, found.ttl, secure=False)
            alias = node.get_rdataset(zone.rdclass, dns.rdatatype.CNAME)
            if alias is None:
                return Answer(outcome=Outcome.EMPTY)
            at = alias[0].target.derelativize(zone.origin or dns.name.root)
        return FAILED

    def names(self) -> tuple[str, ...]:
        """Every owner name of the files."""
        found = (
            name.derelativize(origin or dns.name.root).to_text(omit_final_dot=True)
            for origin, zone in self._zones.items()
            for name in zone.nodes
        )
        return tuple(sorted(found))

    def _zone_of(self, name: dns.name.Name) -> dns.zone.Zone | None:
        fitting = [origin for origin in self._zones if origin and name.is_subdomain(origin)]
        return self._zones[max(fitting, key=len)] if fitting else None


class Recorded:
    """Answers that were written down: name and type -> records; a null stands for a failure."""

    def __init__(self, answers: Mapping[tuple[str, str], Iterable[str] | None]) -> None:
        self._answers = {(name.lower(), kind): texts for (name, kind), texts in answers.items()}
        self._names = {name for name, _ in self._answers}

    def ask(self, name: str, kind: str) -> Answer:
        """What was written down; a name that was not does not exist."""
        key = (name.lower().removesuffix("."), kind)
        if key not in self._answers:
            return Answer(outcome=Outcome.EMPTY) if key[0] in self._names else ABSENT
        texts = self._answers[key]
        return FAILED if texts is None else Answer(outcome=Outcome.FOUND, records=tuple(texts))


def address_and_port(place: str, *, port: int = 53) -> tuple[str, int]:
    """Address and port of a text; the port may be left out.

    Raises:
        ConfigError: It is neither.
    """
    host, _, number = place.partition("]:") if place.startswith("[") else place.partition(":")
    if place.count(":") > 1 and not place.startswith("["):
        host, number = place, ""
    host = host.strip("[]")
    try:
        return str(ip_address(host)), int(number) if number else port
    except ValueError as error:
        raise ConfigError(
            f"{place!r} is no address; write 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:5353"
        ) from error


def record_text(record: dns.rdata.Rdata) -> str:
    """A record as the rest of the house reads it."""
    if record.rdtype == dns.rdatatype.TXT:
        return b"".join(record.strings).decode("latin-1")  # type: ignore[attr-defined]
    text = record.to_text()
    return text.removesuffix(".") if len(text) > 1 else text


def _found(records: Iterable[dns.rdata.Rdata], ttl_s: int, *, secure: bool) -> Answer:
    texts = tuple(record_text(record) for record in records)[:MOST_RECORDS]
    return Answer(outcome=Outcome.FOUND, records=texts, ttl_s=ttl_s, secure=secure)


def _answer_of(message: dns.message.Message, kind: dns.rdatatype.RdataType) -> Answer:
    secure = bool(message.flags & dns.flags.AD)
    if message.rcode() == dns.rcode.NXDOMAIN:
        return Answer(outcome=Outcome.ABSENT, secure=secure)
    if message.rcode() != dns.rcode.NOERROR:
        return FAILED
    for found in message.answer:
        if found.rdtype == kind:
            return _found(found, found.ttl, secure=secure)
    return Answer(outcome=Outcome.EMPTY, secure=secure)


def _exists(zone: dns.zone.Zone, name: dns.name.Name) -> bool:
    """Whether a name is an empty non-terminal (RFC 8020)."""
    origin = zone.origin or dns.name.root
    return any(one.derelativize(origin).is_subdomain(name) for one in zone.nodes)


def _node(zone: dns.zone.Zone, name: dns.name.Name) -> "dns.node.Node | None":
    """The node of a name, or the wildcard that stands for it (RFC 4592)."""
    node = zone.get_node(name)
    origin = zone.origin or dns.name.root
    if node is not None:
        return node
    while node is None and name != origin and not _exists(zone, name):
        name = name.parent()
        node = zone.get_node(dns.name.Name(("*", *name.labels)))
    return node
