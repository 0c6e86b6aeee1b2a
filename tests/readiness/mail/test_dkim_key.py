"""DKIM keys."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.dkim_key import KeyFault, Revoked, parse_key


def packed(key):
    return b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()  # fmt: skip


def test_rsa_and_ed25519_keys_are_read():
    key = parse_key(f"v=DKIM1; t=y:s; h=sha256; p={packed(rsa.generate_private_key(65537, 2048))}")
    assert (key.bits, key.flags, key.hashes) == (2048, ("y", "s"), ("sha256",))
    raw = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert parse_key(f"k=ed25519; p={b64encode(raw).decode()}").bits == 256


def test_an_empty_key_was_revoked():
    with pytest.raises(Revoked):
        parse_key("v=DKIM1; p=")


@pytest.mark.parametrize(
    "text",
    [
        "", "v=DKIM1", "v=DKIM2; p=AA", "p=AA; v=DKIM1", "p=!!", "p=AAAA", "s=other; p=AAAA",
        "k=ed25519; p=AAAA", f"p={packed(ec.generate_private_key(ec.SECP256R1()))}",
    ],
)  # fmt: skip
def test_what_is_no_key_is_a_fault(text):
    with pytest.raises(KeyFault):
        parse_key(text)


@given(st.text(max_size=200))
def test_any_text_is_a_key_or_a_fault(text):
    try:
        parse_key("v=DKIM1; p=" + text)
    except KeyFault as fault:
        reason = str(fault)
        assert reason
