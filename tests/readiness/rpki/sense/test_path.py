"""Path: the origin as RFC 6811 section 2 takes it."""

import pytest

from noroshi.readiness.rpki.sense.path import (
    CONFED_SEQUENCE,
    CONFED_SET,
    SEQUENCE,
    SET,
    origin_of_words,
    origin_text,
)


@pytest.mark.parametrize(
    ("segments", "wanted"),
    [
        ([], ""),
        ([(SEQUENCE, [1, 2])], "2"),
        ([(SEQUENCE, [1]), (SET, [2, 3])], "{2,3}"),
        ([(SEQUENCE, [1]), (CONFED_SEQUENCE, [2])], ""),
        ([(CONFED_SET, [2])], ""),
        ([(SEQUENCE, [1]), (SET, [])], "1"),
    ],
)
def test_the_last_segment_gives_the_origin(segments, wanted):
    assert origin_text(segments) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("", ""), (" 64500 64501", "64501"), ("1 {2 3}", "{2,3}"), ("1 {2,3}", "{2,3}"), ("1 (2 3)", ""), ("1 x", None), ("{x}", None)],
)  # fmt: skip
def test_printed_paths_give_the_same(words, wanted):
    assert origin_of_words(words) == wanted
