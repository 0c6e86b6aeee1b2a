"""Secrets: random, safe anywhere, kept as digests."""

import re

from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.store.secret import digest_of, fresh_secret


def test_secrets_are_long_and_differ():
    made = {fresh_secret("nrs_") for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"nrs_[A-Za-z0-9_-]{43}", secret) for secret in made)


@given(st.text())
def test_any_text_that_is_shown_has_a_digest(text):
    assert re.fullmatch(r"[0-9a-f]{64}", digest_of(text))
