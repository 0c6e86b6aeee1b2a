"""Allow-list: entries and classes."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    AllowClass,
)
from noroshi.c2.judge.allow.allow_list import parse_entry
from noroshi.relay.decide.policy import BENIGN_LABELS
from noroshi.spine.model import InputError


def test_every_class_is_benign_to_the_sharing_policy():
    assert {one.value for one in AllowClass} - {"none"} <= BENIGN_LABELS


@given(st.text(max_size=60))
def test_any_text_is_an_entry_or_refused(text):
    try:
        entry = parse_entry(text)
    except InputError:
        return
    assert parse_entry(str(entry)) == entry
