"""Canonical: one spelling a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.canonical import canonical_url
from noroshi.spine.model import InputError


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (
            "https://日本郵便.test/再配達",
            "https://xn--wtqu35cb2as82i.test/%E5%86%8D%E9%85%8D%E9%81%94",
        ),
        ("HTTP://EVIL.test:80/a/../b", "http://evil.test/b"),
        ("evil.test", "http://evil.test/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
    ],
)
def test_spellings_of_a_page_become_one(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://evil.test/", "not-a-web-url"),
        ("http://", "not-a-url"),
        ("http://evil.test/" + "a" * 9_000, "url-too-long"),
    ],
)
def test_what_no_browser_opens_is_refused(url, reason):
    with pytest.raises(InputError, match=reason):
        canonical_url(url)


@given(st.text(max_size=60))
def test_the_canonical_form_of_a_canonical_form_is_itself(text):
    try:
        once = canonical_url(f"http://{text}")
    except InputError:
        return
    assert canonical_url(once) == once
