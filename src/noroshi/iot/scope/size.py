"""Size: how much a scope allows, told before it is signed."""

from ipaddress import ip_network

from noroshi.iot.scope.document import Scope


def address_count(scope: Scope) -> int:
    """Addresses in the prefixes, before exclusions."""
    return sum(ip_network(text).num_addresses for text in scope.prefixes)


def probe_count(scope: Scope) -> int:
    """Pairs of address and port that may be asked, before exclusions."""
    return address_count(scope) * sum(len(ask.ports) for ask in scope.probes)


def least_seconds(scope: Scope) -> float:
    """Shortest time that one round takes at the caps, in seconds, hours of rest included.

    The caps of AS and ISP can only lengthen it: which prefix is whose is not in the scope.
    """
    blocks = sum(_blocks(text) for text in scope.prefixes)
    rate_pps = min(scope.caps.global_pps, scope.caps.per_24_pps * blocks)
    day_share = (_minutes(scope.hours.end) - _minutes(scope.hours.start)) / 1440
    return probe_count(scope) / rate_pps / day_share


def _blocks(text: str) -> int:
    """/24 blocks (IPv6: /48) that a prefix touches."""
    network = ip_network(text)
    most = 24 if network.version == 4 else 48
    return 1 << max(0, most - network.prefixlen)


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
