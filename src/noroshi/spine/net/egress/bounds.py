"""Bounds: what one visit may take from the network."""

from dataclasses import dataclass

WEB_PORTS = frozenset({80, 443, 8000, 8080, 8081, 8088, 8443, 8888})
"""Where web pages are served; none of them is spoken by mail, remote logins or databases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressBounds:
    """Bounds of one session.

    Attributes:
        total_s: From the opening to the end, in seconds.
        connect_s: To resolve a name, and again to connect, in seconds.
        received_bytes: Octets from all servers together, headers and TLS included.
        sent_bytes: Octets to all servers together.
        connections: At the same time.
        requests: Tunnels and plain requests together.
        ports: TCP ports that may be reached.
    """

    total_s: float = 40.0
    connect_s: float = 8.0
    received_bytes: int = 10 * 1024 * 1024
    sent_bytes: int = 1024 * 1024
    connections: int = 64
    requests: int = 400
    ports: frozenset[int] = WEB_PORTS
