"""Signed world: a root, `test.` and many zones below it, good and broken in known ways.

`Case` tells of each what a validator must say. Names are reserved; nothing of it is on the Internet.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import dns.dnssec
import dns.name
import dns.node
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.zone

from noroshi.testing.signed_zone import DAY_S, KSK, STRANGE, ZSK, Key, Nsec3, SignedZone

if TYPE_CHECKING:
    from dns.rdtypes.ANY.DNSKEY import DNSKEY

PARENT, CHILDREN = "192.0.2.1", "192.0.2.2"
"""Where the root and `test.` are served, and where the zones below; a network of the test's own."""

_A, _NSEC, _NSEC3 = dns.rdatatype.A, dns.rdatatype.NSEC, dns.rdatatype.NSEC3
_DNSKEY, _RRSIG = dns.rdatatype.DNSKEY, dns.rdatatype.RRSIG
LATE_S = 3 * DAY_S
"""Longer than Unbound forgives (a tenth of a signature's life, at most a day)."""

Redelegate = Callable[[list[str]], list[str]]
Change = Callable[[SignedZone, dns.zone.Zone], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A zone, a question and its answer.

    Attributes:
        label: The zone is `LABEL.test.`.
        state: Security state of the answer.
        fault: Why, where it is not secure.
        asked: Name inside of the zone.
        options: Of the signed zone.
        ds: Changes the DS lines of the parent; null leaves them.
    """

    label: str
    state: str = "secure"
    fault: str | None = None
    asked: str = "www"
    options: dict[str, Any]
    ds: Redelegate | None = None

    @property
    def zone(self) -> str:
        """Its name."""
        return f"{self.label}.test."

    @property
    def name(self) -> dns.name.Name:
        """What is asked."""
        return dns.name.from_text(f"{self.asked}.{self.zone}")


def _keys(algorithm: int = 13, bits: int = 2048) -> tuple[Key, ...]:
    return Key.make(algorithm, bits=bits), Key.make(algorithm, flags=ZSK, bits=bits)


def cases() -> list[Case]:
    """All of them; keys are fresh."""
    return [*_good(), *_insecure(), *_bogus()]


def _good() -> list[Case]:
    def good(label: str, asked: str = "www", **options: object) -> Case:
        return Case(label=label, asked=asked, options={"keys": _keys(), **options})

    return [
        good("good"),
        good("csk", keys=(Key.make(),)),
        good("ed25519", keys=_keys(15)),
        good("rsa", keys=_keys(8)),
        good("sha384", digest="SHA384"),
        good("nsec-absent", "absent"),
        good("nsec-empty", "deep.www"),
        good("nsec3", nsec3=Nsec3()),
        good("nsec3-absent", "a.absent", nsec3=Nsec3()),
        good("nsec3-some", "absent", nsec3=Nsec3(iterations=10, salt=b"\xab\xcd")),
        good("wildcard", "made.wild"),
        good("wildcard3", "made.wild", nsec3=Nsec3()),
        good("alias", "to", records="to CNAME www\nwww A 192.0.2.80\n"),
        good("loop", records="www A 192.0.2.80\nturn CNAME back\nback CNAME turn\n"),
        good("renamed", "www.old", records="old DNAME new\nwww.new A 192.0.2.80\n"),
        good("p384", keys=_keys(14)),
        good("rsasha1", keys=_keys(5)),
        good("sha1-ds", digest="SHA1"),
        good("two-ksks", keys=(Key.make(), *_keys())),
        good("two-algorithms", keys=(*_keys(), *_keys(8))),
        good("csk-nsec3", "absent", keys=(Key.make(),), nsec3=Nsec3()),
        good("opt-out-www", nsec3=Nsec3(opt_out=True)),
        Case(
            label="two-ds", options={"keys": _keys()},
            ds=lambda lines: [*lines, lines[0].replace(lines[0].split()[-1], "00" * 32)],
        ),
    ]  # fmt: skip


def _insecure() -> list[Case]:
    strange = _strange(_keys())
    return [
        Case(label="plain", state="insecure", fault="unsigned-delegation", options={}),
        Case(
            label="opt-out", state="insecure", fault="opt-out", asked="absent",
            options={
                "keys": _keys(), "nsec3": Nsec3(opt_out=True),
                "records": f"www A 192.0.2.80\nplain NS ns.plain\nns.plain A {CHILDREN}\n",
            },
        ),
        Case(
            label="iterations", state="insecure", fault="nsec3-iterations", asked="absent",
            options={"keys": _keys(), "nsec3": Nsec3(iterations=500)},
        ),
        Case(
            label="strange", state="insecure", fault="unsupported-algorithm",
            options={"keys": strange},
        ),
        Case(
            label="strange-ds", state="insecure", fault="unsupported-digest", options={"keys": _keys()},
            ds=lambda lines: [lines[0].replace(" 13 2 ", " 13 200 ")],
        ),
    ]  # fmt: skip


def _bogus() -> list[Case]:
    def bogus(
        label: str, fault: str, asked: str = "www", ds: Redelegate | None = None, **options: object
    ) -> Case:
        made = {"keys": _keys(), **options}
        return Case(label=label, state="bogus", fault=fault, asked=asked, options=made, ds=ds)

    return [
        bogus("expired", "signature-expired", valid_s=-LATE_S, signed_s=9 * DAY_S),
        bogus("future", "signature-not-yet-valid", signed_s=-3 * DAY_S),
        bogus("expired-www", "signature-expired", change=_expired_www),
        bogus("no-signature", "rrsig-missing", change=_no_signature),
        bogus("no-keys", "dnskey-missing", change=_unsigned),
        bogus("unsigned-keys", "rrsig-missing", change=_unsigned_keys),
        bogus("keys-expired", "signature-expired", change=_expired_keys),
        bogus("soa-tampered", "signature-wrong", "absent", change=_soa_tampered),
        bogus("wrong-ds", "ds-matches-no-key", ds=_wrong_digest),
        bogus("other-ds", "ds-matches-no-key", ds=lambda lines: SignedZone(name=lines[0].split()[0], keys=_keys(), now=0).ds()),
        bogus("tampered", "signature-wrong", change=_tampered),
        bogus("wrong-key", "signed-by-unknown-key", change=_stranger_signs),
        bogus("wrong-signer", "wrong-signer", change=_other_signer),
        bogus("no-nsec", "nsec-missing", "zabsent", change=_drop),
        bogus("no-nsec3", "nsec-missing", "absent", nsec3=Nsec3(), change=_drop_hashed),
        bogus("wildcard-bare", "nsec-missing", "made.wild", change=_drop),
        bogus("nsec-tampered", "signature-wrong", "absent", change=_nsec_tampered),
        bogus("keytrap", "too-much-work", keys=(Key.make(), _last_key()), change=_keytrap),
    ]  # fmt: skip


def _strange(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """Keys of an algorithm that nobody knows."""
    return tuple(
        Key(key.private, cast("DNSKEY", key.public.replace(algorithm=STRANGE))) for key in keys
    )


def _node(made: SignedZone, zone: dns.zone.Zone) -> dns.node.Node:
    return zone.nodes[dns.name.from_text(f"www.{made.name}")]


def _no_signature(made: SignedZone, zone: dns.zone.Zone) -> None:
    _node(made, zone).delete_rdataset(dns.rdataclass.IN, _RRSIG, _A)


def _drop(made: SignedZone, zone: dns.zone.Zone) -> None:
    """Take away every NSEC but that of the apex."""
    for name, node in zone.nodes.items():
        if name != made.origin:
            node.delete_rdataset(dns.rdataclass.IN, _NSEC)
            node.delete_rdataset(dns.rdataclass.IN, _RRSIG, _NSEC)


def _drop_hashed(made: SignedZone, zone: dns.zone.Zone) -> None:
    """Take away every NSEC3 but one; Knot does not live without any."""
    hashed = [name for name in zone.nodes if zone.get_rdataset(name, _NSEC3)]
    apex = dns.dnssec.nsec3_hash(made.origin, b"", 0, 1).lower().encode()
    for name in hashed:
        if name.labels[0] != apex:
            zone.delete_node(name)


def _expired_www(made: SignedZone, zone: dns.zone.Zone) -> None:
    made.valid_s, made.signed_s = -LATE_S, 9 * DAY_S
    name = dns.name.from_text(f"www.{made.name}")
    made.sign(zone, name, zone.find_rdataset(name, _A))


def _expired_keys(made: SignedZone, zone: dns.zone.Zone) -> None:
    made.valid_s, made.signed_s = -LATE_S, 9 * DAY_S
    made.sign(zone, made.origin, zone.find_rdataset(made.origin, _DNSKEY))


def _soa_tampered(made: SignedZone, zone: dns.zone.Zone) -> None:
    soa = zone.find_rdataset(made.origin, dns.rdatatype.SOA)
    soa.add(soa[0].replace(serial=99), 300)  # an SOA stands alone: the former goes


def _unsigned(_made: SignedZone, zone: dns.zone.Zone) -> None:
    for node in zone.nodes.values():
        node.rdatasets[:] = [one for one in node if one.rdtype not in (_RRSIG, _NSEC, _DNSKEY)]


def _unsigned_keys(made: SignedZone, zone: dns.zone.Zone) -> None:
    zone.nodes[made.origin].delete_rdataset(dns.rdataclass.IN, _RRSIG, _DNSKEY)


def _wrong_digest(lines: list[str]) -> list[str]:
    *head, digest = lines[0].split()
    return [" ".join([*head, digest[:-2] + ("00" if digest[-2:] != "00" else "01")]) + "\n"]


def _tampered(made: SignedZone, zone: dns.zone.Zone) -> None:
    node = _node(made, zone)
    node.delete_rdataset(dns.rdataclass.IN, _A)
    other = dns.rdata.from_text(dns.rdataclass.IN, _A, "198.51.100.1")
    node.find_rdataset(dns.rdataclass.IN, _A, create=True).add(other, 300)


def _stranger_signs(made: SignedZone, zone: dns.zone.Zone) -> None:
    name = dns.name.from_text(f"www.{made.name}")
    made.sign(zone, name, zone.find_rdataset(name, _A), keys=(Key.make(flags=ZSK),))


def _other_signer(made: SignedZone, zone: dns.zone.Zone) -> None:
    name = dns.name.from_text(f"www.{made.name}")
    made.sign(zone, name, zone.find_rdataset(name, _A), signer="elsewhere.example.")


def _nsec_tampered(made: SignedZone, zone: dns.zone.Zone) -> None:
    """An NSEC that spans more than it was signed for."""
    node = zone.nodes[made.origin]
    node.delete_rdataset(dns.rdataclass.IN, _NSEC)
    wide = dns.rdata.from_text(
        dns.rdataclass.IN, _NSEC, f"zzz.{made.name} NS SOA RRSIG NSEC DNSKEY"
    )
    node.find_rdataset(dns.rdataclass.IN, _NSEC, create=True).add(wide, 300)


WORDS = 24


def _last_key() -> Key:
    """A ZSK that sorts behind all that its words make when one of them is swapped with the first."""
    while True:
        key = Key.make(flags=ZSK)
        words = [key.public.key[place : place + 2] for place in range(0, 2 * WORDS, 2)]
        if words[0] > max(words[1:]):
            return key


def _keytrap(made: SignedZone, zone: dns.zone.Zone) -> None:
    """Many keys of one tag: words of a key swapped keep its checksum (CVE-2023-50387)."""
    real = next(key for key in made.keys if key.public.flags == ZSK)
    keys = zone.find_rdataset(made.origin, _DNSKEY)
    octets = real.public.key
    for place in range(1, WORDS):
        swapped = octets[2 * place : 2 * place + 2] + octets[2 : 2 * place] + octets[:2] + octets[2 * place + 2 :]  # fmt: skip
        keys.add(real.public.replace(key=swapped), 300)
    made.sign(zone, made.origin, keys, keys=tuple(key for key in made.keys if key.public.flags == KSK))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Zone files of a world.

    Attributes:
        folder: Where they lie, `root.zone`, `test.zone`, `LABEL.test.zone`.
        anchor: File with the root's DS.
        now: Seconds since 1970 when it was signed.
        cases: Its zones.
    """

    folder: Path
    anchor: Path
    now: int
    cases: tuple[Case, ...]

    def file(self, zone: str) -> Path:
        """The file of a zone."""
        return self.folder / f"{zone.rstrip('.') or 'root'}.zone"

    @property
    def zones(self) -> list[str]:
        """All names, the root first."""
        return [".", "test.", *(case.zone for case in self.cases)]


def make_world(folder: Path, *, now: int, some: Iterable[Case] | None = None) -> World:
    """Write the zones of a world."""
    made = tuple(cases() if some is None else some)
    folder.mkdir(parents=True, exist_ok=True)
    world = World(folder=folder, anchor=folder / "root.key", now=now, cases=made)
    below = ""
    for case in made:
        zone = SignedZone(name=case.zone, now=now, **case.options)
        world.file(case.zone).write_text(zone.text())
        below += _delegation(zone, case)
    parent = SignedZone(
        name="test.", records=f"nic A {PARENT}\n{below}", servers="@ NS nic\n",
        keys=_keys(), now=now,
    )  # fmt: skip
    world.file("test.").write_text(parent.text())
    root = SignedZone(
        name=".", records=f"test NS nic.test\nnic.test A {PARENT}\n{''.join(parent.ds())}",
        servers="@ NS nic.test.\n", keys=_keys(), now=now,
    )  # fmt: skip
    world.file(".").write_text(root.text())
    world.anchor.write_text("".join(root.ds()).replace("DS", "IN DS"))
    return world


def _delegation(zone: SignedZone, case: Case) -> str:
    lines = zone.ds()
    if case.ds and lines:
        lines = case.ds(lines)
    return f"{case.label} NS ns.{case.label}\nns.{case.label} A {CHILDREN}\n{''.join(lines)}"
