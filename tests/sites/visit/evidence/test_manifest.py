from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.visit.evidence.manifest import MOST_OCTETS, Manifest, Part, read_sealed
from noroshi.spine.model import InputError

SEED = b"s" * 32
KEY = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
PARTS = (Part(name="page.html", size_bytes=3, sha256="0" * 64),)
MANIFEST = Manifest(
    url="https://shop.example/", profile="mobile", started=WHEN, ended=WHEN, parts=PARTS
)


def test_a_sealed_manifest_comes_back_and_its_signature_fits():
    found = read_sealed(MANIFEST.sealed(SEED))
    assert found.manifest == MANIFEST
    assert found.is_signed_by(KEY)


def test_another_key_or_another_content_does_not_fit():
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key()
    assert not read_sealed(MANIFEST.sealed(SEED)).is_signed_by(other)
    changed = MANIFEST.sealed(SEED).replace(b"shop.example", b"best.example")
    assert not read_sealed(changed).is_signed_by(KEY)


@pytest.mark.parametrize("signature", [b"AAAA", b"!!!!", b""])
def test_a_broken_signature_does_not_fit(signature):
    sealed = read_sealed(MANIFEST.sealed(SEED))
    octets = MANIFEST.sealed(SEED).replace(sealed.signature.encode(), signature)
    assert not read_sealed(octets).is_signed_by(KEY)


@pytest.mark.parametrize("name", [b"../page.html", b"/etc/passwd", b"manifest", b"Page.html"])
def test_a_part_cannot_lie_elsewhere(name):
    with pytest.raises(InputError):
        read_sealed(MANIFEST.sealed(SEED).replace(b"page.html", name))


def test_a_huge_manifest_is_not_read():
    with pytest.raises(InputError, match="larger"):
        read_sealed(b" " * (MOST_OCTETS + 1))


@given(st.binary(max_size=200))
def test_octets_that_are_no_manifest_are_refused(octets):
    with pytest.raises(InputError):
        read_sealed(octets)
