"""Customers: the longest prefix of a source tells whose it is."""

import numpy as np

from noroshi.readiness.rpki.customers import Customers
from noroshi.spine.flows.address import parse_addresses


def test_the_longest_prefix_decides(rpki):
    prefixes = rpki.routes([("192.0.2.0/24", 1), ("192.0.2.128/25", 1)]).prefixes
    customers = Customers(names=("a", "b"), prefixes=prefixes, owner=np.array([0, 1]))
    asked, _ = parse_addresses(rpki.column(["192.0.2.1", "192.0.2.129", "198.51.100.1"]))
    assert customers.of(asked, customers.forwarding()).tolist() == [0, 1, -1]
