"""Listings: IPv6 addresses become numbers, and networks become intervals of them."""

from ipaddress import IPv6Address, IPv6Network, ip_network

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.listing import FIRST, Listing
from noroshi.iot.survey.ranges import Ranges

ADDRESSES = st.integers(0, 2**128 - 1).map(IPv6Address)
NEAR = st.integers(0, 2**20).map(lambda low: IPv6Address((0x20010DB8 << 96) + (low << 70)))
NETWORKS = st.builds(
    lambda one, length: IPv6Network((int(one), length), strict=False),
    ADDRESSES | NEAR, st.integers(0, 128),
)  # fmt: skip


@given(st.sets(ADDRESSES | NEAR, min_size=1, max_size=40), st.lists(NETWORKS, max_size=8))
def test_a_set_of_networks_holds_just_the_listed_addresses_inside(addresses, networks):
    listing = Listing(addresses)
    held = Ranges(networks).on(listing).hold(np.array(listing.numbers(), np.int64))
    for number, is_held in zip(listing.numbers(), held, strict=True):
        address = IPv6Address(listing.text_of(number))
        assert is_held == any(address in net for net in networks)


@given(st.sets(ADDRESSES | NEAR, min_size=1, max_size=40))
def test_numbers_and_texts_are_one_to_one(addresses):
    listing = Listing(addresses)
    texts = [listing.text_of(number) for number in listing.numbers()]
    assert [listing.number_of(text) for text in texts] == list(listing.numbers())
    assert set(map(IPv6Address, texts)) == addresses
    blocks = listing.block_of(np.array(listing.numbers(), np.int64)).tolist()
    sites = [int(IPv6Address(text)) >> 80 for text in texts]
    assert [a == b for a in blocks for b in blocks] == [a == b for a in sites for b in sites]
    assert listing.blocks == len(set(sites)) == max(blocks) + 1


@given(st.sets(ADDRESSES | NEAR, max_size=20), st.sets(ADDRESSES | NEAR, max_size=20))
def test_what_two_listings_number_has_one_number_in_both_together(one, other):
    listing, whole = Listing(one), Listing(one) | Listing(other)
    assert [whole.text_of(number) for number in whole.numbers()] == list(
        map(str, sorted(one | other))
    )
    numbers = np.array([7, *listing.numbers()], np.int64)
    moved = listing.renumbered(numbers, whole).tolist()
    assert list(map(whole.text_of, moved)) == list(map(listing.text_of, numbers.tolist()))


def test_ipv4_keeps_its_numbers_on_any_listing():
    listing = Listing([IPv6Address("2001:db8::1")])
    nets = Ranges([ip_network("192.0.2.0/24"), ip_network("2001:db8::/32")])
    both = nets.on(listing)
    assert both.starts.tolist() == [int(ip_network("192.0.2.0/24").network_address), FIRST]
    assert nets.on(Listing()) is nets
    assert listing.number_of("192.0.2.1") == int(ip_network("192.0.2.1").network_address)


def test_who_is_not_listed_has_no_number():
    listing = Listing([IPv6Address("2001:db8::1")])
    assert listing.number_of("2001:db8::2") is None
    with pytest.raises(ValueError, match="no listed"):
        listing.text_of(FIRST + 1)
    with pytest.raises(ValueError, match="appear"):
        listing.number_of("example")
