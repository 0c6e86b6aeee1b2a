"""Forwarding: the longest prefix, and of several routes of a prefix the preferred one."""

import numpy as np

from noroshi.readiness.rpki.analyse.forwarding import NO_ROUTE, Forwarding
from noroshi.spine.flows.address import parse_addresses


def addresses(rpki, *texts):
    return parse_addresses(rpki.column(texts))[0]


def test_both_families_find_the_longest_prefix(rpki):
    routes = rpki.routes([("0.0.0.0/0", 1), ("192.0.2.0/24", 2), ("2001:db8::/32", 3)])
    table = Forwarding.of(routes.prefixes, np.arange(3))
    asked = addresses(rpki, "192.0.2.9", "198.51.100.1", "2001:db8::1", "2001:db9::1")
    assert table.rows_of(asked).tolist() == [1, 0, 2, NO_ROUTE]


def test_the_first_in_the_order_is_preferred(rpki):
    routes = rpki.routes([("192.0.2.0/24", 1), ("192.0.2.0/24", 2)])
    asked = addresses(rpki, "192.0.2.9")
    assert Forwarding.of(routes.prefixes, np.array([1, 0])).rows_of(asked).tolist() == [1]
    assert Forwarding.of(routes.prefixes, np.array([0, 1])).rows_of(asked).tolist() == [0]
