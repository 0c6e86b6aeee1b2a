"""Signed zone: a zone that tests sign themselves, well or badly in one chosen way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.zone
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from dns.rdtypes.ANY.DNSKEY import DNSKEY

DAY_S = 86_400
SIGNED_S, VALID_S = DAY_S, 14 * DAY_S
"""Signatures begin a day ago and live for two weeks."""

TTL = 300
KSK, ZSK = 257, 256
STRANGE = 200
"""An algorithm that nobody knows; such keys are of algorithm 13 within."""

_IN = dns.rdataclass.IN
_Type = dns.rdatatype.RdataType
_Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_MAKERS: dict[int, Callable[[int], _Private]] = {
    5: lambda bits: rsa.generate_private_key(65537, bits),
    7: lambda bits: rsa.generate_private_key(65537, bits),
    8: lambda bits: rsa.generate_private_key(65537, bits),
    13: lambda _: ec.generate_private_key(ec.SECP256R1()),
    14: lambda _: ec.generate_private_key(ec.SECP384R1()),
    15: lambda _: ed25519.Ed25519PrivateKey.generate(),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key pair of a zone."""

    private: _Private
    public: DNSKEY

    @classmethod
    def make(cls, algorithm: int = 13, *, flags: int = KSK, bits: int = 2048) -> "Key":
        """A fresh one."""
        private = _MAKERS[algorithm](bits)
        public = dns.dnssec.make_dnskey(
            private.public_key(),
            algorithm,
            flags=flags,
        )
        return cls(private, public)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nsec3:
    """Parameters of NSEC3."""

    iterations: int = 0
    salt: bytes = b""
    opt_out: bool = False


@dataclass(slots=True, kw_only=True)
class SignedZone:
    """What a zone holds and how it is signed.

    Attributes:
        name: Its name, `good.test.`.
        records: Lines of its zone file beside SOA and NS, relative to the name.
        keys: Its keys; KSKs sign the keys, ZSKs the rest, a lone KSK all. None for an unsigned zone.
        now: Seconds since 1970.
        signed_s: Age of the signatures.
        valid_s: How long they are still good; negative for expired ones.
        nsec3: Parameters; null for NSEC.
        digest: Type of the DS.
        servers: Lines of its NS and their addresses.
        change: What is broken after signing.
    """

    name: str
    records: str = "www A 192.0.2.80\n*.wild A 192.0.2.81\na.deep.www A 192.0.2.82\n"
    keys: tuple[Key, ...] = ()
    now: int
    signed_s: int = SIGNED_S
    valid_s: int = VALID_S
    nsec3: Nsec3 | None = None
    digest: str = "SHA256"
    servers: str = "@ NS ns\nns A 192.0.2.2\n"
    change: Callable[["SignedZone", dns.zone.Zone], None] = field(default=lambda _made, _zone: None)

    @property
    def origin(self) -> dns.name.Name:
        """Its name."""
        return dns.name.from_text(self.name)

    def zone(self) -> dns.zone.Zone:
        """The signed zone."""
        soa = "@ SOA ns hostmaster 1 3600 600 604800 300\n"
        text = f"$ORIGIN {self.name}\n$TTL {TTL}\n{soa}{self.servers}{self.records}"
        made = dns.zone.from_text(text, origin=self.name, relativize=False, check_origin=False)
        if self.keys:
            self._add_keys(made)
            self._deny(made)
            for name, rdataset in list(_signable(made)):
                self.sign(made, name, rdataset)
        self.change(self, made)
        return made

    def text(self) -> str:
        """Its zone file."""
        return self.zone().to_text(relativize=False, want_origin=False)

    def ds(self) -> list[str]:
        """DS records of its KSKs, as lines of the parent."""
        return [
            f"{self.name} DS {dns.dnssec.make_ds(self.origin, key.public, self.digest, validating=True)}\n"
            for key in self.keys
            if key.public.flags & 1
        ]

    def sign(
        self, zone: dns.zone.Zone, name: dns.name.Name, rdataset: dns.rdataset.Rdataset,
        *, keys: tuple[Key, ...] | None = None, signer: str | None = None,
    ) -> None:  # fmt: skip
        """Sign an RRset; what signed it before goes."""
        zone.delete_rdataset(name, dns.rdatatype.RRSIG, rdataset.rdtype)
        for key in self._signing(rdataset.rdtype) if keys is None else keys:
            shown = key.public
            real = shown.replace(algorithm=13) if shown.algorithm == STRANGE else shown
            made = dns.dnssec.sign(
                (name, rdataset), key.private, dns.name.from_text(signer or self.name), real,  # type: ignore[arg-type]
                inception=self.now - self.signed_s, expiration=self.now + self.valid_s,
                policy=dns.dnssec.allow_all_policy,
            ).replace(algorithm=shown.algorithm, key_tag=dns.dnssec.key_id(shown))  # fmt: skip
            zone.find_rdataset(name, dns.rdatatype.RRSIG, rdataset.rdtype, create=True).add(
                made, rdataset.ttl
            )

    def _signing(self, kind: _Type) -> tuple[Key, ...]:
        wanted = KSK if kind == dns.rdatatype.DNSKEY else ZSK
        fitting = tuple(key for key in self.keys if key.public.flags == wanted)
        return fitting or self.keys

    def _add_keys(self, zone: dns.zone.Zone) -> None:
        found = zone.find_rdataset(self.origin, dns.rdatatype.DNSKEY, create=True)
        for key in self.keys:
            found.add(key.public, TTL)

    def _deny(self, zone: dns.zone.Zone) -> None:
        names = sorted(name for name in zone.nodes if not _is_glue(zone, name))
        if self.nsec3 is None:
            for name, after in zip(names, [*names[1:], self.origin], strict=True):
                types = [*_types(zone, name), "RRSIG", "NSEC"]
                _add(zone, name, f"NSEC {after} {' '.join(types)}")
        else:
            self._deny_hashed(zone, names, self.nsec3)

    def _deny_hashed(self, zone: dns.zone.Zone, names: list[dns.name.Name], nsec3: Nsec3) -> None:
        salt = nsec3.salt.hex() or "-"
        head = f"1 {int(nsec3.opt_out)} {nsec3.iterations} {salt}"
        _add(zone, self.origin, f"NSEC3PARAM 1 0 {nsec3.iterations} {salt}")
        wanted = set(names)
        if nsec3.opt_out:
            wanted -= {name for name in names if _is_unsigned_cut(zone, name)}
        for name in list(wanted):
            while name != self.origin:
                name = name.parent()  # noqa: PLW2901  # empty non-terminals
                wanted.add(name)
        hashes = sorted(
            (dns.dnssec.nsec3_hash(name, nsec3.salt, nsec3.iterations, 1), name) for name in wanted
        )
        for place, (digest, name) in enumerate(hashes):
            after = hashes[(place + 1) % len(hashes)][0]
            types = _types(zone, name)
            # An unsigned delegation has nothing that is signed at its name.
            signed = [] if not types or _is_unsigned_cut(zone, name) else ["RRSIG"]
            owner = dns.name.Name((digest.lower().encode(), *self.origin.labels))
            _add(zone, owner, f"NSEC3 {head} {after} {' '.join([*types, *signed])}")


