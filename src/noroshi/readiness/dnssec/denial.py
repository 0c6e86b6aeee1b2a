"""Denial: what NSEC and NSEC3 records prove (RFC 4035 section 5.4, RFC 5155 section 8, RFC 6840).

Every record given here has a good signature already.
"""

from base64 import b32hexencode
from collections.abc import Iterator, Sequence
from enum import Enum, auto

import dns.dnssec
import dns.name
import dns.rdatatype
import dns.rrset
from dns.rdtypes.ANY.NSEC import NSEC
from dns.rdtypes.ANY.NSEC3 import NSEC3

from noroshi.readiness.dnssec.signature import Work
from noroshi.readiness.dnssec.verdict import Broken, Fault

MOST_ITERATIONS = 150
"""Above, a zone counts as unsigned, as in Unbound and BIND of 2021 to 2024 (RFC 9276 section 3.2)."""

SHA1 = 1
OPT_OUT = 1

_NS, _SOA, _DS = dns.rdatatype.NS, dns.rdatatype.SOA, dns.rdatatype.DS
_CNAME, _DNAME = dns.rdatatype.CNAME, dns.rdatatype.DNAME


class Proof(Enum):
    """What is proven of a name."""

    ABSENT = auto()  # it is not there, or has no such type
    OPT_OUT = auto()  # it may be an unsigned delegation
    UNSIGNED_CUT = auto()  # a delegation without DS
    NOTHING = auto()


