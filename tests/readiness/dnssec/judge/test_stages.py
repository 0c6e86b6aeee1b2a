"""Gates of zones and resolvers."""

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataset
import pytest

from noroshi.readiness.dnssec.facts import Facts, Signatures
from noroshi.readiness.dnssec.judge.stages import (
    Rehearsed,
    ResolverStep,
    resolver_stage,
    zone_stage,
)
from noroshi.testing.signed_zone import Key

ZONE = dns.name.from_text("isp.test.")
KEY = Key.make(15)
NOW = 1_800_000_000
SOA = dns.rdata.from_text("IN", "SOA", "ns.isp.test. h.isp.test. 1 60 30 604800 300")
DS = dns.dnssec.make_ds(ZONE, KEY.public, "SHA256")
TEXTS = {step: step.value for step in ResolverStep}


def facts(age=86_400, **options):
    found = Signatures()
    made = dns.rdata.from_text("IN", "RRSIG", "A 15 2 300 20270101000000 20261201000000 1 isp.test. AA==")  # fmt: skip
    found.take(made.replace(expiration=NOW + 864_000, inception=NOW - age), 300, NOW)
    keys = dns.rdataset.from_rdata(3_600, KEY.public)
    return Facts(zone=ZONE, now=NOW, soa=SOA, **{"keys": keys, "signatures": found, "longest_ttl_s": 3_600, "ds": (), **options})  # fmt: skip


def test_a_zone_goes_from_unsigned_to_secure():
    unsigned, signed = zone_stage(facts(keys=None)), zone_stage(facts())
    secure = zone_stage(facts(ds=(DS,)))
    assert [one.step for one in (unsigned, signed, secure)] == ["unsigned", "signed", "secure"]
    assert [one.is_open for one in (unsigned, signed, secure)] == [True, True, False]
    assert signed.publish == f"isp.test. IN DS {DS}\n"
    assert "remove the DS" in secure.back


def test_a_ds_for_an_unsigned_zone_shuts_the_way():
    assert not zone_stage(facts(keys=None, ds=(DS,))).is_open


def test_the_ds_waits_for_caches_and_for_good_signatures():
    assert not zone_stage(facts(age=60)).is_open
    shut = zone_stage(facts(broken_chain=["a.isp.test."]))
    assert (shut.is_open, "dnssec.chain-of-names" in shut.why.en) == (False, True)


def rehearsed(**options):
    return Rehearsed(**{"users": 100_000, "hit": 0, "open_names": 0, "exempt": 0, **options})


@pytest.mark.parametrize(
    ("step", "found", "is_open"),
    [
        ("off", None, True), ("log", None, False), ("log", rehearsed(), True), ("log", rehearsed(hit=50), False),
        ("log", rehearsed(open_names=1), False), ("one-node", rehearsed(users=100), False), ("all-nodes", rehearsed(), False),
    ],
)  # fmt: skip
def test_the_rehearsal_opens_a_resolvers_gate(step, found, is_open):
    assert resolver_stage("r", ResolverStep(step), found, texts=TEXTS).is_open is is_open


def test_each_step_tells_the_next_and_the_way_back():
    found = resolver_stage("r", ResolverStep.LOG, rehearsed(), texts=TEXTS)
    assert (found.publish, found.back) == ("one-node", "off")
    assert resolver_stage("r", ResolverStep.OFF, None, texts=TEXTS).back == ""


def test_the_limit_is_the_operators():
    found = rehearsed(users=1_000, hit=1)
    assert resolver_stage("r", ResolverStep.LOG, found, texts=TEXTS, limit=0.01).is_open
