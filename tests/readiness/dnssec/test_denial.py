"""Proofs of absence: what they prove, and what they do not."""

import dns.name
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.dnssec.denial import Denial, Proof, b32, bitmap
from noroshi.readiness.dnssec.signature import Work
from noroshi.readiness.dnssec.verdict import Broken
from noroshi.testing.signed_zone import Key, Nsec3, SignedZone

ZONE = dns.name.from_text("isp.test.")
A, DS = dns.rdatatype.A, dns.rdatatype.DS
RECORDS = "www A 192.0.2.1\n*.wild A 192.0.2.2\na.deep.www A 192.0.2.3\nsub NS ns.sub\nns.sub A 192.0.2.4\nto CNAME www\n"
KEY = Key.make(15)


def name(text):
    return dns.name.from_text(text, ZONE)


def denial(nsec3=None, *, work=None):
    made = SignedZone(
        name="isp.test.", records=RECORDS, keys=(KEY,), now=1_800_000_000, nsec3=nsec3
    )
    kinds = (dns.rdatatype.NSEC, dns.rdatatype.NSEC3)
    proofs = [
        dns.rrset.from_rdata_list(owner, 300, list(rdataset))
        for owner, node in made.zone().nodes.items()
        for rdataset in node
        if rdataset.rdtype in kinds
    ]
    return Denial(ZONE, proofs, work or Work())


PLAIN, HASHED, OPEN = denial(), denial(Nsec3()), denial(Nsec3(opt_out=True))


@pytest.mark.parametrize("found", [PLAIN, HASHED], ids=["nsec", "nsec3"])
class TestBoth:
    def test_a_missing_name_is_proven(self, found):
        assert found.of_name(name("none")) is Proof.ABSENT
        assert found.of_name(name("a.b.none")) is Proof.ABSENT

    def test_a_name_that_is_there_is_not_denied(self, found):
        assert found.of_name(name("www")) is Proof.NOTHING
        assert found.of_name(name("deep.www")) is Proof.NOTHING
        assert found.of_type(name("www"), A) is Proof.NOTHING

    def test_a_missing_type_is_proven(self, found):
        assert found.of_type(name("www"), dns.rdatatype.MX) is Proof.ABSENT
        assert found.of_type(name("deep.www"), A) is Proof.ABSENT

    def test_an_alias_has_no_missing_types(self, found):
        assert found.of_type(name("to"), A) is Proof.NOTHING

    def test_a_wildcard_stands_for_names(self, found):
        assert found.of_name(name("x.wild")) is Proof.NOTHING
        assert found.of_closer(name("x.wild"), name("*.wild")) is Proof.ABSENT
        assert found.of_type(name("x.wild"), dns.rdatatype.MX) is Proof.ABSENT
        assert found.of_type(name("x.wild"), A) is Proof.NOTHING

    def test_an_unsigned_cut_is_told(self, found):
        assert found.of_type(name("sub"), DS) is Proof.UNSIGNED_CUT

    def test_the_parent_denies_nothing_below_a_cut(self, found):
        assert found.of_type(name("sub"), A) is Proof.NOTHING
        assert found.of_name(name("x.sub")) is Proof.NOTHING

    def test_names_of_others_are_not_denied(self, found):
        assert found.of_name(dns.name.from_text("elsewhere.example.")) is Proof.NOTHING


def test_opting_out_proves_less():
    assert OPEN.of_type(name("sub"), DS) is Proof.OPT_OUT
    assert OPEN.of_name(name("none")) is Proof.OPT_OUT


def test_no_records_prove_nothing():
    assert Denial(ZONE, [], Work()).of_name(name("none")) is Proof.NOTHING
    assert Denial(ZONE, [], Work()).of_type(name("www"), A) is Proof.NOTHING


def test_too_many_iterations_are_told():
    with pytest.raises(Broken, match="nsec3-iterations"):
        denial(Nsec3(iterations=151))


def test_hashing_is_bounded():
    deep = dns.name.from_text(".".join(["a"] * 100), ZONE)
    with pytest.raises(Broken, match="too-much-work"):
        denial(Nsec3(iterations=150), work=Work(hashes=1_000)).of_name(deep)


@given(st.sampled_from(["nsec", "nsec3"]), st.text("abwx*-", min_size=1, max_size=6), st.booleans())
def test_no_existing_name_is_ever_denied(kind, label, deep):
    found = PLAIN if kind == "nsec" else HASHED
    asked = name(f"{label}.www" if deep else label)
    exists = asked in {name(one) for one in ("www", "to", "sub", "wild", "deep.www")}
    assert (found.of_name(asked) is Proof.ABSENT) is not exists


def test_bits_are_types():
    record = dns.rdatatype.NSEC
    made = dns.rdata.from_text("IN", record, "isp.test. A MX RRSIG NSEC TYPE1234")
    assert bitmap(made) == {1, 15, 46, 47, 1234}
    assert b32(b"\0" * 20) == b"0" * 32
