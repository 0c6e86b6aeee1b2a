"""Algorithm: what the registries and RFC 8624, 9904 and 9905 say of each."""

from typing import NamedTuple

from noroshi.readiness.check import Level


class Algorithm(NamedTuple):
    """A signing algorithm: its name, whether validators know it, and how good it is for signing."""

    name: str
    validates: bool
    level: Level


ALGORITHMS = {
    1: Algorithm("RSAMD5", validates=False, level=Level.BAD),
    3: Algorithm("DSA", validates=False, level=Level.BAD),
    5: Algorithm("RSASHA1", validates=True, level=Level.BAD),
    6: Algorithm("DSA-NSEC3-SHA1", validates=False, level=Level.BAD),
    7: Algorithm("RSASHA1-NSEC3-SHA1", validates=True, level=Level.BAD),
    8: Algorithm("RSASHA256", validates=True, level=Level.GOOD),
    10: Algorithm("RSASHA512", validates=True, level=Level.NOTE),
    12: Algorithm("ECC-GOST", validates=False, level=Level.BAD),
    13: Algorithm("ECDSAP256SHA256", validates=True, level=Level.GOOD),
    14: Algorithm("ECDSAP384SHA384", validates=True, level=Level.GOOD),
    15: Algorithm("ED25519", validates=True, level=Level.GOOD),
    16: Algorithm("ED448", validates=True, level=Level.GOOD),
}
"""By number (IANA "DNS Security Algorithm Numbers"; levels by RFC 9904 section 2 and RFC 9905)."""

DIGESTS = {1: "SHA-1", 2: "SHA-256", 3: "GOST", 4: "SHA-384"}
USED_DIGESTS = frozenset({1, 2, 4})
"""Digest types that are checked; SHA-1 only where nothing better stands beside it (RFC 4509)."""


def is_supported(number: int) -> bool:
    """Whether signatures of an algorithm are checked."""
    return number in ALGORITHMS and ALGORITHMS[number].validates


def algorithm_name(number: int) -> str:
    """Name and number, `ED25519 (15)`."""
    known = ALGORITHMS.get(number)
    return f"{known.name} ({number})" if known else f"({number})"
