"""Checks of signatures, times, NSEC3 and servers."""

import dns.name
import dns.rdata
import dns.rdataset

from noroshi.readiness.dnssec.facts import Facts, Seen, Signatures
from noroshi.readiness.dnssec.judge.zone_checks import (
    denial_checks,
    server_checks,
    signature_checks,
    verdict_checks,
)
from noroshi.readiness.dnssec.verdict import Fault, State, Verdict
from noroshi.testing.signed_zone import Key

ZONE = dns.name.from_text("isp.test.")
KEYS = dns.rdataset.from_rdata(300, Key.make(15).public)
NOW, DAY = 1_800_000_000, 86_400
SOA = dns.rdata.from_text("IN", "SOA", "ns.isp.test. h.isp.test. 1 60 30 604800 300")


def facts(**options):
    return Facts(zone=ZONE, now=NOW, soa=SOA, **{"keys": KEYS, **options})


def levels(checks):
    return {check.code.removeprefix("dnssec."): check.level for check in checks}


def times(*, left=10 * DAY, age=2 * DAY, ttl=300, count=1, spread=0):
    found = Signatures()
    base = dns.rdata.from_text("IN", "RRSIG", "A 15 2 300 20270101000000 20261201000000 1 isp.test. AA==")  # fmt: skip
    for number in range(count):
        end = NOW + left + spread * number
        found.take(base.replace(expiration=end, inception=NOW - age), ttl, NOW)
    return levels(signature_checks(facts(signatures=found)))


def test_good_times_pass():
    assert times(left=8 * DAY) == {"signatures": "good", "expiry": "good"}


def test_each_bad_time_is_told():
    assert times(left=DAY)["expiry"] == "warn"
    assert times(age=10)["clock"] == "note"
    assert times(left=DAY, age=DAY)["validity"] == "warn"
    assert times(left=99 * DAY)["validity"] == "note"
    assert times(count=200)["jitter"] == "note"
    assert "jitter" not in times(count=200, spread=60)
    assert times(ttl=30 * DAY)["ttl"] == "warn"
    assert times(left=DAY)["soa-expire"] == "note"


def test_faults_are_counted_with_examples():
    found = Signatures(extra=2)
    found.miss(Fault.EXPIRED, "www.isp.test. A")
    checks = list(signature_checks(facts(signatures=found)))
    assert levels(checks) == {"signature-expired": "bad", "extra-signatures": "note"}
    assert "www.isp.test. A" in checks[0].text.en


def test_an_unsigned_zone_has_no_signatures_to_check():
    assert list(signature_checks(facts(keys=None))) == []


def hashed(text, **options):
    return levels(denial_checks(facts(hashed=[dns.rdata.from_text("IN", "NSEC3PARAM", text)], **options)))  # fmt: skip


def test_nsec3_is_held_to_rfc_9276():
    assert hashed("1 0 0 -") == {"nsec3": "good"}
    assert hashed("1 0 10 ab") == {"nsec3-iterations": "warn", "nsec3-salt": "note"}
    assert hashed("1 0 500 -")["nsec3-iterations"] == "bad"
    assert hashed("1 1 0 -")["opt-out"] == "note"


def test_broken_chains_and_delegations_are_told():
    found = levels(denial_checks(facts(broken_chain=["a"], cuts=2, unsigned_cuts=1)))
    assert found == {"chain-of-names": "bad", "delegations": "note"}


def seen(server="192.0.2.1", **options):
    good = Verdict(state=State.SECURE, at=ZONE)
    return Seen(server=server, **{"serial": 1, "tcp": True, "authoritative": True, "verdict": good, **options})  # fmt: skip


def test_servers_are_told_apart():
    assert levels(server_checks(facts(servers=[seen(), seen("192.0.2.2")]))) == {"server": "good"}
    found = levels(server_checks(facts(servers=[seen(tcp=False, authoritative=False)])))
    assert found == {"lame": "bad", "tcp": "bad", "server": "good"}
    assert levels(server_checks(facts(servers=[seen(serial=None)]))) == {"server": "unknown"}
    assert levels(server_checks(facts(servers=[seen(), seen(serial=2)])))["disagree"] == "warn"


def test_the_verdict_is_told_with_its_extended_error():
    bogus = Verdict(state=State.BOGUS, at=ZONE, fault=Fault.EXPIRED)
    (check,) = verdict_checks(facts(verdict=bogus))
    assert (check.level, "EDE 7" in check.text.en) == ("bad", True)
    assert list(verdict_checks(facts())) == []
