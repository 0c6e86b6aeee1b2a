"""Chain: from a trust anchor down to the zone of a name, over DS and DNSKEY records."""

from collections.abc import Iterable
from dataclasses import dataclass

import dns.dnssec
import dns.exception
import dns.message
import dns.name
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.rrset
from dns.rdtypes.ANY.DS import DS

from noroshi.readiness.dnssec.algorithm import USED_DIGESTS, is_supported
from noroshi.readiness.dnssec.anchor import Anchors
from noroshi.readiness.dnssec.denial import Denial, Proof
from noroshi.readiness.dnssec.signature import Signed, Work, Zone, verify
from noroshi.readiness.dnssec.verdict import Broken, Fault, State, Verdict
from noroshi.spine.net.dns_server import DnsSource

MOST_DS = 16
MOST_ZONES = 20_000
"""Places that are remembered; all are forgotten when there are more."""

_DS, _DNSKEY, _SOA = dns.rdatatype.DS, dns.rdatatype.DNSKEY, dns.rdatatype.SOA
_IN, _RRSIG = dns.rdataclass.IN, dns.rdatatype.RRSIG
ANSWERED = (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a name stands on the chain.

    Attributes:
        zone: The zone that it lies in, where that is secure.
        verdict: Why it is not; null for a secure zone.
        ends: Whether nothing exists below.
    """

    zone: Zone | None = None
    verdict: Verdict | None = None
    ends: bool = False


class Chain:
    """Finds zones and believes their keys.

    Args:
        source: Gives answers that are not validated.
        anchors: Where to start.
        now: Seconds since 1970.
    """

    def __init__(self, source: DnsSource, anchors: Anchors, *, now: int) -> None:
        self._source, self._anchors, self._now = source, anchors, now
        self._stands: dict[dns.name.Name, Stand] = {}

    def stand(self, name: dns.name.Name, work: Work) -> Stand:
        """The zone of a name: the lowest cut at or above it."""
        over = [zone for zone in self._anchors if name.is_subdomain(zone)]
        if not over:
            return _no(State.INSECURE, name, Fault.UNSIGNED)
        start = max(over, key=len)
        if len(self._stands) > MOST_ZONES:
            self._stands.clear()
        found = self._remembered(start, None, work)
        for depth in range(len(start) + 1, len(name) + 1):
            if found.zone is None or found.ends:
                break
            found = self._remembered(name.split(depth)[1], found, work)
        return found

    def _remembered(self, name: dns.name.Name, above: Stand | None, work: Work) -> Stand:
        if name not in self._stands:
            try:
                if above is None:
                    made = self._entered(name, self._anchors[name], work)
                else:
                    made = self._below(name, above, work)
            except Broken as broken:
                made = _no(State.BOGUS, name, broken.fault)
            if made.verdict is not None and made.verdict.fault is Fault.WORK:
                return made  # another question may have more left
            self._stands[name] = made
        return self._stands[name]

    def _below(self, name: dns.name.Name, above: Stand, work: Work) -> Stand:
        """Whether a new zone begins at a name, and how it stands."""
        zone = above.zone
        assert zone is not None
        answer = self._source.ask(name, _DS)
        if answer is None:
            return _no(State.INDETERMINATE, name, Fault.NO_ANSWER)
        if answer.rcode() not in ANSWERED:
            return _no(State.INDETERMINATE, name, Fault.SERVER)
        if rrset := find(answer.answer, name, _DS):
            signed = checked(rrset, answer.answer, zone, now=self._now, work=work)
            if signed.wildcard is not None:
                raise Broken(Fault.SIGNER)
            return self._entered(name, tuple(rrset), work)
        if alias := find(answer.answer, name, dns.rdatatype.CNAME):
            checked(alias, answer.answer, zone, now=self._now, work=work)
            return above
        return self._without_ds(name, above, answer, work)

    def _without_ds(
        self, name: dns.name.Name, above: Stand, answer: dns.message.Message, work: Work
    ) -> Stand:
        zone = above.zone
        assert zone is not None
        try:
            denial = denial_of(answer, zone, now=self._now, work=work)
        except Broken as broken:
            if broken.fault is Fault.ITERATIONS:
                return _no(State.INSECURE, name, broken.fault)
            raise
        if answer.rcode() == dns.rcode.NXDOMAIN and denial.of_name(name) is Proof.ABSENT:
            return Stand(zone=zone, ends=True)
        proof = denial.of_type(name, _DS)
        if proof is Proof.ABSENT:
            return above
        if proof is Proof.UNSIGNED_CUT:
            return _no(State.INSECURE, name, Fault.UNSIGNED)
        if proof is Proof.OPT_OUT or denial.of_name(name) is Proof.OPT_OUT:
            return _no(State.INSECURE, name, Fault.OPT_OUT)
        raise Broken(Fault.NO_PROOF)

    def _entered(self, name: dns.name.Name, records: Iterable[DS], work: Work) -> Stand:
        """A zone whose DS is believed."""
        usable = strongest(records)
        if isinstance(usable, Fault):
            return _no(State.INSECURE, name, usable)
        answer = self._source.ask(name, _DNSKEY)
        if answer is None:
            return _no(State.INDETERMINATE, name, Fault.NO_ANSWER)
        if answer.rcode() not in ANSWERED:
            return _no(State.INDETERMINATE, name, Fault.SERVER)
        keys = find(answer.answer, name, _DNSKEY)
        if keys is None:
            raise Broken(Fault.NO_KEY)
        matching = keys_of(keys, usable, work)
        if not matching:
            raise Broken(Fault.NO_DS_MATCH)
        signatures = signatures_of(answer.answer, keys)
        verify(keys, signatures, Zone(name=name, keys=matching), now=self._now, work=work)
        return Stand(zone=Zone(name=name, keys=keys.to_rdataset()))


def strongest(records: Iterable[DS]) -> tuple[DS, ...] | Fault:
    """The DS records that count; the fault where none does."""
    listed = tuple(records)[:MOST_DS]
    known = [record for record in listed if record.digest_type in USED_DIGESTS]
    if not known:
        return Fault.DIGEST
    usable = [record for record in known if is_supported(record.algorithm)]
    if not usable:
        return Fault.ALGORITHM
    better = tuple(record for record in usable if record.digest_type != 1)
    return better or tuple(usable)


def keys_of(keys: dns.rrset.RRset, records: Iterable[DS], work: Work) -> dns.rdataset.Rdataset:
    """The keys that some DS names."""
    found = dns.rdataset.Rdataset(_IN, _DNSKEY)
    for record in records:
        for key in keys:
            if key.algorithm != record.algorithm or dns.dnssec.key_id(key) != record.key_tag:
                continue
            work.check()
            if _is_digest_of(record, keys.name, key):
                found.add(key, 300)
    return found


def _is_digest_of(record: DS, name: dns.name.Name, key: "dns.rdata.Rdata") -> bool:
    try:
        made = dns.dnssec.make_ds(name, key, record.digest_type, validating=True)
    except (dns.exception.DNSException, ValueError):
        return False
    return made.digest == record.digest


def find(
    section: list[dns.rrset.RRset], name: dns.name.Name, kind: dns.rdatatype.RdataType
) -> dns.rrset.RRset | None:
    """An RRset of a section."""
    return next(
        (one for one in section if (one.rdclass, one.rdtype, one.name) == (_IN, kind, name)), None
    )


def signatures_of(
    section: list[dns.rrset.RRset], rrset: dns.rrset.RRset
) -> dns.rdataset.Rdataset | None:
    """The RRSIGs of an RRset in the same section."""
    for one in section:
        if (one.rdtype, one.name, one.covers) == (_RRSIG, rrset.name, rrset.rdtype):
            return one.to_rdataset()
    return None


def denial_of(answer: dns.message.Message, zone: Zone, *, now: int, work: Work) -> Denial:
    """The proofs in the authority section.

    Raises:
        Broken: A proof is not well signed, or there is none.
    """
    proofs = [
        one for one in answer.authority
        if one.rdtype in (dns.rdatatype.NSEC, dns.rdatatype.NSEC3)
    ]  # fmt: skip
    if not proofs:
        raise Broken(Fault.NO_PROOF)
    for proof in proofs:
        # A wildcard's own proof fits every name that it could be made into: it proves nothing there.
        if checked(proof, answer.authority, zone, now=now, work=work).wildcard is not None:
            raise Broken(Fault.NO_PROOF)
    return Denial(zone.name, proofs, work)


def checked(
    rrset: dns.rrset.RRset, section: list[dns.rrset.RRset], zone: Zone, *, now: int, work: Work
) -> Signed:
    """The good signature of an RRset by the RRSIGs beside it; raises `Broken` without one."""
    return verify(rrset, signatures_of(section, rrset), zone, now=now, work=work)


def _no(state: State, name: dns.name.Name, fault: Fault) -> Stand:
    return Stand(verdict=Verdict(state=state, at=name, fault=fault))
