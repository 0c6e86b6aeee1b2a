"""Signs: named, each once, and bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.analyse import signs_of, url_parts
from noroshi.sites.analyse.parts import UrlParts


def test_signs_tell_host_path_and_query():
    signs = signs_of(url_parts("https://login-bank.test/ja/index.php?step=2"))
    expected = {"suffix=test", "hw:login", "hw:bank", "first=ja", "extension=php", "q:step"}
    assert expected <= set(signs)


def test_a_home_page_has_no_signs_of_a_path():
    signs = signs_of(url_parts("https://bank.test/"))
    assert not [sign for sign in signs if sign.startswith(("p:", "pw:", "first", "q:"))]
    assert "depth=0,query=False" in signs


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("bank.com", "common"),
        ("bank.shop", "new"),
        ("bank.co.jp", "country"),
        ("203.0.113.7", "address"),
    ],
)
def test_the_kind_of_suffix_is_told_with_the_make_of_the_name(url, kind):
    signs = signs_of(url_parts(url))
    assert f"kind={kind},root" in signs
    assert [sign for sign in signs if sign.startswith(f"kind={kind},label=")]


def test_path_and_query_are_told_together_with_the_name():
    signs = set(signs_of(url_parts("https://x7k2.cn/ja/login.php?id=12&go=home")))
    told = {"top=cn,first=ja", "two=ja/login.php", "whole=ja/login.php", "q:id=d1", "q:go=a3"}
    assert told <= signs


PART = st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=500)


@given(host=PART, label=PART, under=PART, path=PART, query=PART)
def test_signs_of_anything_are_few_and_on_one_line(host, label, under, path, query):
    signs = signs_of(UrlParts(host, "test", label, under, path[:400], query[:400]))
    assert len(signs) == len(set(signs)) < 700
    assert not [sign for sign in signs if "\t" in sign or "\n" in sign]
