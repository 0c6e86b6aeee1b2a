"""Address: the two signed 64-bit halves of one address, and its text.

Columns of addresses are converted in bulk by `spine.flows`; this is for single values.
"""

from ipaddress import IPv6Address, ip_address

from noroshi.spine.model.subject import canonical_address

_MASK = (1 << 64) - 1
_SIGN = 1 << 63
MAPPED = 0xFFFF << 32
"""`::ffff:0:0`, the IPv4-mapped prefix (RFC 4291 section 2.5.5.2)."""


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
