from ipaddress import ip_address, ip_network

import numpy as np
import pyarrow as pa
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import (
    Addresses,
    format_addresses,
    members,
    parse_networks,
)
from noroshi.spine.flows.pseudonym import Pseudonyms, hide_subscribers
from noroshi.spine.model import SubscriberSide, address_halves

# Key and results published with the reference implementation of Crypto-PAn.
PUBLISHED_KEY = bytes([21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16, 216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42, 132, 34, 2])  # fmt: skip
PUBLISHED = {
    "128.11.68.132": "135.242.180.132",
    "129.118.74.4": "134.136.186.123",
    "130.132.252.244": "133.68.164.234",
    "141.223.7.43": "141.167.8.160",
    "141.233.145.108": "141.129.237.235",
}
KEY = bytes(range(32))
RANGES = ("100.64.0.0/10", "2001:db8::/32", "198.51.100.0/24")

SUBSCRIBERS = st.lists(
    st.one_of(*(st.ip_addresses(network=r) for r in RANGES)), min_size=1, max_size=20
)


def column(addresses):
    pairs = [address_halves(str(a)) for a in addresses]
    return Addresses(
        np.array([p[0] for p in pairs], np.int64), np.array([p[1] for p in pairs], np.int64)
    )


def replaced(addresses, key=KEY, ranges=RANGES):
    hidden, mine = Pseudonyms(key, parse_networks(ranges)).replace(column(addresses))
    return [ip_address(t) for t in format_addresses(hidden).to_pylist()], mine


def slow(address, key, network):
    """Crypto-PAn bit by bit, straight from the paper, from the range's prefix on."""
    encrypt = Cipher(algorithms.AES(key[:16]), modes.ECB()).encryptor().update
    pad = int.from_bytes(encrypt(key[16:32]))
    width, number = address.max_prefixlen, int(address)
    result = number
    for i in range(network.prefixlen, width):
        kept = ((1 << i) - 1) << (128 - i)
        block = (number << (128 - width)) & kept | pad & ~kept & (1 << 128) - 1
        result ^= (encrypt(block.to_bytes(16))[0] >> 7) << (width - 1 - i)
    return type(address)(result)


def common_bits(a, b):
    return a.max_prefixlen - (int(a) ^ int(b)).bit_length()


def test_published_vectors_hold_when_no_prefix_is_kept():
    found, _ = replaced(list(map(ip_address, PUBLISHED)), PUBLISHED_KEY, ("0.0.0.0/0",))
    assert [str(a) for a in found] == list(PUBLISHED.values())


@given(SUBSCRIBERS)
def test_the_batch_equals_the_slow_reference(addresses):
    networks = [ip_network(r) for r in RANGES]
    found, mine = replaced(addresses)
    assert mine.all()
    wanted = [slow(a, KEY, next(n for n in networks if a.version == n.version and a in n)) for a in addresses]  # fmt: skip
    assert found == wanted


@given(SUBSCRIBERS)
def test_pseudonyms_stay_in_their_own_range(addresses):
    found, _ = replaced(addresses)
    networks = parse_networks(RANGES)
    assert (members(column(found), networks) == members(column(addresses), networks)).all()


@given(st.lists(st.ip_addresses(network="100.64.0.0/10"), min_size=2, max_size=2, unique=True))
def test_common_prefixes_stay_as_long_and_no_two_meet(pair):
    found, _ = replaced(pair)
    assert common_bits(*found) == common_bits(*pair)


@given(st.ip_addresses(network="192.0.2.0/24"))
def test_servers_keep_their_address(address):
    found, mine = replaced([address])
    assert found == [address]
    assert not mine.any()


def test_another_key_gives_other_pseudonyms():
    addresses = [ip_address("100.64.0.0") + i for i in range(64)]
    assert replaced(addresses)[0] != replaced(addresses, bytes(32))[0]


def table(**more):
    mine, server = address_halves("100.64.1.2"), address_halves("192.0.2.9")
    columns = {
        "sourceAddressHi": [mine[0], server[0]], "sourceAddressLo": [mine[1], server[1]],
        "destinationAddressHi": [server[0], mine[0]], "destinationAddressLo": [server[1], mine[1]],
    }  # fmt: skip
    return pa.table(columns | more)


def test_sides_are_marked():
    hidden = hide_subscribers(table(), Pseudonyms(KEY, parse_networks(RANGES)))
    assert hidden["subscriberSide"].to_pylist() == [
        SubscriberSide.SOURCE,
        SubscriberSide.DESTINATION,
    ]
    assert hidden["sourceAddressLo"][0] == hidden["destinationAddressLo"][1]
    assert hidden["sourceAddressLo"][0].as_py() != address_halves("100.64.1.2")[1]


def test_marked_sides_are_not_hidden_twice():
    pseudonyms = Pseudonyms(KEY, parse_networks(RANGES))
    once = hide_subscribers(table(), pseudonyms)
    assert hide_subscribers(once, pseudonyms).equals(once)


@pytest.mark.parametrize("name", ["nextHop", "postNATSourceAddress", "postNATDestinationAddress"])
def test_other_addresses_of_subscribers_are_hidden_and_nulls_stay(name):
    hi, lo = address_halves("100.64.7.7")
    given_ = table(**{f"{name}Hi": [hi, None], f"{name}Lo": [lo, None]})
    hidden = hide_subscribers(given_, Pseudonyms(KEY, parse_networks(RANGES)))
    assert hidden[f"{name}Lo"][0].as_py() != lo
    assert hidden[f"{name}Lo"][1].as_py() is None
