"""Head: what is no request of a browser is refused, and nothing of one connection goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import InputError
from noroshi.spine.net.egress.head import MOST_OCTETS, parse_head


def head(*lines):
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def test_a_tunnel_names_host_and_port():
    found = parse_head(head("CONNECT Shop.Example:443 HTTP/1.1", "Host: shop.example:443"))
    assert (found.tunnel, found.host, found.port, found.onward) == (True, "shop.example", 443, b"")


def test_an_ipv6_address_loses_its_brackets():
    assert parse_head(head("CONNECT [::1]:443 HTTP/1.1")).host == "::1"


def test_a_plain_request_goes_on_in_origin_form_to_the_host_of_its_line():
    found = parse_head(
        head(
            "GET http://shop.example:8080/a?b=1 HTTP/1.1",
            "Host: inside.example",
            "Accept: */*",
            "Proxy-Authorization: Basic c2VjcmV0",
            "Proxy-Connection: keep-alive",
            "Connection: keep-alive, Upgrade",
            "Upgrade: websocket",
        )
    )
    assert (found.tunnel, found.host, found.port) == (False, "shop.example", 8080)
    assert found.onward == head(
        "GET /a?b=1 HTTP/1.1", "Host: shop.example:8080", "Accept: */*", "Connection: close"
    )


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://shop.example", b"GET / HTTP/1.1"),
        ("http://shop.example?q", b"GET /?q HTTP/1.1"),
    ],
)
def test_a_missing_path_is_the_root(url, line):
    assert parse_head(head(f"GET {url} HTTP/1.1")).onward.startswith(line + b"\r\n")


@pytest.mark.parametrize(
    "line",
    [
        "GET / HTTP/1.1",
        "GET https://shop.example/ HTTP/1.1",
        "GET ftp://shop.example/ HTTP/1.1",
        "GET http://user:pw@shop.example/ HTTP/1.1",
        "GET http:///x HTTP/1.1",
        "GET http://shop.example:0/ HTTP/1.1",
        "GET http://shop.example:99999/ HTTP/1.1",
        "GET http://a b/ HTTP/1.1",
        "CONNECT shop.example HTTP/1.1",
        "CONNECT shop.example:443 HTTP/2",
        "CONNECT shop.example:443/x HTTP/1.1",
        "get http://shop.example/ HTTP/1.1",
        "",
    ],
)
def test_what_no_browser_asks_of_a_proxy_is_refused(line):
    with pytest.raises(InputError):
        parse_head(head(line))


@pytest.mark.parametrize("field", ["no colon", " folded: x", "a b: c", "x: a\nb", "x: a\rb", ": y"])
def test_a_malformed_field_is_refused(field):
    with pytest.raises(InputError):
        parse_head(head("GET http://shop.example/ HTTP/1.1", field))


def test_too_many_and_too_long_fields_are_refused():
    with pytest.raises(InputError):
        parse_head(head("GET http://shop.example/ HTTP/1.1", *["a: b"] * 300))
    with pytest.raises(InputError):
        parse_head(head("GET http://shop.example/ HTTP/1.1", "a: " + "b" * MOST_OCTETS))


@given(st.binary(max_size=300))
def test_any_octets_are_read_or_refused(octets):
    for whole in (octets, octets + b"\r\n\r\n", b"CONNECT " + octets + b" HTTP/1.1\r\n\r\n"):
        try:
            found = parse_head(whole)
        except InputError:
            continue
        assert 0 < found.port < 65536
        assert found.host
