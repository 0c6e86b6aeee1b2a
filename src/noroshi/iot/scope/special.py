"""Special ranges: addresses that no survey of the Internet may ask.

Source:
    IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890) and multicast
    (RFC 5771, RFC 4291). Entries that the registry calls globally reachable stay in, too:
    they belong to infrastructure and not to subscribers.
"""

from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

SPECIAL: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23",
        "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
        "::/3", "4000::/2", "8000::/1",
    )
)  # fmt: skip
"""The last three are all of IPv6 but 2000::/3: nothing else was ever given out (RFC 4291 section 2.4)."""

NEVER: tuple[Network, ...] = tuple(
    ip_network(text) for text in ("0.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32", "::/128", "::ffff:0:0/96", "ff00::/8")
)  # fmt: skip
"""What even a lab may not ask: nobody, everybody at once, and IPv4 in the clothes of IPv6."""


def overlapping(network: Network, ranges: tuple[Network, ...]) -> Network | None:
    """The first of the ranges that shares an address with a network, or None."""
    return next((one for one in ranges if one.overlaps(network)), None)


def lies_inside(network: Network, ranges: tuple[Network, ...]) -> bool:
    """Whether one of the ranges holds the whole network."""
    return any(one.version == network.version and network.subnet_of(one) for one in ranges)  # type: ignore[arg-type]
