"""Keys of logs are read, and only those that logs use."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from noroshi.sites.sense.watch.log_key import LogKey, TreeHead
from noroshi.spine.model import ConfigError, SourceError

HEAD = TreeHead(size=0, root=bytes(32), stamp_ms=0)


def as_text(key):
    return base64.b64encode(
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).decode()


def test_a_log_may_sign_with_rsa():
    key = rsa.generate_private_key(65537, 2048)
    told = bytes([0, 1]) + bytes(8 + 8 + 32)
    signature = key.sign(told, padding.PKCS1v15(), hashes.SHA256())
    signed = bytes([4, 1]) + len(signature).to_bytes(2) + signature
    LogKey(as_text(key)).check(HEAD, signed, "made")
    for wrong in (b"", signed[:-1], signed[:-1] + b"\0", b"\5" + signed[1:]):
        with pytest.raises(SourceError, match="did not sign"):
            LogKey(as_text(key)).check(HEAD, wrong, "made")


@pytest.mark.parametrize("text", ["?", "AAAA", "ed25519"])
def test_other_keys_are_a_mistake_of_the_settings(text):
    if text == "ed25519":
        text = as_text(ed25519.Ed25519PrivateKey.generate())
    with pytest.raises(ConfigError, match="key of the log"):
        LogKey(text)
