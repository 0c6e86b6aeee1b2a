"""Belief: servers and clients inform each other.

A C&C server's clients are infected far more often than the network at large, and a subscriber that
talks to a C&C server is infected. Both probabilities are brought together by passing likelihood
ratios along the links, with the background rate taken from the whole network. It is a likelihood
over many kinds of evidence; no number of suspicious clients decides by itself.
"""

from dataclasses import dataclass

import numpy as np

from noroshi.c2.analyse import Analysis, Columns, Floats, Ints
from noroshi.c2.judge.symptoms import symptom_log_odds

INFECTED_BEFORE = 0.02
"""Share of subscribers taken as infected before anything is seen (NICTER 2024 order of magnitude)."""

INFECTED_IF_C2 = 0.95
"""Share of a C&C server's clients that are infected; the rest are researchers and crawlers."""

SUSPICION = 0.2
"""Server probabilities up to here say nothing about clients; else many faint ones would add up."""

LEAST, MOST = -1.5, 8.0
"""Bounds of what all clients of a server together may add, before weighing."""


@dataclass(frozen=True, slots=True)
class Links:
    """Which client talks to which suspect, as row numbers; probes of scans are left out."""

    client: Ints
    server: Ints

    @classmethod
    def of(cls, links: Columns) -> "Links":
        """The links of an analysis."""
        real = ~links.flags("probe") if links.rows else np.zeros(0, bool)
        return cls(links.ints("client")[real], links.ints("server")[real])


def infection(analysis: Analysis) -> Floats:
    """P(client is infected) from its own symptoms alone, one per client."""
    odds = np.log(INFECTED_BEFORE / (1 - INFECTED_BEFORE)) + symptom_log_odds(analysis.clients)
    return sigmoid(odds)


def client_evidence(servers: int, links: Links, infected: Floats, background: float) -> Floats:
    """Log-likelihood ratio that a server's clients give it, one per server.

    Args:
        servers: Number of servers.
        links: Who talks to whom.
        infected: P(client infected) as seen from each link, the server itself left out.
        background: Mean of P(client infected) over the network.

    Returns:
        The sum over clients divided by the root of their number (clients behind one cause are not
        independent), within [LEAST, MOST]; 0 for servers without links.
    """
    ratio = np.log(
        INFECTED_IF_C2 * infected / background
        + (1 - INFECTED_IF_C2) * (1 - infected) / (1 - background)
    )
    total = np.bincount(links.server, ratio, servers)
    count = np.bincount(links.server, minlength=servers)
    return np.clip(total / np.sqrt(np.maximum(count, 1)), LEAST, MOST)


def infected_elsewhere(
    links: Links, infected: Floats, server_probability: Floats, server_address: Ints
) -> Floats:
    """P(client infected) for each link, from symptoms and from its other servers.

    The server's own address is left out, also under its other ports, so that a server never
    strengthens itself through its clients.
    """
    suspicion = np.clip((server_probability - SUSPICION) / (1 - SUSPICION), 0.0, 1 - 1e-9)
    clean = np.log1p(-suspicion[links.server])
    per_client = np.bincount(links.client, clean, len(infected))
    pair = links.client * (server_address.max(initial=0) + 1) + server_address[links.server]
    _, group = np.unique(pair, return_inverse=True)
    own = np.bincount(group, clean)[group] if len(group) else np.zeros(0)
    healthy = np.log1p(-infected[links.client]) + per_client[links.client] - own
    return 1.0 - np.exp(np.minimum(healthy, -1e-12))


def sigmoid(log_odds: Floats) -> Floats:
    """Probability from log-odds."""
    return 0.5 * (1.0 + np.tanh(0.5 * log_odds))
