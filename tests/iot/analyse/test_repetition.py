"""Repetitions: a count higher than the text is long changes nothing, and only then is left out."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.repetition import HIGH, NO_LIMIT, loosened

PATTERNS = (
    r"(?m)^(.{0,200}) FTP (\S{1,300}) ready",
    r"(a{2,200}?)([^b\]]{0,250})",
    r"(?i)([[:alpha:]-]{1,200})(\x{62}{0,300})",
    r"(?s)(?:(\w{1,999}) {0,512})?(b{3}).{0,1000}$",
)


@pytest.mark.parametrize(
    ("pattern", "loose", "same_to"),
    [
        (r"^.{0,1000} (\S{1,512})$", r"^.{0,} (\S{1,})$", 512),
        (r"[^]{]{2,256}?x", r"[^]{]{2,}?x", 256),
        (r"[\]{]{0,300}", r"[\]{]{0,}", 300),
        (r"\p{Greek}{0,300}", r"\p{Greek}{0,}", 300),
        (" {0,512}ESMTP", " {0,}ESMTP", 512),
    ],
)
def test_high_counts_of_single_signs_are_left_out(pattern, loose, same_to):
    assert loosened(pattern) == (loose, same_to)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        f"a{{0,{HIGH - 1}}}",
        "a{0,1001}",  # RE2 refuses it, and is left to say so
        "(?:a|bc){0,500}",  # not one sign: the text may end sooner or later than the count
        "[{0,500}]",
        r"\{0,500}",
        "[a{0,500}",
        r"\Qa{0,500}\E",
        "a{0,500}\\",
    ],
)
def test_all_else_is_left_alone(pattern):
    assert loosened(pattern) == (pattern, NO_LIMIT)


@given(
    st.sampled_from(PATTERNS),
    st.text("aabB-] {F\n\u3042é", max_size=40),
    st.text("ab Fé", max_size=9),
)
def test_short_texts_fit_alike_with_the_same_groups(pattern, text, more):
    loose, same_to = loosened(pattern)
    assert loose != pattern
    octets = f"{text} FTP {more} ready{text}".encode()[:same_to]
    one, other = (re2.search(each.encode(), octets) for each in (pattern, loose))
    assert (one is None) == (other is None)
    assert one is None or (one.span(), one.groups()) == (other.span(), other.groups())
