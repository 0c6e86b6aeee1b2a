"""Cover: the closest node of any prefix, as comparing all pairs finds it."""

from ipaddress import ip_network

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.analyse.cover import NOT_NAMED, Cover, sorting_of
from noroshi.readiness.rpki.analyse.nest import NOTHING
from noroshi.readiness.rpki.prefixes import parse_prefixes


def narrow(version):
    """Prefixes that often nest: few addresses, all lengths."""
    bits = 32 if version == 4 else 128
    base = ip_network("192.0.2.0/24" if version == 4 else "2001:db8::/32").network_address
    numbers = st.sampled_from([0, 1, 5, 128, 200, 2**16, 2**60, 2**63, 2**64, 2**90])
    return st.tuples(numbers, st.integers(0, bits)).map(
        lambda pair: ip_network(((int(base) + pair[0]) % 2**bits, pair[1]), strict=False)
    )


@pytest.mark.parametrize("version", [4, 6])
@settings(deadline=None)
@given(data=st.data())
def test_the_closest_cover_is_the_longest_that_holds_the_prefix(rpki, version, data):
    networks = data.draw(st.lists(narrow(version), min_size=1, max_size=12))
    asked = data.draw(st.lists(narrow(version), min_size=1, max_size=12))
    cover = Cover.of(rpki.vrps([(str(n), n.prefixlen, 64500) for n in networks]))
    found = cover.locate(parse_prefixes(rpki.column(asked))[0])
    for row, network in enumerate(asked):
        holding = [n for n in networks if network.subnet_of(n)]
        if not holding:
            assert found[row] == NOTHING
        else:
            closest = max(holding, key=lambda n: n.prefixlen)
            assert cover.nodes.text(int(found[row])) == str(closest)


@pytest.mark.parametrize("version", [4, 6])
@settings(deadline=None)
@given(data=st.data())
def test_the_order_is_by_address_then_length(rpki, version, data):
    networks = data.draw(st.lists(narrow(version), min_size=1, max_size=12))
    order = sorting_of(parse_prefixes(rpki.column(networks))[0])
    rows = range(len(networks)) if order is None else order.tolist()
    keys = [(int(networks[row].network_address), networks[row].prefixlen) for row in rows]
    assert keys == sorted(keys)


def test_a_pair_reaches_as_far_as_its_longest_permit(rpki):
    rows = [("192.0.2.0/24", 24, 64500), ("192.0.2.0/24", 26, 64500), ("192.0.2.0/24", 25, 0)]
    cover = Cover.of(rpki.vrps(rows))
    asked = np.array([64500, 64501, 0], np.uint64)
    assert cover.reach_of(np.zeros(3, np.int64), asked).tolist() == [26, NOT_NAMED, NOT_NAMED]


def test_permits_stand_by_their_node(rpki):
    rows = [("192.0.2.0/25", 25, 2), ("192.0.2.0/24", 24, 3), ("192.0.2.0/24", 24, 1)]
    cover = Cover.of(rpki.vrps(rows))
    assert cover.first.tolist() == [0, 2, 3]
    assert cover.permits.asn.tolist() == [1, 3, 2]
    assert cover.parent.tolist() == [NOTHING, 0]
