"""Lines: bounded, in order, whatever a file holds."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from noroshi.jobs.sites.lines import lines_of, opened_lines


def test_lines_come_in_order_without_blank_ones():
    assert list(lines_of(BytesIO(b"a\n\n b \r\nc"))) == [b"a", b"b", b"c"]


def test_a_line_above_the_bound_is_null_and_the_next_is_kept():
    assert list(lines_of(BytesIO(b"x" * 50 + b"\nb\n"), 10)) == [None, b"b"]


def test_a_line_of_just_the_bound_is_kept():
    assert list(lines_of(BytesIO(b"x" * 10 + b"\nb"), 10)) == [b"x" * 10, b"b"]


def test_a_file_is_read_by_its_name(tmp_path):
    (tmp_path / "urls.txt").write_bytes(b"a\nb\n")
    assert list(opened_lines(str(tmp_path / "urls.txt"))) == [b"a", b"b"]


@given(st.lists(st.from_regex(rb"[a-z]{1,30}", fullmatch=True), max_size=20))
def test_every_line_is_given_or_told_too_long(lines):
    told = list(lines_of(BytesIO(b"\n".join(lines)), 12))
    assert told == [line if len(line) <= 12 else None for line in lines]
