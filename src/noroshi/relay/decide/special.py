"""Special-purpose address ranges: nobody else can watch or block what lies in them.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890), read 2026-11, with
multicast (RFC 5771, RFC 4291) and the IPv6 ranges that carry an IPv4 address inside.
"""

from ipaddress import IPv4Network, IPv6Network, ip_network

DOCUMENTATION: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "192.0.2.0/24",  # RFC 5737
        "198.51.100.0/24",  # RFC 5737
        "203.0.113.0/24",  # RFC 5737
        "198.18.0.0/15",  # RFC 2544, benchmarks
        "2001:db8::/32",  # RFC 3849
        "3fff::/20",  # RFC 9637
    )
)
"""Ranges for examples, tests and benchmarks: where made data lives."""

SPECIAL_PURPOSE: tuple[IPv4Network | IPv6Network, ...] = DOCUMENTATION + tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",  # RFC 791, "this network"
        "10.0.0.0/8",  # RFC 1918
        "100.64.0.0/10",  # RFC 6598, behind the operator's own NAT
        "127.0.0.0/8",  # RFC 1122
        "169.254.0.0/16",  # RFC 3927
        "172.16.0.0/12",  # RFC 1918
        "192.0.0.0/24",  # RFC 6890
        "192.31.196.0/24",  # RFC 7535, AS112
        "192.52.193.0/24",  # RFC 7450, AMT
        "192.88.99.0/24",  # RFC 7526, 6to4 relay anycast
        "192.168.0.0/16",  # RFC 1918
        "192.175.48.0/24",  # RFC 7534, AS112
        "224.0.0.0/4",  # RFC 5771, multicast
        "240.0.0.0/4",  # RFC 1112, reserved, and RFC 8190, broadcast
        "::/96",  # RFC 4291, unspecified, loopback, IPv4-compatible
        "::ffff:0:0/96",  # RFC 4291, IPv4-mapped
        "64:ff9b::/96",  # RFC 6052, carries an IPv4 address
        "64:ff9b:1::/48",  # RFC 8215
        "100::/64",  # RFC 6666
        "100:0:0:1::/64",  # RFC 9780
        "2001::/23",  # RFC 2928, Teredo and others
        "2002::/16",  # RFC 3056, 6to4, carries an IPv4 address
        "2620:4f:8000::/48",  # RFC 7534, AS112
        "5f00::/16",  # RFC 9602
        "fc00::/7",  # RFC 4193
        "fe80::/10",  # RFC 4291
        "ff00::/8",  # RFC 4291, multicast
    )
)
"""Ranges that mean something else, or nothing, at another operator."""
