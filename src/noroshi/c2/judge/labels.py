"""Labels: what a server is called, so that ordinary ones are classed and not silenced."""

import numpy as np
from numpy.typing import NDArray

from noroshi.c2.analyse import KINDS, Flags
from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.terms.dialogue import FLOOD, ONE_WAY

Labels = NDArray[np.object_]

SWARM_PEERS = 8
"""Other odd peers from which a client counts as a swarm member for labels."""


def ordinary_labels(facts: Facts) -> Labels:
    """The best ordinary class of every server."""
    labels = np.array(KINDS, dtype=object)[facts.kind]
    large = (facts.column("siblings", 1.0) >= 4) | (
        (facts.clients >= 8) & (facts.clients >= 0.1 * facts.network.subscribers)
    )
    rules: tuple[tuple[str, Flags], ...] = (
        ("large-service", large & facts.of_kind("web", "web-alternate")),
        ("p2p-peer", facts.odd & (facts.column("odd_peers") >= SWARM_PEERS)),
        ("scanner", facts.column("called") >= 8),
        ("backscatter", ONE_WAY.strength(facts) > 0),
        ("scan-target", facts.probed_share > 0.5),
        ("ddos-victim", FLOOD.strength(facts) > 0.3),
    )
    for label, applies in rules:  # later rules are surer
        labels[applies] = label
    return labels


def c2_labels(facts: Facts) -> Labels:
    """The C&C class that every server would have if it is one."""
    labels = np.full(facts.rows, "c2-custom-tcp", dtype=object)
    gate = facts.odd & (facts.column("odd_peers") >= 5) & (facts.clients >= 2)
    rules: tuple[tuple[str, Flags], ...] = (
        ("c2-custom-udp", ~facts.tcp),
        ("c2-p2p-gate", gate),
        ("c2-http-beacon", facts.of_kind("web", "web-alternate")),
        ("c2-dns", facts.of_kind("resolver")),
        ("c2-irc", facts.of_kind("irc")),
        ("c2-unreachable", ~facts.spoke),
    )
    for label, applies in rules:
        labels[applies] = label
    return labels
