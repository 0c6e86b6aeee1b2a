"""Stage: names are played, addresses never."""

import pytest

from noroshi.spine.net.egress import Stage

STAGE = Stage(plain_port=1080, tls_port=1443)


def test_every_name_is_played_by_port():
    assert STAGE.place("Shop.example", 80) == ("127.0.0.1", 1080)
    assert STAGE.place("shop.example", 8443) == ("127.0.0.1", 1443)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "::1", "localhost", "", "127.1"]
)
def test_an_address_in_any_spelling_is_not_played(host):
    assert STAGE.place(host, 80) is None


def test_only_the_named_hosts_are_played_where_some_are_named():
    stage = Stage(plain_port=1080, tls_port=1443, hosts=frozenset({"shop.example"}))
    assert stage.place("shop.example", 80) is not None
    assert stage.place("other.example", 80) is None


def test_addresses_of_others_are_played_where_that_is_asked_for():
    stage = Stage(plain_port=1080, tls_port=1443, addresses=True)
    assert stage.place("192.0.2.7", 443) == ("127.0.0.1", 1443)
    assert stage.place("2001:db8::7", 80) == ("127.0.0.1", 1080)
    assert [stage.place(host, 80) for host in ("127.0.0.1", "::1", "0.0.0.0")] == [None] * 3
