"""Marks: each text once, however many came between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share import marks as module
from noroshi.relay.share.marks import Marks


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(module, "RECENT", 3)


@given(st.lists(st.lists(st.text("abc", max_size=3))))
def test_what_came_before_is_not_fresh(portions):
    marks = Marks()
    told = [text for some in portions for text in marks.fresh(some)]
    assert told == list(dict.fromkeys(text for some in portions for text in some))
