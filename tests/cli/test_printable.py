"""Printable: what strangers wrote is shown and steers nothing."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.cli.printable import printable


def test_words_of_any_language_stay():
    assert printable("https://例え.test/確認 x") == "https://例え.test/確認 x"


def test_a_sequence_that_steers_is_shown_as_text():
    assert printable("\x1b[2J\u202ea\n") == "\ufffd[2J\ufffda\ufffd"


@given(st.text())
def test_nothing_that_steers_is_left(text):
    assert printable(text).isprintable()
    assert len(printable(text)) == len(text)
