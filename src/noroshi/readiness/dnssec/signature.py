"""Signature: whether an RRset is signed by a zone's keys, with bounded work (CVE-2023-50387)."""

from dataclasses import dataclass

import dns.dnssec
import dns.exception
import dns.name
import dns.node
import dns.rdataset
import dns.rdatatype
import dns.rrset
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from dns.rdtypes.ANY.RRSIG import RRSIG
from dns.rdtypes.dnskeybase import Flag

from noroshi.readiness.dnssec.algorithm import is_supported
from noroshi.readiness.dnssec.verdict import Broken, Fault

MOST_COLLIDING = 4
"""Keys of one tag and algorithm that are tried, as Unbound and BIND do since 2024."""

MOST_FAILED = 16
"""Signatures of one RRset that may fail before the others are left alone."""

MOST_CHECKS = 400
"""Signatures checked for one question, over the whole chain."""

MOST_HASHES = 60_000
"""Rounds of SHA-1 for one question: 400 names at 150 iterations (CVE-2023-50868)."""


class Work:
    """What one question may still cost."""

    def __init__(self, checks: int = MOST_CHECKS, hashes: int = MOST_HASHES) -> None:
        self._checks = checks
        self._hashes = hashes

    def check(self) -> None:
        """Pay for a signature; raises `Broken` where the bound is passed."""
        self._checks -= 1
        if self._checks < 0:
            raise Broken(Fault.WORK)

    def hash(self, rounds: int) -> None:
        """Pay for hashing a name; raises `Broken` where the bound is passed."""
        self._hashes -= rounds
        if self._hashes < 0:
            raise Broken(Fault.WORK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone whose keys are believed."""

    name: dns.name.Name
    keys: dns.rdataset.Rdataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A good signature.

    Attributes:
        signature: It.
        wildcard: The wildcard that the name was made from; null for a name of its own.
    """

    signature: RRSIG
    wildcard: dns.name.Name | None


_ALL = dns.dnssec.allow_all_policy
"""Which algorithms count is decided here, not by the library."""

# The fault that tells most, where several signatures fail.
_TELLING = (
    Fault.WRONG, Fault.EXPIRED, Fault.FUTURE, Fault.CROSSED, Fault.KEY, Fault.ALGORITHM, Fault.SIGNER,
)  # fmt: skip


def verify(
    rrset: dns.rrset.RRset,
    signatures: dns.rdataset.Rdataset | None,
    zone: Zone,
    *,
    now: int,
    work: Work,
) -> Signed:
    """The first good signature of an RRset.

    Args:
        rrset: What is signed; absolute names.
        signatures: Its RRSIGs; null for none.
        zone: Whose keys must have made one of them.
        now: Seconds since 1970.
        work: What it may cost.

    Raises:
        Broken: There is none.
    """
    faults: set[Fault] = set()
    failed = 0
    for signature in signatures or ():
        try:
            return _checked(rrset, signature, zone, now, work)
        except Broken as broken:
            faults.add(broken.fault)
            failed += broken.fault is Fault.WRONG
            if broken.fault is Fault.WORK or failed > MOST_FAILED:
                raise Broken(Fault.WORK) from broken
    raise Broken(next((fault for fault in _TELLING if fault in faults), Fault.NO_SIGNATURE))


def _checked(rrset: dns.rrset.RRset, signature: RRSIG, zone: Zone, now: int, work: Work) -> Signed:
    labels = len(rrset.name) - 1 - rrset.name.is_wild()
    if signature.signer != zone.name or signature.labels > labels:
        raise Broken(Fault.SIGNER)
    if not is_supported(signature.algorithm):
        raise Broken(Fault.ALGORITHM)
    _timely(signature, now)
    fitting = fitting_keys(signature, zone)
    if not fitting:
        raise Broken(Fault.KEY)
    if len(fitting) > MOST_COLLIDING:
        raise Broken(Fault.WORK)
    for key in fitting:
        work.check()
        if _fits(rrset, signature, key, now):
            short = signature.labels < labels
            return Signed(
                signature=signature,
                wildcard=_wildcard(rrset.name, signature.labels) if short else None,
            )
    raise Broken(Fault.WRONG)


def fitting_keys(signature: RRSIG, zone: Zone) -> list[DNSKEY]:
    """Keys of a zone that a signature may be of (RFC 4035 section 5.3.1)."""
    return [
        key
        for key in zone.keys
        if key.algorithm == signature.algorithm
        and key.protocol == 3
        and key.flags & Flag.ZONE
        and dns.dnssec.key_id(key) == signature.key_tag
        and (not key.flags & Flag.REVOKE or signature.type_covered == dns.rdatatype.DNSKEY)
    ]


def _timely(signature: RRSIG, now: int) -> None:
    if signature.expiration < signature.inception:
        raise Broken(Fault.CROSSED)
    if signature.expiration < now:
        raise Broken(Fault.EXPIRED)
    if signature.inception > now:
        raise Broken(Fault.FUTURE)


def _fits(rrset: dns.rrset.RRset, signature: RRSIG, key: DNSKEY, now: int) -> bool:
    keys: dict[dns.name.Name, dns.node.Node | dns.rdataset.Rdataset] = {
        signature.signer: dns.rdataset.from_rdata(300, key)
    }
    try:
        dns.dnssec.validate_rrsig(rrset, signature, keys, now=now, policy=_ALL)
    except (dns.exception.DNSException, ValueError):
        return False
    return True


def _wildcard(name: dns.name.Name, labels: int) -> dns.name.Name:
    return dns.name.Name((b"*", *name.labels[len(name) - 1 - labels :]))
