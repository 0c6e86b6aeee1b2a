"""Destination: a name counts for its addresses, however they are spelled."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import ConfigError, InputError, SourceError
from noroshi.spine.net.destination import Destinations, resolve_host

LOCAL = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.5.5",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fec0::1",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "5f00::1",
]


@pytest.mark.parametrize("address", LOCAL)
def test_a_name_that_leads_inside_is_refused(address):
    with pytest.raises(InputError, match="no global address"):
        Destinations(resolve=lambda host: [address]).addresses("hook.example")


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_a_global_address_may_be_reached(address):
    assert Destinations(resolve=lambda host: [address]).addresses("hook.example") == (address,)


def test_one_bad_address_refuses_the_name():
    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        Destinations(resolve=lambda host: ["1.1.1.1", "10.0.0.1"]).addresses("hook.example")


def test_what_the_operator_allows_may_be_reached_and_nothing_beside_it():
    places = Destinations(allow=["10.1.0.0/16"])
    assert places.may_reach(ip_address("10.1.2.3"))
    assert not places.may_reach(ip_address("10.2.2.3"))


def test_a_wrong_range_names_itself():
    with pytest.raises(ConfigError, match="ten"):
        Destinations(allow=["ten"])


@pytest.mark.parametrize(
    "spelling", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"]
)
def test_other_spellings_of_loopback_are_refused(spelling):
    with pytest.raises(InputError, match="no global address"):
        Destinations().addresses(spelling)


def test_a_name_without_address_is_told():
    with pytest.raises(SourceError, match="no address"):
        Destinations(resolve=lambda host: []).addresses("empty.example")


@pytest.mark.parametrize("host", ["", "a" * 300, "..", "x\x00y"])
def test_a_host_that_is_none_does_not_resolve(host):
    with pytest.raises((SourceError, InputError)):
        Destinations().addresses(host)


@given(st.ip_addresses(v=4))
def test_an_address_inside_ipv6_counts_as_itself(address):
    places = Destinations()
    assert places.may_reach(ip_address(f"::ffff:{address}")) == places.may_reach(address)
    assert places.may_reach(ip_address(f"64:ff9b::{address}")) == places.may_reach(address)


def test_the_resolver_gives_addresses():
    assert resolve_host("127.0.0.1") == ["127.0.0.1"]
