"""Parts: a URL taken apart the same way however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.analyse.parts import UrlParts, url_parts
from noroshi.spine.model import InputError


def test_scheme_www_and_user_name_tell_nothing():
    bare = url_parts("login.shop.co.jp/a/b?x=1")
    assert url_parts("HTTPS://user:pass@www.login.shop.co.jp:8443/A/b?x=1#top") == bare
    assert bare == UrlParts("login.shop.co.jp", "co.jp", "shop", "login", "a/b", "x=1")


def test_a_private_suffix_is_a_suffix():
    parts = url_parts("https://bank.pages.dev/")
    assert (parts.suffix, parts.label, parts.path) == ("pages.dev", "bank", "")


def test_an_address_is_its_own_kind():
    assert url_parts("http://192.0.2.7:8080/a").suffix == "ip"
    assert url_parts("http://[2001:db8::7]:8080/a").host == "[2001:db8::7]"


def test_a_japanese_host_is_read_in_its_ascii_form():
    assert url_parts("https://日本郵便.test/").label == "xn--wtqu35cb2as82i"


def test_a_path_behind_a_fragment_is_a_path():
    assert url_parts("https://a.test/#/ib/login").path == "ib/login"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no-host"),
        ("word", "no-host"),
        ("http:///path", "no-host"),
        ("mailto://a.test", "not-a-web-url"),
        ("a b.test", "no-host"),
        ("a.test/" + "x" * 9_000, "url-too-long"),
    ],
)
def test_what_is_no_web_url_is_refused(url, reason):
    with pytest.raises(InputError, match=reason):
        url_parts(url)


@given(st.text(max_size=80))
def test_any_text_is_a_url_or_refused(text):
    try:
        assert url_parts(text).host
    except InputError:
        return
