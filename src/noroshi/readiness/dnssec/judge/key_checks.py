"""Key checks: algorithms, sizes and tags of a zone's keys, and whether the parent's DS fits them."""

from collections import Counter
from collections.abc import Iterator

import dns.dnssec
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from dns.rdtypes.ANY.DS import DS
from dns.rdtypes.dnskeybase import Flag

from noroshi.readiness.check import Check, Level, say
from noroshi.readiness.dnssec.algorithm import (
    ALGORITHMS,
    DIGESTS,
    USED_DIGESTS,
    algorithm_name,
    is_supported,
)
from noroshi.readiness.dnssec.chain import keys_of, strongest
from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.signature import MOST_COLLIDING, Work
from noroshi.readiness.dnssec.verdict import ABOUT, Broken, Fault

RSA = frozenset({1, 5, 7, 8, 10})
LEAST_BITS, GOOD_BITS, MOST_BITS = 1024, 2048, 4096
"""RSA moduli (RFC 6781 section 3.4.2, NIST SP 800-57)."""

MANY_KEYS = 8

_DELETE = b"\0"


def key_checks(facts: Facts) -> Iterator[Check]:
    """Checks of the DNSKEY RRset."""
    zone = facts.zone.to_text()
    if facts.keys is None:
        yield _unsigned(facts)
        return
    keys = list(facts.keys)
    for number in sorted({key.algorithm for key in keys}):
        yield _algorithm(zone, number)
    for key in keys:
        if (bits := _bits(key)) is not None:
            yield from _size(zone, dns.dnssec.key_id(key), bits)
        if key.flags & Flag.REVOKE:
            yield say("dnssec.revoked", Level.NOTE, zone,
                (f"鍵 {dns.dnssec.key_id(key)} は失効している。", f"Key {dns.dnssec.key_id(key)} is revoked."),
                remedy=("30 日のあと消す。", "Remove it after 30 days."), source="RFC 5011 2.1")  # fmt: skip
    yield from _crowd(zone, keys)


def ds_checks(facts: Facts) -> Iterator[Check]:
    """Checks of the parent's DS against the keys."""
    zone = facts.zone.to_text()
    if facts.ds is None:
        return
    if not facts.ds:
        if facts.keys is not None:
            yield say("dnssec.ds", Level.WARN, zone,
                ("親に DS がないので、署名は誰にも検証されない。", "The parent has no DS, so that nobody validates the signatures."),
                remedy=("鍵の TTL だけ待ってから、DS を親に登録する。", "Wait for the TTL of the keys, then have the parent publish the DS."),
                source="RFC 6781 4.2")  # fmt: skip
        return
    yield _match(facts)
    digests = {record.digest_type for record in facts.ds}
    if digests <= {1, 3}:
        names = ", ".join(DIGESTS.get(one, str(one)) for one in sorted(digests))
        yield say("dnssec.ds-digest", Level.BAD, zone,
            (f"DS のダイジェストは {names} だけである。", f"The DS digests are {names} only."),
            remedy=ABOUT[Fault.DIGEST].remedy_pair, source="RFC 9905")  # fmt: skip
    yield from _stale(facts)


def cds_checks(facts: Facts) -> Iterator[Check]:
    """Checks of CDS and CDNSKEY, by which the zone tells its parent what it wants (RFC 7344)."""
    zone = facts.zone.to_text()
    wished = list(facts.cds or ())
    if not wished and facts.cdnskey is None:
        return
    if any(record.digest == _DELETE and record.algorithm == 0 for record in wished):
        yield say("dnssec.cds", Level.WARN, zone,
            ("CDS は親に DS を消すよう求めている。", "The CDS asks the parent to remove the DS."),
            remedy=("署名をやめるつもりがなければ、CDS を消す。", "Remove the CDS unless signing is to end."), source="RFC 8078 4")  # fmt: skip
        return
    tags = {(dns.dnssec.key_id(key), key.algorithm) for key in facts.keys or ()}
    strange = [
        record.key_tag for record in wished if (record.key_tag, record.algorithm) not in tags
    ]
    if strange:
        yield say("dnssec.cds", Level.BAD, zone,
            (f"CDS の鍵 {strange[0]} がゾーンにない。", f"Key {strange[0]} of a CDS is not in the zone."),
            remedy=("CDS を今の鍵に合わせる。親は受け入れてはならない。", "Let the CDS fit the present keys; a parent must not accept it."), source="RFC 7344 4.1")  # fmt: skip
        return
    wanted = {(one.key_tag, one.algorithm, one.digest_type, one.digest) for one in wished}
    held = {(one.key_tag, one.algorithm, one.digest_type, one.digest) for one in facts.ds or ()}
    if facts.ds is not None and wished and wanted != held:
        yield say("dnssec.cds", Level.NOTE, zone,
            ("CDS が親の DS と違う。親の更新を待っている。", "The CDS differs from the parent's DS: an update is due."), source="RFC 7344")  # fmt: skip
    else:
        yield say("dnssec.cds", Level.GOOD, zone, ("CDS は鍵と合う。", "The CDS fits the keys."))


def _unsigned(facts: Facts) -> Check:
    zone = facts.zone.to_text()
    if facts.ds:
        about = ABOUT[Fault.NO_KEY]
        return say("dnssec.keys", Level.BAD, zone,
            ("親に DS があるのに DNSKEY がない。検証する利用者には見えない。", "The parent has a DS and the zone no DNSKEY: who validates cannot see it."),
            remedy=about.remedy_pair, source="RFC 4035 5.2")  # fmt: skip
    return say("dnssec.keys", Level.NOTE, zone,
        ("ゾーンは署名されていない。", "The zone is not signed."),
        remedy=ABOUT[Fault.UNSIGNED].remedy_pair)  # fmt: skip


