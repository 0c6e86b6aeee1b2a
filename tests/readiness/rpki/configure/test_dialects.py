"""Dialects: every text is ASCII, names every cache and session, and marks what nobody checks."""

import pytest

from noroshi.jobs.readiness.checking_text import PARSERS
from noroshi.readiness.rpki.configure import DIALECTS, UNCHECKED, Treatment


@pytest.mark.parametrize("treatment", Treatment)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_cache_and_session_is_in_the_text(wish, dialect, treatment):
    text = DIALECTS[dialect](wish(treatment))
    assert text.isascii()
    assert text.endswith("\n")
    for place in ("192.0.2.10", "2001:db8::10", "198.51.100.1", "2001:db8::1", "64501", "64502"):
        assert place in text


def test_every_dialect_has_a_parser_or_a_mark():
    assert set(DIALECTS) == UNCHECKED | (PARSERS.keys() & DIALECTS.keys())
