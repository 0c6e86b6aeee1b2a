from ipaddress import ip_address

import numpy as np

from noroshi.spine.flows.address import Addresses, format_addresses, parse_networks
from noroshi.spine.flows.crypto_pan import AT_ONCE, CryptoPan
from noroshi.spine.model import address_halves

# Key and results published with the reference implementation of Crypto-PAn.
PUBLISHED_KEY = bytes([21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16, 216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42, 132, 34, 2])  # fmt: skip
PUBLISHED = {
    "128.11.68.132": "135.242.180.132",
    "129.118.74.4": "134.136.186.123",
    "130.132.252.244": "133.68.164.234",
    "141.223.7.43": "141.167.8.160",
    "141.233.145.108": "141.129.237.235",
}


def column(texts):
    pairs = [address_halves(text) for text in texts]
    return Addresses(*(np.array(half, np.int64) for half in zip(*pairs, strict=True)))


def test_published_vectors_hold():
    (everything,) = parse_networks(["0.0.0.0/0"])
    found = CryptoPan(PUBLISHED_KEY).permute(column(PUBLISHED), everything)
    assert format_addresses(found).to_pylist() == list(PUBLISHED.values())


def test_more_addresses_than_one_call_takes_give_the_same_as_each_alone():
    (network,) = parse_networks(["2001:db8::/33"])
    permutation = CryptoPan(PUBLISHED_KEY)
    rows = 2 * AT_ONCE // 95 + 3
    texts = [str(ip_address("2001:db8::") + n * 0x1_0001_0001) for n in range(rows)]
    together = permutation.permute(column(texts), network)
    alone = [permutation.permute(column([text]), network) for text in texts]
    assert together.hi.tolist() == [int(a.hi[0]) for a in alone]
    assert together.lo.tolist() == [int(a.lo[0]) for a in alone]


def test_a_range_of_one_address_stays_as_it_is():
    for text in ("192.0.2.7", "2001:db8::7"):
        (network,) = parse_networks([text])
        found = CryptoPan(PUBLISHED_KEY).permute(column([text]), network)
        assert format_addresses(found).to_pylist() == [text]
