"""Wording: one line, no links, no addresses of others."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.notify.wording import (
    LONGEST,
    WITHHELD,
    defanged,
    one_line,
    outside,
    without_links,
)
from noroshi.spine.model import Subject, Text

SUBJECT = Subject.ip("192.0.2.1")


@given(st.text())
def test_any_text_is_one_line_of_bounded_length(text):
    line = one_line(text)
    assert len(line) <= LONGEST
    assert not set(line) & set("\r\n\x00\x1b\u2028\u202e")
    line.encode()


def test_a_sentence_about_the_subject_stays():
    said = Text(ja="192.0.2.1 は規則的です。", en="192.0.2.1 is regular.")
    assert outside(said, SUBJECT) == said


def test_a_sentence_with_another_address_is_withheld_in_both_languages():
    assert outside(Text(ja="規則的です。", en="seen by 100.64.0.9"), SUBJECT) == WITHHELD


def test_a_sentence_of_controls_alone_is_withheld():
    assert outside(Text(ja="\x00", en="\x00"), SUBJECT) == WITHHELD


def test_no_link_is_made_of_a_subject_or_sentence():
    assert defanged("https://evil.example/x") == "hxxps://evil[.]example/x"
    assert defanged("192.0.2.1:443/tcp") == "192[.]0[.]2[.]1:443/tcp"
    assert without_links("See HTTP://evil.example. Now.") == "See hxxp://evil.example. Now."
