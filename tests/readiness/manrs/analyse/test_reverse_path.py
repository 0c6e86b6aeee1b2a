"""Reverse path: each mode and the ports, held against a look at every row."""

from ipaddress import ip_address, ip_network

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.manrs.analyse.reverse_path import Mode, Ports, ReversePath
from noroshi.readiness.rpki.prefixes import parse_prefixes
from noroshi.spine.flows.address import parse_addresses

NETS = [
    "0.0.0.0/0",
    "192.0.2.0/24",
    "192.0.2.0/25",
    "192.0.2.128/26",
    "2001:db8::/32",
    "2001:db8:1::/48",
    "::/0",
]
SOURCES = [
    "192.0.2.1",
    "192.0.2.130",
    "192.0.2.254",
    "198.51.100.1",
    "2001:db8::1",
    "2001:db8:1::1",
    "2001:db9::1",
]
rows = st.lists(st.tuples(st.sampled_from(NETS), st.integers(1, 3)), min_size=1, max_size=8)


def prefixes(table):
    return parse_prefixes(pa.array([prefix for prefix, _ in table]))[0], np.array(
        [at for _, at in table]
    )


def holding(table, source, *, least=0):
    address = ip_address(source)
    nets = [(ip_network(prefix), at) for prefix, at in table]
    return [
        (n, at)
        for n, at in nets
        if n.version == address.version and n.prefixlen >= least and address in n
    ]


@given(
    rows, st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(1, 4)), min_size=1, max_size=8)
)
def test_it_says_what_a_look_at_every_row_says(table, packets):
    sources = parse_addresses(pa.array([source for source, _ in packets]))[0]
    interface = np.array([at for _, at in packets])
    found = ReversePath.of(*prefixes(table)).passes(sources, interface)
    owned = Ports.of(*prefixes(table)).owns(sources, interface)
    for place, (source, at) in enumerate(packets):
        routes = holding(table, source, least=1)
        closest = max((net.prefixlen for net, _ in routes), default=0)
        ways = [way for net, way in routes if net.prefixlen == closest]
        assert found[Mode.LOOSE][place] == bool(routes)
        assert found[Mode.FEASIBLE][place] == (at in ways)
        assert found[Mode.STRICT][place] == (ways[:1] == [at])
        assert owned[place] == any(way == at for _, way in holding(table, source))
