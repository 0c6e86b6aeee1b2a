"""Table: the most specific prefix wins, for every address at once."""

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.allow.table import NONE, table_of

ALL_ONES = (1 << 64) - 1


def halves(addresses):
    numbers = [
        int(address) if address.version == 6 else int(IPv6Address(f"::ffff:{address}"))
        for address in addresses
    ]
    high = np.array([number >> 64 for number in numbers], dtype=np.uint64).view(np.int64)
    low = np.array([number & ALL_ONES for number in numbers], dtype=np.uint64).view(np.int64)
    return high, low


def naive(prefixes, address):
    """Longest match; of equal prefixes the last one."""
    best = (-1, NONE)
    for network, value in prefixes:
        if address in network and network.prefixlen >= best[0]:
            best = (network.prefixlen, value)
    return best[1]


NETWORKS = {4: (IPv4Network, 32), 6: (IPv6Network, 128)}


@st.composite
def crowded(draw):
    """Prefixes and addresses of one version that nest and touch, also at the space's ends."""
    network, bits = NETWORKS[draw(st.sampled_from([4, 6]))]
    corner = draw(st.sampled_from([0, 2**bits - 256, 2 ** (bits - 1) - 128]))
    if bits == 128:
        corner = draw(st.sampled_from([corner, (1 << 64) - 128]))
    numbers = st.integers(0, 255).map(lambda n: corner + n)
    lengths = st.sampled_from(
        [bits, bits - 1, bits - 2, bits - 4, bits - 7, bits - 8, bits // 2, 0]
    )
    drawn = draw(st.lists(st.tuples(numbers, lengths), max_size=8))
    prefixes = [(network(pair, strict=False), index) for index, pair in enumerate(drawn)]
    return prefixes, [network((draw(numbers), bits)).network_address for _ in range(6)]


@given(crowded())
def test_the_longest_prefix_wins_as_in_a_naive_search(case):
    prefixes, addresses = case
    found = table_of(prefixes).look_up(*halves(addresses))
    assert found.tolist() == [naive(prefixes, address) for address in addresses]


@given(
    st.lists(st.ip_addresses(v=4), min_size=1, max_size=20),
    st.lists(st.ip_addresses(v=6).filter(lambda a: a.ipv4_mapped is None), max_size=20),
)
def test_both_versions_are_found_in_one_call(v4, v6):
    addresses = [*v4, *v6]
    chosen = set(addresses[::2])
    found = table_of([(ip_network(str(address)), 7) for address in chosen]).look_up(
        *halves(addresses)
    )
    assert found.tolist() == [7 if address in chosen else NONE for address in addresses]


def test_an_empty_table_covers_nothing():
    found = table_of([]).look_up(*halves([ip_network("192.0.2.1/32").network_address]))
    assert found.tolist() == [NONE]


def test_no_address_gives_no_value():
    empty = np.array([], dtype=np.int64)
    assert table_of([(ip_network("192.0.2.0/24"), 1)]).look_up(empty, empty).tolist() == []


def test_the_whole_space_and_its_last_address_are_covered():
    prefixes = [
        (ip_network("0.0.0.0/0"), 1),
        (ip_network("255.255.255.255/32"), 2),
        (ip_network("::/0"), 3),
    ]
    addresses = [
        ip_network(text).network_address
        for text in (
            "0.0.0.0/32",
            "255.255.255.254/32",
            "255.255.255.255/32",
            "ffff::/128",
            "::/128",
        )
    ]
    assert table_of(prefixes).look_up(*halves(addresses)).tolist() == [1, 1, 2, 3, 3]