def _add(zone: dns.zone.Zone, name: dns.name.Name, text: str) -> None:
    kind, _, rest = text.partition(" ")
    record = dns.rdata.from_text(_IN, kind, rest)
    zone.find_rdataset(name, record.rdtype, create=True).add(record, TTL)


def _types(zone: dns.zone.Zone, name: dns.name.Name) -> list[str]:
    kinds = [one.rdtype for one in zone.get_node(name) or () if one.rdtype not in (dns.rdatatype.NSEC3, dns.rdatatype.RRSIG)]  # fmt: skip
    if _is_cut(zone, name):
        kinds = [kind for kind in kinds if kind in (dns.rdatatype.NS, dns.rdatatype.DS)]
    return [dns.rdatatype.to_text(kind) for kind in kinds]


def _is_cut(zone: dns.zone.Zone, name: dns.name.Name) -> bool:
    return name != zone.origin and zone.get_rdataset(name, dns.rdatatype.NS) is not None


def _is_unsigned_cut(zone: dns.zone.Zone, name: dns.name.Name) -> bool:
    return _is_cut(zone, name) and zone.get_rdataset(name, dns.rdatatype.DS) is None


def _is_glue(zone: dns.zone.Zone, name: dns.name.Name) -> bool:
    while name not in (zone.origin, dns.name.root):
        name = name.parent()
        if _is_cut(zone, name):
            return True
    return False


def _signable(zone: dns.zone.Zone) -> Iterator[tuple[dns.name.Name, dns.rdataset.Rdataset]]:
    """RRsets with authority (RFC 4035 section 2.2)."""
    for name, node in zone.nodes.items():
        if _is_glue(zone, name):
            continue
        for rdataset in list(node):
            at_cut = rdataset.rdtype in (dns.rdatatype.DS, dns.rdatatype.NSEC)
            if rdataset.rdtype != dns.rdatatype.RRSIG and (at_cut or not _is_cut(zone, name)):
                yield name, rdataset
