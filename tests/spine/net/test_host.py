"""Host: routes as the kernel tells them, and the machine's own addresses."""

from ipaddress import IPv4Address, IPv4Network

import pytest

from noroshi.spine.model import SourceError
from noroshi.spine.net import host
from noroshi.spine.net.host import ThisHost, route_to

HEAD = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
LINK = "eth0 0002000A 00000000 0001 0 0 0 00FFFFFF 0 0 0\n"
DEFAULT = "eth0 00000000 0102000A 0003 0 0 0 00000000 0 0 0\n"
V6 = f"{'0' * 32} 00 {'0' * 32} 00 {'0' * 32} 00000400 1 0 00000003 "


@pytest.fixture
def tables(tmp_path, monkeypatch):
    def write(v4, v6=""):
        (tmp_path / "v4").write_text(HEAD + v4)
        (tmp_path / "v6").write_text(v6)
        monkeypatch.setattr(host, "ROUTES_V4", tmp_path / "v4")
        monkeypatch.setattr(host, "ROUTES_V6", tmp_path / "v6")

    return write


def test_a_default_route_is_seen_in_both_families(tables):
    for v4, v6, expected in (
        (LINK, "", False), (LINK + DEFAULT, "", True), (LINK, V6 + "eth0\n", True),
        (LINK, V6 + "lo\n", False), (DEFAULT.replace("0003", "0002"), "", False),
    ):  # fmt: skip
        tables(v4, v6)
        assert ThisHost().has_default_route() is expected


def test_a_machine_that_tells_no_routes_counts_as_having_one(monkeypatch, tmp_path):
    monkeypatch.setattr(host, "ROUTES_V4", tmp_path / "none")
    assert ThisHost().has_default_route()


def test_the_most_specific_route_is_taken(tables):
    tables(DEFAULT + LINK)
    assert route_to(IPv4Address("10.0.2.7")).gateway is None
    assert route_to(IPv4Address("198.51.100.1")) == (
        "eth0", IPv4Network("0.0.0.0/0"), IPv4Address("10.0.2.1"),
    )  # fmt: skip
    tables(LINK)
    with pytest.raises(SourceError, match="no route"):
        route_to(IPv4Address("198.51.100.1"))


def test_own_addresses_are_known():
    assert ThisHost().has_address("127.0.0.1")
    assert not ThisHost().has_address("192.0.2.1")
