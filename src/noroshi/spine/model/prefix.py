"""Prefix: a block of addresses in canonical text."""

from ipaddress import IPv4Network, IPv6Network, ip_network

from noroshi.spine.model.errors import InputError

_MAPPED = IPv6Network("::ffff:0:0/96")
"""IPv4-mapped addresses (RFC 4291 section 2.5.5.2)."""


def canonical_prefix(text: str) -> str:
    """A prefix as `address/length` in RFC 5952 form; an IPv4-mapped one becomes IPv4.

    Raises:
        InputError: The text is no prefix, has no length, or has bits set after its length.
    """
    address, slash, length = text.strip().partition("/")
    # Netmasks (192.0.2.0/255.255.255.0) are refused: two spellings, and host masks beside them.
    if not slash or not (length.isascii() and length.isdecimal()) or "%" in address:
        raise InputError(f"{text[:80]!r} is no prefix; write 192.0.2.0/24 or 2001:db8::/32")
    try:
        network = ip_network((address, int(length)))
    except ValueError as error:
        raise InputError(
            f"{text[:80]!r} is no prefix ({error}); write 192.0.2.0/24 or 2001:db8::/32"
        ) from error
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        mapped = network.network_address.ipv4_mapped
        return str(IPv4Network((int(mapped or 0), network.prefixlen - 96)))
    return str(network)
