"""Cursor: there and back, and nothing else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.api.cursor import LARGEST, cursor_of, sequence_of
from noroshi.spine.model import InputError


@given(st.integers(0, LARGEST))
def test_a_cursor_comes_back(sequence):
    assert sequence_of(cursor_of(sequence)) == sequence


def test_nothing_stands_at_the_beginning():
    assert sequence_of("") == 0


@given(st.text(max_size=80))
def test_any_other_text_is_refused_in_plain_words(text):
    with suppress(InputError):
        assert 0 <= sequence_of(text) <= LARGEST


@pytest.mark.parametrize(
    "text", ["0", "MTo", "MTotMQ", "MjoxMg", "MTo5OTk5OTk5OTk5OTk5OTk5OTk5", "é"]
)
def test_what_only_looks_like_a_cursor_is_refused(text):
    with pytest.raises(InputError):
        sequence_of(text)
