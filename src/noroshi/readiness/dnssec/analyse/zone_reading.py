"""Zone reading: every signature and the whole chain of NSEC or NSEC3 of a zone file, in one pass."""

from collections.abc import Callable

import dns.dnssec
import dns.name
import dns.rdatatype
from dns.rdtypes.ANY.NSEC3PARAM import NSEC3PARAM

from noroshi.readiness.dnssec.denial import MOST_ITERATIONS, OPT_OUT, b32, bitmap
from noroshi.readiness.dnssec.facts import MOST_EXAMPLES, Facts
from noroshi.readiness.dnssec.sense.zone_table import Node, ZoneTable
from noroshi.readiness.dnssec.signature import Work, Zone, verify
from noroshi.readiness.dnssec.verdict import Broken, Fault

_NS, _DS, _DNAME, _SOA = (
    dns.rdatatype.NS, dns.rdatatype.DS, dns.rdatatype.DNAME, dns.rdatatype.SOA,
)  # fmt: skip
_NSEC, _NSEC3, _RRSIG = dns.rdatatype.NSEC, dns.rdatatype.NSEC3, dns.rdatatype.RRSIG
_DNSKEY = dns.rdatatype.DNSKEY

Progress = Callable[[int], None]
EVERY = 5_000


def read_facts(table: ZoneTable, *, now: int, progress: Progress = lambda _done: None) -> Facts:
    """What a zone file shows.

    Args:
        table: The zone.
        now: Seconds since 1970.
        progress: Told the number of names that are done.
    """
    facts = Facts(zone=table.origin, now=now)
    apex = table.node(table.origin)
    assert apex is not None
    _apex(apex, facts)
    facts.longest_ttl_s = table.longest_ttl_s
    if facts.keys is None:
        return facts
    _Reading(facts).read(table, progress)
    return facts


def _apex(apex: Node, facts: Facts) -> None:
    soa = apex.rrset(_SOA)
    assert soa is not None
    facts.soa, facts.soa_ttl_s = soa[0], soa.ttl
    facts.keys = apex.rdatasets.get((_DNSKEY, 0))
    facts.cds = apex.rdatasets.get((dns.rdatatype.CDS, 0))
    facts.cdnskey = apex.rdatasets.get((dns.rdatatype.CDNSKEY, 0))
    facts.hashed = list(apex.rdatasets.get((dns.rdatatype.NSEC3PARAM, 0), ()))


