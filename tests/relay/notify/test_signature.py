"""Signature: what was signed is believed, in its time; nothing else is."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.notify import (
    REPLAY_WINDOW,
    SIGNATURE,
    TIMESTAMP,
    signature,
    signed_headers,
    verify,
)
from noroshi.spine.model import InputError

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECRET = "k" * 32


def headers(body=b"{}", at=AT):
    return signed_headers(SECRET, event="changes", delivery="d", body=body, at=at)


def test_the_signature_is_the_hmac_of_time_dot_body():
    wanted = hmac.new(SECRET.encode(), b"1767603600.{}", hashlib.sha256).hexdigest()
    assert headers()[SIGNATURE] == f"v1={wanted}" == signature(SECRET, 1767603600, b"{}")


@given(st.binary(max_size=200))
def test_what_was_signed_is_believed(body):
    verify(SECRET, headers(body), body, at=AT)


@given(st.binary(max_size=50), st.integers(0, 7), st.data())
def test_a_changed_bit_is_not_believed(body, bit, data):
    at = data.draw(st.integers(0, len(body)))
    changed = bytearray(body + b"\0")
    changed[at] ^= 1 << bit
    with pytest.raises(InputError, match="does not fit"):
        verify(SECRET, headers(body), bytes(changed), at=AT)


def test_another_secret_is_not_believed():
    with pytest.raises(InputError, match="does not fit"):
        verify("x" * 32, headers(), b"{}", at=AT)


def test_an_old_delivery_is_not_believed_nor_one_from_the_future():
    verify(SECRET, headers(), b"{}", at=AT + REPLAY_WINDOW)
    for clock in (AT + REPLAY_WINDOW, AT - REPLAY_WINDOW):
        late = clock + (clock - AT) / 300
        with pytest.raises(InputError, match="lies more than"):
            verify(SECRET, headers(), b"{}", at=late)


def test_a_new_time_needs_a_new_signature():
    moved = headers() | {TIMESTAMP: headers(at=AT + timedelta(seconds=60))[TIMESTAMP]}
    with pytest.raises(InputError, match="does not fit"):
        verify(SECRET, moved, b"{}", at=AT)


@given(st.dictionaries(st.sampled_from([TIMESTAMP, SIGNATURE, "X"]), st.text(max_size=80)))
def test_any_other_headers_are_not_believed(given_headers):
    with pytest.raises(InputError):
        verify(SECRET, given_headers, b"{}", at=AT)


def test_names_of_headers_may_be_in_any_case():
    verify(SECRET, {name.upper(): value for name, value in headers().items()}, b"{}", at=AT)
