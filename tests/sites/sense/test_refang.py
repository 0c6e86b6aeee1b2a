"""Refang: one alphabet, armed schemes, and a mark where a dot had been disarmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.refang import ARMED_DOT, refang


@pytest.mark.parametrize(
    "dot", ["[.]", "(dot)", "{.}", "（．）", "【ドット】", "[.", ".]", " [.] ", "\\."]
)
def test_a_disarmed_dot_is_marked(dot):
    assert refang(f"evil{dot}test") == f"evil{ARMED_DOT}test"


def test_a_whole_host_at_the_end_of_a_sentence_is_not_joined():
    assert refang("https://evil.test.\nit was") == "https://evil.test.\nit was"


def test_a_host_torn_by_a_line_break_is_joined():
    assert refang("https://evil-card.\ntest/login") == "https://evil-card.test/login"


def test_a_mark_that_somebody_wrote_is_removed():
    assert ARMED_DOT not in refang(f"evil{ARMED_DOT}test")


def test_ligatures_do_not_blow_a_text_up():
    assert len(refang("\ufdfa" * 1000)) <= 2_100


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x20), max_size=40))
def test_armed_urls_stay_as_they_are(text):
    safe = "".join(letter for letter in text if letter.isalnum())
    assert refang(f"https://evil.test/{safe}") == f"https://evil.test/{safe}"
