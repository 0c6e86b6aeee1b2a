"""A web address has one form, and that form is harmless."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import InputError, Subject, SubjectKind, canonical_url

TAILS = st.text(max_size=60)
WRITTEN = re.compile(r"https?://[a-z0-9_.:\[\]-]+/[!#-&(-;=?-\[\]_a-z~]*")


@given(TAILS)
def test_any_path_gives_printable_ascii_without_quotes(tail):
    url = canonical_url(f"http://c2.example/{tail}")
    assert WRITTEN.fullmatch(url)
    assert canonical_url(url) == url


@given(st.text(max_size=80))
def test_any_text_is_a_web_address_or_a_plain_refusal(text):
    for tried in (text, f"http://{text}"):
        try:
            url = canonical_url(tried)
        except InputError:
            continue
        assert WRITTEN.fullmatch(url)
        assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTP://C2.Example", "http://c2.example/"),
        ("https://c2.example:443/a", "https://c2.example/a"),
        ("http://c2.example:0443/a", "http://c2.example:443/a"),
        ("http://bank.example@c2.example/login#top", "http://c2.example/login"),
        ("http://c2.example\\a\\..\\b", "http://c2.example/b"),
        ("http://c2.example/a/./b/../c/%2E%2e/", "http://c2.example/a/"),
        ("http://c2.example?q=1 2", "http://c2.example/?q=1%202"),
        ("http://日本語.example/日", "http://xn--wgv71a119e.example/%E6%97%A5"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("http://192.0.2.1/100%", "http://192.0.2.1/100%25"),
        ("http://c2.example/?a=/../b\\c", "http://c2.example/?a=/../b%5Cc"),
    ],
)
def test_spellings_meet_in_one_form(text, url):
    assert canonical_url(text) == url


@pytest.mark.parametrize(
    "text",
    ["", "c2.example", "ftp://c2.example/", "javascript:alert(1)", "http://", "http:///a",
     "http://c2.example:99999/", "http://[::1/", "http://[c2.example]/", "http://0x7f.1/",
     "http://c2.example/" + "a" * 2_000, "http://" + "x" * 100_000],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(text):
    with pytest.raises(InputError):
        canonical_url(text)


def test_the_subject_of_a_web_address_is_canonical():
    assert Subject.url("http://C2.example") == Subject(SubjectKind.URL, "http://c2.example/")