def _algorithm(zone: str, number: int) -> Check:
    known = ALGORITHMS.get(number)
    level = known.level if known else Level.BAD
    name = algorithm_name(number)
    if level is Level.GOOD:
        return say("dnssec.algorithm", level, zone, (f"{name} で署名している。", f"It signs with {name}."), source="RFC 9904")  # fmt: skip
    return say("dnssec.algorithm", level, zone,
        (f"{name} は勧められない。", f"{name} is not recommended."),
        remedy=ABOUT[Fault.ALGORITHM].remedy_pair, source="RFC 9904, RFC 9905")  # fmt: skip


def _bits(key: DNSKEY) -> int | None:
    """Size of an RSA modulus (RFC 3110 section 2)."""
    octets = key.key
    if key.algorithm not in RSA or len(octets) < 3:
        return None
    length, start = (octets[0], 1) if octets[0] else (int.from_bytes(octets[1:3]), 3)
    return int.from_bytes(octets[start + length :]).bit_length()


def _size(zone: str, tag: int, bits: int) -> Iterator[Check]:
    if bits >= GOOD_BITS and bits <= MOST_BITS:
        return
    level = Level.BAD if bits < LEAST_BITS else Level.WARN if bits < GOOD_BITS else Level.NOTE
    yield say("dnssec.key-size", level, zone,
        (f"鍵 {tag} は {bits:,} ビットの RSA である。", f"Key {tag} is RSA of {bits:,} bits."),
        remedy=("ECDSA P-256（13）か、2,048 ビットの RSA にする。", "Use ECDSA P-256 (13), or RSA of 2,048 bits."), source="RFC 6781 3.4.2")  # fmt: skip


def _crowd(zone: str, keys: list[DNSKEY]) -> Iterator[Check]:
    same = Counter((dns.dnssec.key_id(key), key.algorithm) for key in keys).most_common(1)
    if same and same[0][1] > 1:
        level = Level.BAD if same[0][1] > MOST_COLLIDING else Level.WARN
        yield say("dnssec.key-tags", level, zone,
            (f"タグ {same[0][0][0]} の鍵が {same[0][1]} 個ある。検証器は途中で諦める。",
             f"{same[0][1]} keys share tag {same[0][0][0]}: validators give up on them."),
            remedy=ABOUT[Fault.WORK].remedy_pair, source="CVE-2023-50387")  # fmt: skip
    if len(keys) > MANY_KEYS:
        yield say("dnssec.keys", Level.WARN, zone,
            (f"鍵が {len(keys)} 個ある。答えが大きくなる。", f"There are {len(keys)} keys; answers grow large."),
            remedy=("使い終えた鍵を消す。", "Remove keys that are out of use."), source="RFC 6781 3.1")  # fmt: skip


def _match(facts: Facts) -> Check:
    zone = facts.zone.to_text()
    assert facts.ds is not None
    usable = strongest(facts.ds)
    if isinstance(usable, Fault):
        about = ABOUT[usable]
        return say("dnssec.ds", Level.BAD, zone, about.text_pair, remedy=about.remedy_pair, source="RFC 4035 5.2")  # fmt: skip
    try:
        found = _fitting(facts, usable)
    except Broken as broken:
        about = ABOUT[broken.fault]
        return say("dnssec.ds", Level.BAD, zone, about.text_pair, remedy=about.remedy_pair)
    if not found:
        about = ABOUT[Fault.NO_DS_MATCH]
        return say("dnssec.ds", Level.BAD, zone, about.text_pair, remedy=about.remedy_pair, source="RFC 4035 5.2")  # fmt: skip
    return say("dnssec.ds", Level.GOOD, zone,
        (f"親の DS は鍵 {', '.join(map(str, found))} と合う。", f"The parent's DS fits key {', '.join(map(str, found))}."))  # fmt: skip


def _fitting(facts: Facts, records: tuple[DS, ...]) -> list[int]:
    if facts.keys is None:
        return []
    held = dns.rrset.from_rdata_list(facts.zone, facts.keys.ttl, list(facts.keys))
    return sorted(dns.dnssec.key_id(key) for key in keys_of(held, records, Work()))


def _stale(facts: Facts) -> Iterator[Check]:
    tags = {(dns.dnssec.key_id(key), key.algorithm) for key in facts.keys or ()}
    stale = [record for record in facts.ds or () if (record.key_tag, record.algorithm) not in tags]
    known = [one for one in facts.ds or () if one not in stale and one.digest_type in USED_DIGESTS]
    for record in known:
        if not _fitting(facts, (record,)):
            yield say("dnssec.ds-wrong", Level.BAD, facts.zone.to_text(),
                (f"DS {record.key_tag} のダイジェストがその鍵と合わない。", f"The digest of DS {record.key_tag} does not fit its key."),
                remedy=("その DS を親から消す。", "Have the parent remove that DS."), source="RFC 4035 5.2")  # fmt: skip
    if not stale or not facts.keys:
        return
    signing = {key.algorithm for key in facts.keys}
    alone = [one for one in stale if is_supported(one.algorithm) and one.algorithm not in signing]
    level = Level.BAD if alone else Level.NOTE
    shown = ", ".join(str(record.key_tag) for record in stale)
    yield say("dnssec.ds-stale", level, facts.zone.to_text(),
        (f"DS {shown} に合う鍵がゾーンにない。" + ("そのアルゴリズムの署名がなければならない。" if alone else ""),
         f"No key of the zone fits DS {shown}." + (" Signatures of its algorithm are required." if alone else "")),
        remedy=("鍵の交換の途中でなければ、その DS を親から消す。", "Unless a rollover is under way, have the parent remove that DS."),
        source="RFC 4035 2.2")  # fmt: skip
