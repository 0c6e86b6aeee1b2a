"""A signature holds for one scope, one key and one time."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.scope import (
    Refusal,
    parse_public_key,
    parse_signature,
    public_key_text,
    refusal_of,
    sign_scope,
)
from noroshi.spine.model import InputError

SEED = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
WITHIN = datetime(2026, 11, 15, tzinfo=UTC)


def judged(scope, signature, *, trusted=(KEY,), now=WITHIN):
    return refusal_of(scope, signature, trusted=trusted, now=now)


@pytest.fixture
def signed(make_scope):
    scope = make_scope()
    return scope, parse_signature(sign_scope(scope, SEED))


def test_a_signed_scope_holds_within_its_time(signed):
    scope, signature = signed
    assert judged(scope, signature) is None


def test_the_same_scope_and_key_give_the_same_signature(make_scope):
    assert sign_scope(make_scope(), SEED) == sign_scope(make_scope(), SEED)


def test_a_key_that_nobody_trusts_is_refused(signed):
    assert judged(*signed, trusted=[OTHER]) is Refusal.UNKNOWN_KEY
    assert judged(*signed, trusted=[]) is Refusal.UNKNOWN_KEY


def test_any_change_of_the_scope_is_seen(signed, make_scope):
    _, signature = signed
    for change in ({"caps__global_pps": 101}, {"retention_days": 91}, {"lab": False}):
        assert judged(make_scope(**change), signature) is Refusal.OTHER_SCOPE


def test_a_signature_with_another_s_digest_is_wrong(signed, make_scope):
    _, signature = signed
    wider = make_scope(retention_days=91)
    other = parse_signature(sign_scope(wider, bytes(32)))
    forged = msgspec.structs.replace(other, key=signature.key)
    assert judged(wider, forged) is Refusal.BAD_SIGNATURE


@pytest.mark.parametrize("text", ["", "AAAA", "no base64!"])
def test_a_cut_signature_is_wrong(signed, text):
    scope, signature = signed
    cut = msgspec.structs.replace(signature, signature=text)
    assert judged(scope, cut) is Refusal.BAD_SIGNATURE


def test_the_interval_is_half_open(signed):
    scope, signature = signed
    instant = timedelta(microseconds=1)
    assert judged(scope, signature, now=scope.valid.start - instant) is Refusal.NOT_YET_VALID
    assert judged(scope, signature, now=scope.valid.start) is None
    assert judged(scope, signature, now=scope.valid.end - instant) is None
    assert judged(scope, signature, now=scope.valid.end) is Refusal.EXPIRED


def test_a_wrong_scope_cannot_be_signed(make_scope):
    with pytest.raises(InputError, match="prefixes"):
        sign_scope(make_scope(prefixes=["12.0.0.0/24"]), SEED)


def test_a_public_key_reads_back_as_itself():
    assert parse_public_key(public_key_text(KEY) + "\n").public_bytes_raw() == (
        KEY.public_bytes_raw()
    )


@given(st.text(max_size=80))
def test_any_text_is_no_public_key(text):
    for said in (text, f"ed25519:{text}"):
        with pytest.raises(InputError):
            parse_public_key(said)


@given(st.binary(max_size=200))
def test_any_octets_are_no_signature(octets):
    with pytest.raises(InputError):
        parse_signature(octets)
