"""Address: its canonical text, and the two signed 64-bit halves it is stored in.

Columns of addresses are converted in bulk by `spine.flows`; this is for single values.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address

from noroshi.spine.model.errors import InputError

_MASK = (1 << 64) - 1
_SIGN = 1 << 63
MAPPED = 0xFFFF << 32
"""`::ffff:0:0`, the IPv4-mapped prefix (RFC 4291 section 2.5.5.2)."""


def canonical_address(text: str) -> str:
    """The RFC 5952 form of an address; an IPv4-mapped IPv6 address becomes IPv4.

    Raises:
        InputError: The text is no address, or one with a zone (`fe80::1%eth0`, RFC 4007): a zone
            is any text, and means nothing outside its own host.
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(text.strip())
    except ValueError as error:
        raise InputError(f"{text!r} is no IPv4 or IPv6 address") from error
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise InputError(f"{text!r} is no address for others; write it without its zone")
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(address)


def address_text(hi: int, lo: int) -> str:
    """The canonical text of an address given as two signed halves."""
    return canonical_address(str(IPv6Address(((hi & _MASK) << 64) | (lo & _MASK))))


def address_halves(text: str) -> tuple[int, int]:
    """The two signed halves of an address; IPv4 as `::ffff:a.b.c.d`.

    Raises:
        InputError: The text is no address.
    """
    address = ip_address(canonical_address(text))
    return halves(int(address) if address.version == 6 else MAPPED | int(address))


def halves(number: int) -> tuple[int, int]:
    """A 128-bit number as two signed 64-bit halves."""
    return _signed(number >> 64), _signed(number & _MASK)


def _signed(half: int) -> int:
    return half - (1 << 64) if half & _SIGN else half
