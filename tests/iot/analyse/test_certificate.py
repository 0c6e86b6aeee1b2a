"""Certificate: its names, whatever a device serves as one."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.certificate import MAX_TEXT, names_of


@pytest.fixture(scope="module")
def made():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example Works"),
            x509.NameAttribute(NameOID.COMMON_NAME, "router.example"),
        ]
    )
    built = x509.CertificateBuilder(
        subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=7,
        not_valid_before=datetime(2026, 1, 1, tzinfo=UTC),
        not_valid_after=datetime(2027, 1, 1, tzinfo=UTC),
    ).sign(key, hashes.SHA256())  # fmt: skip
    return built.public_bytes(serialization.Encoding.DER)


def test_names_stand_most_particular_part_first(made):
    told = names_of(base64.b64encode(made).decode())
    assert told == dict.fromkeys(("subject", "issuer"), "CN=router.example,O=Example Works")


def test_what_is_cut_or_too_long_names_nobody(made):
    assert names_of(base64.b64encode(made[:-1]).decode()) == {}
    assert names_of("A" * (MAX_TEXT + 4)) == {}


@given(at=st.integers(0, 200), octet=st.integers(0, 255))
def test_a_changed_certificate_names_somebody_or_nobody(made, at, octet):
    changed = made[:at] + bytes([octet]) + made[at + 1 :]
    assert names_of(base64.b64encode(changed).decode()).keys() in (set(), {"subject", "issuer"})


@given(st.text(max_size=100) | st.binary(max_size=200).map(lambda o: base64.b64encode(o).decode()))
def test_any_text_names_nobody(text):
    assert names_of(text) == {}
