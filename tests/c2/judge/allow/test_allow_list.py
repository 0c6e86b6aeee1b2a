"""Allow-list: entries and classes."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    AllowClass,
)
from noroshi.c2.judge.allow.allow_list import parse_entry
from noroshi.spine.model import LABELS, InputError, is_c2


def test_every_class_is_an_ordinary_label_with_words():
    labels = {one.value for one in AllowClass} - {"none"}
    assert labels <= LABELS.keys()
    assert not any(is_c2(label) for label in labels)


@given(st.text(max_size=60))
def test_any_text_is_an_entry_or_refused(text):
    try:
        entry = parse_entry(text)
    except InputError:
        return
    assert parse_entry(str(entry)) == entry
