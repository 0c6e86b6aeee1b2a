"""What-if: equal to looking at every route for every destination, numpy and compiled alike."""

import sys
from importlib import import_module
from ipaddress import ip_address, ip_network

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki import State
from noroshi.readiness.rpki.analyse.whatif import Fate, Stage, WhatIf
from noroshi.spine.flows.address import parse_addresses

KERNELS = "noroshi.readiness.rpki.analyse.kernels"


def best(routes, address, usable):
    """Row of the longest prefix that holds an address; the first of the preferred ones."""
    found = [
        (-network.prefixlen, rank, row)
        for row, (network, _) in enumerate(routes)
        if (rank := usable(row)) is not None
        and network.version == address.version
        and address in network
    ]
    return min(found)[2] if found else None


def slow_fate(routes, states, address, stage):
    before = best(routes, address, lambda row: row)
    if before is None:
        return Fate.NO_ROUTE
    bad = [state == State.INVALID for state in states]
    if stage is Stage.DROP:
        after = best(routes, address, lambda row: None if bad[row] else row)
    else:
        after = best(routes, address, lambda row: (bad[row], row))
    if after is None:
        return Fate.LOST
    if after == before:
        return Fate.KEPT
    same = routes[after][1] == routes[before][1] and routes[before][1] > 0
    return Fate.SAME_AS if same else Fate.OTHER_AS


v4 = st.tuples(st.integers(0, 255), st.integers(20, 32)).map(
    lambda pair: ip_network((0xC0000200 + pair[0], pair[1]), strict=False)
)
v6 = st.tuples(st.integers(0, 7), st.integers(60, 128)).map(
    lambda pair: ip_network(((0x20010DB8 << 96) + (pair[0] << 60), pair[1]), strict=False)
)
hosts = st.one_of(
    st.integers(0, 255).map(lambda n: ip_address(0xC0000200 + n)),
    st.integers(0, 7).map(lambda n: ip_address((0x20010DB8 << 96) + (n << 60))),
)


@pytest.mark.parametrize("compiled", [False, True])
@settings(max_examples=40, deadline=None)
@given(
    routes=st.lists(
        st.tuples(st.one_of(v4, v6), st.integers(1, 3)), min_size=1, max_size=12, unique=True
    ),
    data=st.data(),
    stage=st.sampled_from(Stage),
)
def test_every_fate_is_that_of_the_slow_oracle(rpki, compiled, routes, data, stage):
    states = data.draw(st.lists(st.sampled_from(State), min_size=len(routes), max_size=len(routes)))
    asked = data.draw(st.lists(hosts, min_size=1, max_size=8))
    table = rpki.routes([(str(network), origin) for network, origin in routes])
    destinations, _ = parse_addresses(rpki.column(map(str, asked)))
    with pytest.MonkeyPatch.context() as patch:
        if compiled:
            pytest.importorskip("numba")
            patch.setitem(sys.modules, KERNELS, import_module(KERNELS))
        fate, _ = WhatIf(table, np.array(states, np.uint8), stage).fates(destinations)
    assert fate.tolist() == [slow_fate(routes, states, address, stage) for address in asked]


def test_a_hundred_thousand_flows_are_those_of_the_slow_oracle(rpki):
    """Fewer distinct destinations than flows, so that the oracle ends: each is asked many times."""
    random = np.random.default_rng(4)
    networks = {
        ip_network((0xC6336400 + int(n), int(size)), strict=False)
        for n, size in zip(random.integers(0, 256, 60), random.integers(26, 33, 60), strict=True)
    }
    routes = [(network, int(random.integers(1, 4))) for network in sorted(networks)]
    states = random.integers(0, 3, len(routes)).astype(np.uint8)
    table = rpki.routes([(str(network), origin) for network, origin in routes])
    places = random.integers(0, 400, 100_000)
    asked = [ip_address(0xC6336400 - 72 + int(n)) for n in range(400)]
    destinations, _ = parse_addresses(rpki.column(map(str, asked)))
    fate, _ = WhatIf(table, states, Stage.DROP).fates(destinations.take(places))
    wanted = np.array([slow_fate(routes, states, address, Stage.DROP) for address in asked])
    assert (fate == wanted[places]).all()
    assert set(fate.tolist()) == set(Fate)
