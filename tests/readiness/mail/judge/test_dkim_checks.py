"""DKIM checks."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from noroshi.readiness.check import Level
from noroshi.readiness.mail.judge.dkim_checks import dkim_checks
from noroshi.spine.net.lookup import Recorded


def levels(texts, *, selectors=("s1",), sends=True):
    lookup = Recorded({("s1._domainkey.d.example", "TXT"): texts})
    return {check.code: check.level for check in dkim_checks("d.example", selectors, lookup, sends=sends)}  # fmt: skip


@pytest.fixture(scope="module")
def short():
    key = rsa.generate_private_key(65537, 1024).public_key()
    return b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def test_keys(answers, short):
    good = answers["s1._domainkey.isp.example", "TXT"][0]
    assert levels([good]) == {"dkim.key": Level.GOOD}
    assert levels([good + "; t=y"])["dkim.testing"] is Level.WARN
    assert levels([good + "; h=sha1"])["dkim.hash"] is Level.BAD
    assert levels([f"p={short}"])["dkim.key"] is Level.WARN
    assert levels(["p=junk"]) == {"dkim.key": Level.BAD, "dkim.none": Level.BAD}
    assert levels(["p="]) == {"dkim.revoked": Level.NOTE, "dkim.none": Level.BAD}
    assert levels([good, good])["dkim.key"] is Level.BAD
    assert levels(None)["dkim.key"] is Level.UNKNOWN


def test_without_selectors_nothing_is_known():
    assert levels([], selectors=()) == {"dkim.selectors": Level.UNKNOWN}
    assert levels([], selectors=(), sends=False) == {}
