"""Server reading: what the servers of a zone show, each asked the same few questions."""

from collections.abc import Sequence

import dns.dnssec
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
from dns.rdtypes.ANY.DS import DS
from dns.rdtypes.dnskeybase import Flag

from noroshi.readiness.dnssec.anchor import Anchors
from noroshi.readiness.dnssec.chain import find, signatures_of
from noroshi.readiness.dnssec.facts import Facts, Seen
from noroshi.readiness.dnssec.signature import Work, Zone, verify
from noroshi.readiness.dnssec.validator import Validator
from noroshi.readiness.dnssec.verdict import Broken, State, Verdict
from noroshi.spine.net.dns_server import DnsServer, DnsSource

ABSENT = ("noroshi-looks-for-nothing", "zz-noroshi-looks-for-nothing")
"""Labels that no zone has, to see proofs of absence early and late in the order of names."""

_SOA, _DNSKEY, _NSEC3 = dns.rdatatype.SOA, dns.rdatatype.DNSKEY, dns.rdatatype.NSEC3
_CDS, _CDNSKEY = dns.rdatatype.CDS, dns.rdatatype.CDNSKEY
_PARAM, _DS = dns.rdatatype.NSEC3PARAM, dns.rdatatype.DS
_ORDER = (State.SECURE, State.INSECURE, State.INDETERMINATE, State.BOGUS)


def read_servers(
    zone: dns.name.Name,
    servers: Sequence[DnsServer],
    *,
    ds: tuple[DS, ...] | None,
    now: int,
    names: Sequence[dns.name.Name] = (),
) -> Facts:
    """What servers that answer for a zone show.

    Args:
        zone: Its name.
        servers: All of its servers, or some.
        ds: The parent's; null where it is not known: the zone is then held to its own keys.
        now: Seconds since 1970.
        names: Names of the zone that are asked for, too, beside its own and missing ones.
    """
    facts = Facts(zone=zone, now=now, ds=ds)
    for server in servers:
        _apex(server, facts)
        anchors = {zone: ds or own_ds(zone, facts)}
        facts.servers.append(_seen(server, facts, anchors if anchors[zone] else {}, names))
    return facts


def read_parent(zone: dns.name.Name, resolver: DnsSource, anchors: Anchors, *, now: int) -> tuple[tuple[DS, ...] | None, int, Verdict]:  # fmt: skip
    """The DS records that a resolver finds, their TTL, and the verdict on the zone's SOA."""
    verdict = Validator(resolver, anchors, now=now).validate(zone, _SOA)
    answer = resolver.ask(zone, _DS)
    if answer is None or answer.rcode() not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return None, 0, verdict
    found = find(answer.answer, zone, _DS)
    return (tuple(found), found.ttl, verdict) if found else ((), 0, verdict)


def own_ds(zone: dns.name.Name, facts: Facts) -> tuple[DS, ...]:
    """DS records of the zone's own keys."""
    keys = list(facts.keys or ())
    entry = [key for key in keys if key.flags & Flag.SEP] or keys
    return tuple(
        dns.dnssec.make_ds(zone, key, "SHA256", validating=True)
        for key in entry
        if key.flags & Flag.ZONE
    )


def _apex(server: DnsServer, facts: Facts) -> None:
    """Take what the apex holds; the first server that answers counts."""
    keys = _taken(server, facts, _DNSKEY)
    if keys and facts.keys is None:
        facts.keys = keys.to_rdataset()
    soa = _taken(server, facts, _SOA)
    if soa and facts.soa is None:
        facts.soa, facts.soa_ttl_s = soa[0], soa.ttl
    if facts.keys is None:
        return
    cds, cdnskey, param = (_taken(server, facts, kind) for kind in (_CDS, _CDNSKEY, _PARAM))
    facts.cds = facts.cds or (cds.to_rdataset() if cds else None)
    facts.cdnskey = facts.cdnskey or (cdnskey.to_rdataset() if cdnskey else None)
    for one in param or ():
        if one not in facts.hashed:
            facts.hashed.append(one)


def _taken(
    server: DnsServer, facts: Facts, kind: dns.rdatatype.RdataType
) -> "dns.rrset.RRset | None":
    """An RRset of the apex, its signatures counted."""
    answer = server.ask(facts.zone, kind)
    rrset = find(answer.answer, facts.zone, kind) if answer else None
    if answer is not None and rrset is not None:
        facts.longest_ttl_s = max(facts.longest_ttl_s, rrset.ttl)
        _count(answer, rrset, facts)
    return rrset


def _count(answer: dns.message.Message, rrset: "dns.rrset.RRset", facts: Facts) -> None:
    keys = rrset.to_rdataset() if rrset.rdtype == _DNSKEY else facts.keys
    if keys is None:
        return
    zone = Zone(name=facts.zone, keys=keys)
    found = signatures_of(answer.answer, rrset)
    what = f"{facts.zone} {dns.rdatatype.to_text(rrset.rdtype)}"
    try:
        signed = verify(rrset, found, zone, now=facts.now, work=Work())
        facts.signatures.take(signed.signature, rrset.ttl, facts.now)
    except Broken as broken:
        facts.signatures.miss(broken.fault, what)


def _seen(
    server: DnsServer, facts: Facts, anchors: Anchors, names: Sequence[dns.name.Name]
) -> Seen:
    answer = server.ask(facts.zone, _SOA)
    soa = find(answer.answer, facts.zone, _SOA) if answer else None
    if answer is None or soa is None:
        return Seen(server=str(server), serial=None)
    keys = server.ask(facts.zone, _DNSKEY)
    held = find(keys.answer, facts.zone, _DNSKEY) if keys else None
    return Seen(
        server=str(server),
        serial=soa[0].serial,
        keys=tuple(sorted(dns.dnssec.key_id(key) for key in held or ())),
        verdict=_worst(server, facts, anchors, names) if anchors else None,
        tcp=server.ask_by_tcp(facts.zone, _SOA) is not None,
        authoritative=bool(answer.flags & dns.flags.AA),
    )


def _worst(
    server: DnsServer, facts: Facts, anchors: Anchors, names: Sequence[dns.name.Name]
) -> Verdict:
    validator = Validator(server, anchors, now=facts.now)
    absent = [dns.name.from_text(label, facts.zone) for label in ABSENT]
    asked = [(facts.zone, kind) for kind in (_SOA, dns.rdatatype.NS, dns.rdatatype.LOC)]
    asked += [(name, dns.rdatatype.A) for name in (*absent, *names)]
    verdicts = [validator.validate(name, kind) for name, kind in asked]
    answer = server.ask(absent[0], dns.rdatatype.A)
    for rrset in answer.authority if answer else ():
        if rrset.rdtype == _NSEC3 and rrset[0].flags and not facts.opts_out:
            facts.hashed.append(rrset[0])
    return max(verdicts, key=lambda one: _ORDER.index(one.state))
