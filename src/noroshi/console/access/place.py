"""Place: where the hub is as browsers see it, and from where they ask."""

from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection

from noroshi.console.hub import Hub

Connection = ASGIConnection[Any, Any, Any, Any]

MOST_HOPS = 20
"""Addresses of `X-Forwarded-For` that are read."""


def origin_of(hub: Hub, connection: Connection) -> str:
    """Scheme, host and port: as the settings say, else as the browser asked."""
    told = hub.home.settings.hub.public_url
    if told:
        parts = urlsplit(told)
        return f"{parts.scheme}://{parts.netloc}".lower()
    return f"{connection.url.scheme}://{connection.headers.get('host', '')}".lower()


def is_https(hub: Hub, connection: Connection) -> bool:
    """Whether browsers reach the hub by https."""
    return origin_of(hub, connection).startswith("https:")


def host_of(hub: Hub, connection: Connection) -> str:
    """The host's name, without port."""
    return urlsplit(origin_of(hub, connection)).hostname or ""


def address_of(hub: Hub, connection: Connection) -> str:
    """Who asks: the peer, or whom a trusted proxy names.

    The header is read from its end, because its begin is what the asker wrote himself.
    """
    peer = connection.client.host if connection.client else ""
    proxies = [ip_network(text) for text in hub.home.settings.access.proxies]
    told = connection.headers.get("x-forwarded-for", "").split(",")[-MOST_HOPS:]
    for hop in [peer, *reversed(told)]:
        try:
            address = ip_address(hop.strip())
        except ValueError:
            return peer
        peer = str(address)
        if not any(address in proxy for proxy in proxies):
            return peer
    return peer
