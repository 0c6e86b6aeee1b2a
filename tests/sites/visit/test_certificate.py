import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.visit.certificate import problem_of, read_certificate


def test_names_and_validity_are_read(authority):
    pem = authority.issue("bank.example", "bank.example", "www.bank.example")[0]
    der = x509.load_pem_x509_certificate(pem.read_bytes()).public_bytes(Encoding.DER)
    found = read_certificate(der, "net::ERR_CERT_AUTHORITY_INVALID")
    assert found is not None
    assert (found.subject, found.issuer) == ("bank.example", "authority")
    assert found.names == ("bank.example", "www.bank.example")
    assert found.not_before < found.not_after
    assert found.problem == "cert-authority-invalid"


def test_a_certificate_without_names_has_none(authority):
    der = x509.load_pem_x509_certificate(authority.issue("old")[0].read_bytes())
    found = read_certificate(der.public_bytes(Encoding.DER), "")
    assert found is not None
    assert (found.names, found.problem) == ((), "")


@pytest.mark.parametrize("said", ["", "nonsense", "net::ERR_", "net::ERR_A B"])
def test_only_chromium_s_words_are_taken_over(said):
    assert problem_of(said) == ""


@given(st.binary(max_size=200))
def test_octets_that_are_no_certificate_give_none(octets):
    assert read_certificate(octets, "") is None