class _Reading:
    """One pass over a signed zone."""

    def __init__(self, facts: Facts) -> None:
        assert facts.keys is not None
        self._facts = facts
        self._zone = Zone(name=facts.zone, keys=facts.keys)
        self._chain = _Plain(facts.zone)
        self._below: dns.name.Name | None = None
        self._wanted: set[bytes] = set()
        self._optional: set[bytes] = set()
        self._found: dict[bytes, bytes] = {}

    def read(self, table: ZoneTable, progress: Progress) -> None:
        for place, node in enumerate(table.nodes(), 1):
            self._node(node)
            if place % EVERY == 0:
                progress(place)
        facts = self._facts
        broken = self._broken_hashes() if self._found else self._chain.finish()
        if not self._found and not self._chain.has_any:
            broken = [facts.zone.to_text()]
        facts.broken_chain += broken[:MOST_EXAMPLES]

    def _node(self, node: Node) -> None:
        if self._below is not None and node.name.is_subdomain(self._below) and node.name != self._below:  # fmt: skip
            self._facts.signatures.extra += any(kind == _RRSIG for kind, _ in node.rdatasets)
            return
        self._below = None
        if (_NSEC3, 0) in node.rdatasets:
            self._hashed(node)
            return
        cut = node.name != self._facts.zone and (_NS, 0) in node.rdatasets
        if cut or (_DNAME, 0) in node.rdatasets:
            self._below = node.name
        if cut:
            self._facts.cuts += 1
            self._facts.unsigned_cuts += (_DS, 0) not in node.rdatasets
        self._signed(node, cut=cut)
        self._denied(node, cut=cut)

    def _signed(self, node: Node, *, cut: bool) -> None:
        facts = self._facts
        for kind, covers in node.rdatasets:
            if kind == _RRSIG:
                has_data = (covers, 0) in node.rdatasets
                facts.signatures.extra += not has_data or (cut and covers not in (_DS, _NSEC))
            elif not cut or kind in (_DS, _NSEC):
                self._check(node, dns.rdatatype.RdataType(kind))

    def _check(self, node: Node, kind: dns.rdatatype.RdataType) -> None:
        facts = self._facts
        rrset = node.rrset(kind)
        assert rrset is not None
        try:
            signed = verify(rrset, node.signatures(kind), self._zone, now=facts.now, work=Work())
        except Broken as broken:
            what = f"{node.name} {dns.rdatatype.to_text(kind)}"
            facts.signatures.miss(broken.fault, what)
            return
        if signed.wildcard is not None:
            facts.signatures.miss(Fault.SIGNER, f"{node.name} {dns.rdatatype.to_text(kind)}")
            return
        facts.signatures.take(signed.signature, rrset.ttl, facts.now)

    def _denied(self, node: Node, *, cut: bool) -> None:
        nsec = node.rdatasets.get((_NSEC, 0))
        listed = {kind for kind, _ in node.rdatasets}
        if cut:
            listed &= {_NS, _DS, _NSEC, _RRSIG}
        self._chain.take(node.name, nsec, listed)
        param = self._param()
        if param is None:
            return
        unsigned = cut and (_DS, 0) not in node.rdatasets
        hashes = self._optional if unsigned else self._wanted
        name = node.name
        # Names above that hold nothing have a hash, too (RFC 5155 section 7.1).
        while (digest := _hash(name, param)) not in hashes:
            hashes.add(digest)
            if name == self._facts.zone:
                break
            name = name.parent()

    def _param(self) -> NSEC3PARAM | None:
        """The parameters of a chain that may be checked."""
        for record in self._facts.hashed:
            if isinstance(record, NSEC3PARAM) and record.iterations <= MOST_ITERATIONS:
                return record
        return None

    def _hashed(self, node: Node) -> None:
        self._check(node, _NSEC3)
        record = node.rdatasets[_NSEC3, 0][0]
        if record.flags & OPT_OUT and not self._facts.opts_out:
            self._facts.hashed.append(record)
        self._found[node.name.labels[0].upper()] = b32(record.next)

    def _broken_hashes(self) -> list[str]:
        """Owners whose next one is another, and names without a record."""
        param = self._param()
        owners = sorted(self._found)
        after = [*owners[1:], owners[0]]
        broken = [_text(one) for one, next_one in zip(owners, after, strict=True) if self._found[one] != next_one]  # fmt: skip
        if param is None:
            return broken
        wanted = self._wanted if self._facts.opts_out else self._wanted | self._optional
        known = self._wanted | self._optional
        missing = (_text(one) for one in wanted - self._found.keys())
        stray = (_text(one) for one in self._found.keys() - known)
        return [*broken, *sorted(missing), *sorted(stray)]


class _Plain:
    """The chain of NSEC records as names go by in order."""

    def __init__(self, zone: dns.name.Name) -> None:
        self.has_any = False
        self._zone = zone
        self._due: dns.name.Name | None = None
        self._broken: list[str] = []

    def take(
        self, name: dns.name.Name, nsec: "dns.rdataset.Rdataset | None", kinds: set[int]
    ) -> None:
        """The next name with authority."""
        if nsec is None:
            if self.has_any:
                self._note(name)
            return
        self.has_any = True
        if (self._due is not None and self._due != name) or bitmap(nsec[0]) != kinds:
            self._note(name)
        self._due = nsec[0].next

    def finish(self) -> list[str]:
        """Names where it is broken."""
        if self._due is not None and self._due != self._zone:
            self._note(self._due)
        return self._broken

    def _note(self, name: dns.name.Name) -> None:
        if len(self._broken) < MOST_EXAMPLES:
            self._broken.append(name.to_text())


def _hash(name: dns.name.Name, param: NSEC3PARAM) -> bytes:
    return dns.dnssec.nsec3_hash(name, param.salt, param.iterations, 1).upper().encode()


def _text(digest: bytes) -> str:
    return digest.decode("ascii", "replace").lower()
