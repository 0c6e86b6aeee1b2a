"""Signatures: good ones are found among bad ones, and work ends."""

import dns.name
import dns.rdataset
import dns.rdatatype
import pytest
from dns.dnssec import key_id
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.dnssec.signature import MOST_FAILED, Work, Zone, verify
from noroshi.readiness.dnssec.verdict import Broken
from noroshi.testing.signed_zone import ZSK, Key, SignedZone

NOW = 1_800_000_000
A = dns.rdatatype.A


MADE = SignedZone(name="isp.test.", keys=(Key.make(), Key.make(flags=ZSK)), now=NOW)
SIGNED = (MADE, MADE.zone())


@pytest.fixture
def signed():
    return SIGNED


def parts(signed, name="www.isp.test."):
    made, zone = signed
    keys = zone.find_rdataset(made.origin, dns.rdatatype.DNSKEY)
    rrset = zone.find_rrset(dns.name.from_text(name), A)
    signatures = zone.find_rdataset(rrset.name, dns.rdatatype.RRSIG, A)
    return rrset, signatures, Zone(name=made.origin, keys=keys)


def fault(*arguments, **options):
    with pytest.raises(Broken) as raised:
        verify(*arguments, **{"now": NOW, "work": Work(), **options})
    return raised.value.fault


def test_a_good_signature_is_told(signed):
    found = verify(*parts(signed), now=NOW, work=Work())
    assert found.signature.labels == 3
    assert found.wildcard is None


def test_a_name_from_a_wildcard_tells_it(signed):
    rrset, signatures, zone = parts(signed, "*.wild.isp.test.")
    rrset.name = dns.name.from_text("made.wild.isp.test.")
    found = verify(rrset, signatures, zone, now=NOW, work=Work())
    assert str(found.wildcard) == "*.wild.isp.test."


def test_times_are_held(signed):
    assert fault(*parts(signed), now=NOW + 15 * 86_400) == "signature-expired"
    assert fault(*parts(signed), now=NOW - 2 * 86_400) == "signature-not-yet-valid"


def test_crossed_times_are_told(signed):
    rrset, signatures, zone = parts(signed)
    crossed = signatures[0].replace(expiration=1, inception=2)
    assert (
        fault(rrset, dns.rdataset.from_rdata(300, crossed), zone)
        == "signature-expires-before-inception"
    )


def test_without_signatures_that_is_the_fault(signed):
    rrset, _, zone = parts(signed)
    assert fault(rrset, None, zone) == "rrsig-missing"


def test_many_wrong_signatures_end_the_work():
    made = SignedZone(name="many.test.", keys=(Key.make(),), now=NOW)
    rrset, signatures, zone = parts((made, made.zone()), "www.many.test.")
    good = signatures[0]
    for number in range(MOST_FAILED + 2):
        signatures.add(good.replace(original_ttl=number), 300)
    signatures.remove(good)
    assert fault(rrset, signatures, zone) == "too-much-work"


@given(
    st.sampled_from([5, 7, 8, 10, 13, 14, 15, 16]),
    st.binary(max_size=120) | st.binary(min_size=3, max_size=3).map(lambda head: head * 60),
    st.binary(max_size=120),
)
def test_no_key_of_a_stranger_breaks_or_fits(algorithm, octets, signature):
    rrset, signatures, zone = parts(SIGNED)
    key = zone.keys[0].replace(algorithm=algorithm, key=octets, flags=256)
    made = signatures[0].replace(algorithm=algorithm, signature=signature, key_tag=key_id(key))
    believed = Zone(name=zone.name, keys=dns.rdataset.from_rdata(300, key))
    assert fault(rrset, dns.rdataset.from_rdata(300, made), believed) == "signature-wrong"


def test_a_question_has_so_much_work_and_no_more(signed):
    assert fault(*parts(signed), work=Work(checks=0)) == "too-much-work"
    with pytest.raises(Broken):
        Work(hashes=9).hash(10)
