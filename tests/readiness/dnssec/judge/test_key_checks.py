"""Checks of keys and DS."""

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataset
import pytest

from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.judge.key_checks import cds_checks, ds_checks, key_checks
from noroshi.testing.signed_zone import ZSK, Key

ZONE = dns.name.from_text("isp.test.")
KEY, OTHER = Key.make(15), Key.make(15)


def facts(*keys, **options):
    held = dns.rdataset.Rdataset(1, 48)
    for key in keys:
        held.add(key, 300)
    return Facts(zone=ZONE, now=0, keys=held if keys else None, **options)


def ds(key, digest="SHA256"):
    return dns.dnssec.make_ds(ZONE, key.public, digest, validating=True)


def levels(checks):
    return {check.code: check.level for check in checks}


@pytest.mark.parametrize(
    ("algorithm", "level"), [(5, "bad"), (8, "good"), (13, "good"), (99, "bad")]
)
def test_algorithms_are_ranked(algorithm, level):
    found = levels(key_checks(facts(KEY.public.replace(algorithm=algorithm))))
    assert found["dnssec.algorithm"] == level


@pytest.mark.parametrize(("bits", "level"), [(512, "bad"), (1024, "warn"), (2048, None), (8192, "note")])  # fmt: skip
def test_moduli_are_measured(bits, level):
    octets = b"\x03\x01\x00\x01" + b"\xff" * (bits // 8)
    found = levels(key_checks(facts(KEY.public.replace(algorithm=8, key=octets))))
    assert found.get("dnssec.key-size") == level


def test_keys_that_share_a_tag_are_told():
    octets = KEY.public.key
    twins = [KEY.public.replace(key=octets[2 * n :] + octets[: 2 * n]) for n in range(6)]
    found = levels(key_checks(facts(*twins)))
    assert found["dnssec.key-tags"] == "bad"
    assert levels(key_checks(facts(*twins[:2])))["dnssec.key-tags"] == "warn"
    crowd = [KEY.public.replace(key=octets[n:] + octets[:n]) for n in range(9)]
    assert levels(key_checks(facts(*crowd)))["dnssec.keys"] == "warn"


def test_a_revoked_key_is_noted():
    assert (
        levels(key_checks(facts(KEY.public.replace(flags=257 | 0x80))))["dnssec.revoked"] == "note"
    )


def test_no_keys_are_a_fault_only_with_a_ds():
    assert levels(key_checks(facts()))["dnssec.keys"] == "note"
    assert levels(key_checks(facts(ds=(ds(KEY),))))["dnssec.keys"] == "bad"


def test_the_ds_is_held_against_the_keys():
    def found(*records):
        return levels(ds_checks(facts(KEY.public, ds=records)))

    assert found() == {"dnssec.ds": "warn"}
    assert found(ds(KEY)) == {"dnssec.ds": "good"}
    assert found(ds(OTHER))["dnssec.ds"] == "bad"
    assert found(ds(KEY), ds(OTHER)) == {"dnssec.ds": "good", "dnssec.ds-stale": "note"}
    assert found(ds(KEY), ds(KEY).replace(digest=b"\0" * 32))["dnssec.ds-wrong"] == "bad"
    assert found(ds(KEY, "SHA1"))["dnssec.ds-digest"] == "bad"
    assert found(ds(KEY).replace(digest_type=99))["dnssec.ds"] == "bad"
    assert found(ds(KEY), ds(Key.make(13)))["dnssec.ds-stale"] == "bad"
    assert list(ds_checks(facts(KEY.public))) == []


def cds(*records):
    held = dns.rdataset.Rdataset(1, 59)
    for record in records:
        held.add(dns.rdata.from_text("IN", "CDS", str(record)), 300)
    return held


def test_the_cds_is_held_against_keys_and_ds():
    def found(*records, held=KEY):
        return levels(cds_checks(facts(KEY.public, ds=(ds(held),), cds=cds(*records))))

    assert found(ds(KEY)) == {"dnssec.cds": "good"}
    assert found(ds(OTHER)) == {"dnssec.cds": "bad"}
    assert found(ds(KEY), held=OTHER) == {"dnssec.cds": "note"}
    assert found("0 0 0 00") == {"dnssec.cds": "warn"}
    assert list(cds_checks(facts(KEY.public))) == []
    assert levels(cds_checks(facts(KEY.public, cdnskey=cds()))) == {"dnssec.cds": "good"}


def test_a_zsk_alone_is_a_zone_key():
    assert levels(key_checks(facts(Key.make(15, flags=ZSK).public)))["dnssec.algorithm"] == "good"
