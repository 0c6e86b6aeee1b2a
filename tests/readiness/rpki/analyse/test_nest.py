"""Nest: the closest cover is found for whatever is looked for."""

import numpy as np

from noroshi.readiness.rpki.analyse.nest import NOTHING, nest_of


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
