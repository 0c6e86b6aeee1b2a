"""Plain: text that cannot break out of its line."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share.plain import LONGEST, plain


@given(st.text())
def test_plain_text_is_one_bounded_line_that_can_be_written(text):
    flat = plain(text)
    assert len(flat.splitlines()) <= 1
    assert len(flat) <= LONGEST
    flat.encode()
