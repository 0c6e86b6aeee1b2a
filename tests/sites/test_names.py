"""Names: suffixes, private ones too, and reserved names."""

import pytest

from noroshi.sites.names import is_address, is_top_level, public_suffix, registered_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.shop.example", "shop.example"),
        ("login.bank.co.jp", "bank.co.jp"),
        ("me.pages.dev", "me.pages.dev"),
        ("a.b.test", "b.test"),
        ("co.jp", "co.jp"),
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::1]", "[2001:db8::1]"),
    ],
)
def test_a_host_belongs_to_the_domain_that_was_registered(host, domain):
    assert registered_domain(host) == domain


def test_an_unknown_suffix_is_the_last_label():
    assert public_suffix("a.b.test") == "test"


def test_reserved_names_count_as_top_level():
    assert is_top_level("test")
    assert is_top_level("jp")
    assert not is_top_level("php")


def test_a_number_alone_is_no_address():
    assert is_address("192.0.2.1")
    assert not is_address("192.0.2")
    assert not is_address("192.0.2.256")
