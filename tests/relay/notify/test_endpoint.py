"""Endpoint: URLs and secrets that are taken."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.notify import webhook_secret, webhook_url
from noroshi.spine.model import InputError


@pytest.mark.parametrize(
    "url", ["https://soc.example/hook?key=1", "http://[2001:db8::1]:8080/", "https://a.example"]
)
def test_whole_urls_are_taken(url):
    assert webhook_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "soc.example/hook",
        "ftp://soc.example/",
        "file:///etc/passwd",
        "https:///hook",
        "https://user:pass@soc.example/",
        "https://soc.example/#part",
        "https://soc.example:99999/",
        "https://soc.example:0/",
        "https://soc.example/a b",
        "https://soc.example/\r\nX: y",
        "https://例え.example/",
        "https://[::1",
        "https://soc.example/" + "a" * 2_000,
    ],
)
def test_others_are_refused(url):
    with pytest.raises(InputError):
        webhook_url(url)


@given(st.text())
def test_any_text_is_taken_or_refused(text):
    with suppress(InputError):
        assert webhook_url(text) == text


@pytest.mark.parametrize("secret", ["short", "k" * 31, "k" * 257, "k" * 32 + "\n", "鍵" * 32])
def test_weak_secrets_are_refused(secret):
    with pytest.raises(InputError, match="openssl rand"):
        webhook_secret(secret)


def test_a_secret_as_long_as_the_digest_is_taken():
    assert webhook_secret("k" * 32) == "k" * 32
