"""Nest: the closest cover is found for whatever is looked for."""

from ipaddress import IPv6Network, ip_network

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.analyse.nest import NOTHING, nest_of
from noroshi.readiness.rpki.prefixes import parse_prefixes


def test_doubles_share_a_node_and_nodes_know_their_cover(rpki):
    routes = rpki.routes([("192.0.2.0/25", 1), ("192.0.2.0/24", 1), ("192.0.2.0/25", 2)])
    nest, node_of = nest_of(routes.prefixes)
    assert node_of.tolist() == [1, 0, 1]
    assert nest.parent.tolist() == [NOTHING, 0]


def test_an_address_finds_the_longest_prefix(rpki):
    table = rpki.routes([("192.0.2.0/24", 1), ("192.0.2.128/25", 1), ("0.0.0.0/5", 1)])
    nest, _ = nest_of(table.prefixes)
    asked = rpki.routes([("192.0.2.127/32", 1), ("192.0.2.128/32", 1), ("198.51.100.1/32", 1)])
    node = nest.locate(asked.prefixes)
    assert [nest.nodes.text(n) if n >= 0 else None for n in node.tolist()] == [
        "192.0.2.0/24",
        "192.0.2.128/25",
        None,
    ]


def test_an_empty_nest_covers_nothing(rpki):
    asked = rpki.routes([("2001:db8::1/128", 1)])
    nest, _ = nest_of(asked.prefixes.take(np.zeros(0, np.int64)))
    assert nest.locate(asked.prefixes).tolist() == [NOTHING]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 7), st.sampled_from([0, 1, 2, 3, 62, 64, 65, 66, 67, 128])),
        max_size=40,
    )
)  # fmt: skip
def test_every_node_knows_its_closest_cover(rows):
    texts = {
        IPv6Network((top << 126 | low << 61, length), strict=False) for top, low, length in rows
    }
    prefixes, _ = parse_prefixes(pa.array([str(one) for one in texts], pa.string()))
    nest, _ = nest_of(prefixes)
    nodes = [ip_network(nest.nodes.text(row)) for row in range(len(nest.nodes))]
    for node, parent in zip(nodes, nest.parent.tolist(), strict=True):
        over = [one for one in nodes if one != node and node.subnet_of(one)]
        closest = max(over, key=lambda one: one.prefixlen, default=None)
        assert (nodes[parent] if parent >= 0 else None) == closest