class Denial:
    """The proofs of one answer.

    Args:
        zone: Whose they are.
        rrsets: NSEC and NSEC3 RRsets with good signatures.
        work: What hashing may cost.

    Raises:
        Broken: NSEC3 iterates too often; the zone then counts as unsigned.
    """

    def __init__(self, zone: dns.name.Name, rrsets: Sequence[dns.rrset.RRset], work: Work) -> None:
        self._zone = zone
        self._plain = [
            (rrset.name, rrset[0]) for rrset in rrsets if rrset.rdtype == dns.rdatatype.NSEC
        ]
        hashed = [rrset for rrset in rrsets if rrset.rdtype == dns.rdatatype.NSEC3]
        self._hashed = _Hashed(zone, hashed, work) if hashed else None

    def of_type(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> Proof:
        """Whether a name has no record of a type (NODATA)."""
        for owner, nsec in self._plain:
            if owner == name:
                return _without(nsec, kind, is_apex=name == self._zone)
        if any(
            self._covers(owner, nsec, name) and nsec.next.is_subdomain(name)
            for owner, nsec in self._plain
        ):
            return Proof.ABSENT  # an empty non-terminal
        if (encloser := self._encloser(name)) and self._wildcard_without(encloser, kind):
            return Proof.ABSENT
        return self._hashed.of_type(name, kind) if self._hashed else Proof.NOTHING

    def of_name(self, name: dns.name.Name) -> Proof:
        """Whether a name does not exist (NXDOMAIN), and no wildcard stands for it."""
        if encloser := self._encloser(name):
            wildcard = dns.name.Name((b"*", *encloser.labels))
            return Proof.ABSENT if self._covered(wildcard) else Proof.NOTHING
        return self._hashed.of_name(name) if self._hashed else Proof.NOTHING

    def of_closer(self, name: dns.name.Name, wildcard: dns.name.Name) -> Proof:
        """Whether nothing closer than a wildcard stands between it and a name made from it."""
        if (encloser := self._encloser(name)) and encloser == wildcard.parent():
            return Proof.ABSENT
        return self._hashed.of_closer(name, wildcard) if self._hashed else Proof.NOTHING

    def _encloser(self, name: dns.name.Name) -> dns.name.Name | None:
        """The closest encloser that the NSEC which covers a name tells; null where none does."""
        for owner, nsec in self._plain:
            if self._covers(owner, nsec, name) and not nsec.next.is_subdomain(name):
                return max((_shared(name, owner), _shared(name, nsec.next)), key=len)
        return None

    def _covered(self, name: dns.name.Name) -> bool:
        return any(self._covers(owner, nsec, name) for owner, nsec in self._plain)

    def _covers(self, owner: dns.name.Name, nsec: NSEC, name: dns.name.Name) -> bool:
        types = bitmap(nsec)
        # RFC 6840 section 4.1: a record of the parent's side says nothing of what lies below.
        above = name.is_subdomain(owner) and (
            (_NS in types and _SOA not in types) or _DNAME in types
        )
        return not above and self._spans(owner, nsec.next, name)

    def _spans(self, owner: dns.name.Name, after: dns.name.Name, name: dns.name.Name) -> bool:
        inside = owner.is_subdomain(self._zone) and name.is_subdomain(self._zone)
        return inside and owner < name and (name < after or after == self._zone)

    def _wildcard_without(self, encloser: dns.name.Name, kind: dns.rdatatype.RdataType) -> bool:
        wildcard = dns.name.Name((b"*", *encloser.labels))
        return any(
            owner == wildcard and _without(nsec, kind, is_apex=False) is Proof.ABSENT
            for owner, nsec in self._plain
        )


class _Hashed:
    """The NSEC3 records of an answer."""

    def __init__(self, zone: dns.name.Name, rrsets: Sequence[dns.rrset.RRset], work: Work) -> None:
        self._zone, self._work = zone, work
        usable = [
            (rrset.name.labels[0].upper(), record)
            for rrset in rrsets
            for record in rrset
            if record.algorithm == SHA1 and record.flags | OPT_OUT == OPT_OUT
        ]
        self._memo: dict[dns.name.Name, bytes] = {}
        if not usable:
            self._records: list[tuple[bytes, NSEC3]] = []
            return
        self._salt, self._iterations = usable[0][1].salt, usable[0][1].iterations
        if any(record.iterations > MOST_ITERATIONS for _, record in usable):
            raise Broken(Fault.ITERATIONS)
        self._records = [
            (owner, record) for owner, record in usable
            if (record.salt, record.iterations) == (self._salt, self._iterations)
        ]  # fmt: skip

    def of_type(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> Proof:
        """As `Denial.of_type`."""
        if record := self._match(name):
            return _without(record, kind, is_apex=name == self._zone)
        found = self._closest(name)
        if found is None:
            return Proof.NOTHING
        encloser, cover = found
        if kind == _DS and cover.flags & OPT_OUT:
            return Proof.OPT_OUT
        record = self._match(dns.name.Name((b"*", *encloser.labels)))
        return _without(record, kind, is_apex=False) if record else Proof.NOTHING

    def of_name(self, name: dns.name.Name) -> Proof:
        """As `Denial.of_name`."""
        found = self._closest(name)
        if found is None or not self._cover(dns.name.Name((b"*", *found[0].labels))):
            return Proof.NOTHING
        return Proof.OPT_OUT if found[1].flags & OPT_OUT else Proof.ABSENT

    def of_closer(self, name: dns.name.Name, wildcard: dns.name.Name) -> Proof:
        """As `Denial.of_closer`."""
        closer = name.split(len(wildcard))[1]
        cover = self._cover(closer)
        if cover is None:
            return Proof.NOTHING
        return Proof.OPT_OUT if cover.flags & OPT_OUT else Proof.ABSENT

    def _closest(self, name: dns.name.Name) -> tuple[dns.name.Name, NSEC3] | None:
        """The closest encloser, and the record that covers the next closer name."""
        closer = name
        for encloser in _above(name, self._zone):
            if record := self._match(encloser):
                types = bitmap(record)
                if (_NS in types and _SOA not in types) or _DNAME in types:
                    return None
                cover = self._cover(closer)
                return (encloser, cover) if cover else None
            closer = encloser
        return None

    def _match(self, name: dns.name.Name) -> NSEC3 | None:
        if not self._records:
            return None
        digest = self._hash(name)
        return next((record for owner, record in self._records if owner == digest), None)

    def _cover(self, name: dns.name.Name) -> NSEC3 | None:
        if not self._records:
            return None
        digest = self._hash(name)
        for owner, record in self._records:
            after = b32(record.next)
            last = after <= owner
            if (owner < digest < after) or (last and (digest > owner or digest < after)):
                return record
        return None

    def _hash(self, name: dns.name.Name) -> bytes:
        if name not in self._memo:
            self._work.hash(1 + self._iterations)
            made = dns.dnssec.nsec3_hash(name, self._salt, self._iterations, SHA1)
            self._memo[name] = made.upper().encode()
        return self._memo[name]


def b32(digest: bytes) -> bytes:
    """A hash as it stands in owner names: base32hex, upper case (RFC 5155 section 3.3)."""
    return b32hexencode(digest).rstrip(b"=")


def bitmap(record: NSEC | NSEC3) -> frozenset[int]:
    """Types that an NSEC or NSEC3 record lists."""
    return frozenset(
        256 * window + 8 * place + bit
        for window, octets in record.windows
        for place, octet in enumerate(octets)
        for bit in range(8)
        if octet & 0x80 >> bit
    )


def _without(record: NSEC | NSEC3, kind: dns.rdatatype.RdataType, *, is_apex: bool) -> Proof:
    types = bitmap(record)
    cut = _NS in types and _SOA not in types
    if kind in types or (_CNAME in types and kind != _DS):
        return Proof.NOTHING
    if kind == _DS:
        if _SOA in types and not is_apex:
            return Proof.NOTHING  # of the child's side
        return Proof.UNSIGNED_CUT if cut else Proof.ABSENT
    return Proof.NOTHING if cut else Proof.ABSENT


def _above(name: dns.name.Name, zone: dns.name.Name) -> Iterator[dns.name.Name]:
    while name not in (zone, dns.name.root):
        name = name.parent()
        yield name


def _shared(one: dns.name.Name, other: dns.name.Name) -> dns.name.Name:
    """The lowest name above both."""
    _, _, labels = one.fullcompare(other)
    return one.split(labels)[1]
