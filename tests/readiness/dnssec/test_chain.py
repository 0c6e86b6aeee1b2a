"""The chain of zones, and which DS records count."""

import dns.message
import dns.name
import dns.rdata
import dns.rdatatype
import dns.rrset
import pytest

from noroshi.readiness.dnssec.anchor import read_anchors
from noroshi.readiness.dnssec.chain import Chain, denial_of, strongest
from noroshi.readiness.dnssec.signature import Work, Zone
from noroshi.readiness.dnssec.verdict import Broken, Fault
from noroshi.testing.signed_zone import Key, SignedZone


def ds(text):
    return dns.rdata.from_text("IN", "DS", text)


SHA1, SHA2 = ds("1 13 1 " + "00" * 20), ds("1 13 2 " + "00" * 32)


def test_sha1_counts_only_alone():
    assert strongest([SHA1, SHA2]) == (SHA2,)
    assert strongest([SHA1]) == (SHA1,)


def test_what_nobody_knows_is_told():
    assert strongest([ds("1 13 200 00")]) is Fault.DIGEST
    assert strongest([ds("1 200 2 " + "00" * 32)]) is Fault.ALGORITHM
    assert strongest([]) is Fault.DIGEST


@pytest.fixture
def chain(world, server):
    return Chain(server, read_anchors(world.anchor), now=world.now)


@pytest.mark.parametrize(("name", "zone"), [("www.good.test.", "good.test."), ("good.test.", "good.test."), ("none.test.", "test."), ("a.deep.www.nsec3.test.", "nsec3.test.")])  # fmt: skip
def test_the_lowest_zone_is_found(chain, name, zone):
    stand = chain.stand(dns.name.from_text(name), Work())
    assert str(stand.zone.name) == zone


def test_below_an_unsigned_cut_all_is_insecure(chain):
    stand = chain.stand(dns.name.from_text("a.b.plain.test."), Work())
    assert (stand.verdict.state, str(stand.verdict.at)) == ("insecure", "plain.test.")


def test_little_work_gives_no_lasting_verdict(chain):
    name = dns.name.from_text("www.good.test.")
    assert chain.stand(name, Work(checks=1)).verdict.fault is Fault.WORK
    assert chain.stand(name, Work()).zone is not None


@pytest.mark.parametrize(("owner", "proves"), [("*.isp.test.", True), ("a.isp.test.", False)])
def test_a_wildcards_proof_is_none_for_what_is_made_from_it(owner, proves):
    made = SignedZone(
        name="isp.test.", records="* A 192.0.2.1\n", keys=(Key.make(15),), now=1_800_000_000
    )
    zone, answer = made.zone(), dns.message.Message()
    for kind, covers in (("NSEC", "NONE"), ("RRSIG", "NSEC")):
        rdataset = zone.find_rdataset("*.isp.test.", kind, covers)
        answer.authority.append(dns.rrset.from_rdata_list(owner, 300, list(rdataset)))
    believed = Zone(name=made.origin, keys=zone.find_rdataset(made.origin, "DNSKEY"))
    options = {"now": made.now, "work": Work()}
    if proves:
        assert denial_of(answer, believed, **options)
    else:
        with pytest.raises(Broken, match="nsec-missing"):
            denial_of(answer, believed, **options)
