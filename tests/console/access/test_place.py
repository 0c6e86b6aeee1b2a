"""Place: what browsers see, and who asks; headers of strangers are not believed."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.access.place import address_of, host_of, is_https, origin_of


def hub(public_url="", proxies=()):
    settings = SimpleNamespace(
        hub=SimpleNamespace(public_url=public_url), access=SimpleNamespace(proxies=proxies)
    )
    return SimpleNamespace(home=SimpleNamespace(settings=settings))


def asked(scheme="http", client="192.0.2.1", **headers):
    return SimpleNamespace(
        url=SimpleNamespace(scheme=scheme),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        client=SimpleNamespace(host=client) if client else None,
    )


def test_settings_say_where_the_hub_is():
    told = hub("https://Hub.example:8443")
    assert origin_of(told, asked(host="evil.example")) == "https://hub.example:8443"
    assert host_of(told, asked()) == "hub.example"
    assert is_https(told, asked())


def test_without_them_the_request_does():
    request = asked("http", host="127.0.0.1:8600")
    assert origin_of(hub(), request) == "http://127.0.0.1:8600"
    assert not is_https(hub(), request)


@pytest.mark.parametrize(
    ("client", "forwarded", "who"),
    [
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),  # no proxy of ours: not believed
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "203.0.113.9"),
        ("198.51.100.7", "1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the begin is the asker's own
        ("198.51.100.7", "203.0.113.9, 198.51.100.8", "203.0.113.9"),
        ("198.51.100.7", "nonsense", "198.51.100.7"),
    ],
)
def test_only_our_proxies_tell_who_asks(client, forwarded, who):
    request = asked(client=client, x_forwarded_for=forwarded)
    assert address_of(hub(proxies=("198.51.100.0/24",)), request) == who


@given(st.text(max_size=300))
def test_any_header_gives_an_address(text):
    request = asked(client="198.51.100.7", x_forwarded_for=text)
    assert address_of(hub(proxies=("198.51.100.0/24",)), request)
