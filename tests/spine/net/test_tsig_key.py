"""TSIG keys: written for Knot, read back, and nothing else is a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import ConfigError
from noroshi.spine.net.tsig_key import SIZE_BYTES, TsigKey


@given(st.binary(min_size=32, max_size=64))
def test_a_key_is_read_back(secret):
    key = TsigKey(name="noroshi-feed", secret=secret)
    assert TsigKey.parse(str(key)) == key
    assert TsigKey.parse(str(key).rstrip("\n")) == key


@given(st.text(max_size=300))
def test_other_texts_are_no_keys(text):
    with pytest.raises(ConfigError, match="--make-key"):
        TsigKey.parse(text)


@pytest.mark.parametrize("more", ["\nkey:\n", "  - id: other\n"])
def test_nothing_may_follow(more):
    with pytest.raises(ConfigError):
        TsigKey.parse(str(TsigKey.make("a")) + more)


def test_made_keys_are_long_and_differ():
    one, other = TsigKey.make("a"), TsigKey.make("a")
    assert one.secret != other.secret
    assert len(one.secret) == SIZE_BYTES


def test_a_secret_is_not_shown():
    assert "secret" not in repr(TsigKey.make("a"))
