"""Facts: what was seen of a zone's signing, whether in its file or at its servers."""

from collections import Counter
from dataclasses import dataclass, field

import dns.name
import dns.rdataset
from dns.rdtypes.ANY.DS import DS
from dns.rdtypes.ANY.NSEC3 import NSEC3
from dns.rdtypes.ANY.NSEC3PARAM import NSEC3PARAM
from dns.rdtypes.ANY.RRSIG import RRSIG
from dns.rdtypes.ANY.SOA import SOA

from noroshi.readiness.dnssec.denial import OPT_OUT
from noroshi.readiness.dnssec.verdict import Fault, Verdict

MOST_EXAMPLES = 5
MOST_ENDS = 10_000


@dataclass(slots=True, kw_only=True)
class Signatures:
    """Times and faults over all signatures; flat, however many there are.

    Attributes:
        good: RRsets with a good signature.
        faults: RRsets without one, by fault.
        examples: Some of their names.
        extra: Signatures of no RRset, or over data without authority.
        expires: When the first one ends; null without any.
        begins: When the last one began.
        life_s: The shortest life.
        ends: Signatures by the second in which they end.
        outlived: RRsets whose TTL is longer than what is left of their signature.
    """

    good: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)
    examples: dict[Fault, list[str]] = field(default_factory=dict)
    extra: int = 0
    expires: int | None = None
    begins: int | None = None
    life_s: int | None = None
    ends: Counter[int] = field(default_factory=Counter)
    outlived: int = 0

    def take(self, signature: RRSIG, ttl_s: int, now: int) -> None:
        """Count a good one."""
        self.good += 1
        life = signature.expiration - signature.inception
        self.expires = min(self.expires or signature.expiration, signature.expiration)
        self.begins = max(self.begins or signature.inception, signature.inception)
        self.life_s = life if self.life_s is None else min(self.life_s, life)
        self.outlived += ttl_s > signature.expiration - now
        if signature.expiration in self.ends or len(self.ends) < MOST_ENDS:
            self.ends[signature.expiration] += 1

    def miss(self, fault: Fault, what: str) -> None:
        """Count a fault."""
        self.faults[fault] += 1
        examples = self.examples.setdefault(fault, [])
        if len(examples) < MOST_EXAMPLES:
            examples.append(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One server's view.

    Attributes:
        server: Its address.
        serial: Of its SOA; null without an answer.
        keys: Tags of its keys.
        verdict: On its SOA, a missing name and a missing type, the worst.
        tcp: Whether it answers over TCP.
        authoritative: Whether it says that it serves the zone.
    """

    server: str
    serial: int | None
    keys: tuple[int, ...] = ()
    verdict: Verdict | None = None
    tcp: bool = False
    authoritative: bool = False


@dataclass(slots=True, kw_only=True)
class Facts:
    """What was seen of a zone.

    Attributes:
        zone: Its name.
        now: Seconds since 1970.
        soa: Start of authority; null where nobody answers.
        soa_ttl_s: Its TTL.
        longest_ttl_s: The longest TTL that was seen.
        keys: DNSKEY RRset; null for an unsigned zone.
        ds: The parent's; null where nobody asked the parent.
        ds_ttl_s: Their TTL.
        cds: Wishes for the parent (RFC 7344).
        cdnskey: The same as keys.
        hashed: NSEC3 or NSEC3PARAM records that show the parameters.
        broken_chain: Names where the chain of NSEC or NSEC3 is broken, some of them.
        signatures: Times and faults.
        cuts: Delegations.
        unsigned_cuts: Those without DS.
        servers: Views of the servers.
        verdict: Of the whole chain from a trust anchor; null where it was not asked.
    """

    zone: dns.name.Name
    now: int
    soa: SOA | None = None
    soa_ttl_s: int = 0
    longest_ttl_s: int = 0
    keys: dns.rdataset.Rdataset | None = None
    ds: tuple[DS, ...] | None = None
    ds_ttl_s: int = 0
    cds: dns.rdataset.Rdataset | None = None
    cdnskey: dns.rdataset.Rdataset | None = None
    hashed: list[NSEC3 | NSEC3PARAM] = field(default_factory=list)
    broken_chain: list[str] = field(default_factory=list)
    signatures: Signatures = field(default_factory=Signatures)
    cuts: int = 0
    unsigned_cuts: int = 0
    servers: list[Seen] = field(default_factory=list)
    verdict: Verdict | None = None

    @property
    def opts_out(self) -> bool:
        """Whether unsigned delegations are left out of the NSEC3 chain."""
        return any(record.flags & OPT_OUT for record in self.hashed)
