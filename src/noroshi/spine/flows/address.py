"""Address: text to pairs of 64-bit halves and back, whole columns at a time.

IPv4 is kept as `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2). Parsing is strict: leading zeros, zones
and host names are no addresses (RFC 6943 section 3.1.1 tells why guessing is harmful).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noroshi.spine.flows.arrow import (
    Array,
    Column,
    as_integers,
    contains,
    distinct,
    filled,
    joined,
    picked,
)
from noroshi.spine.model import ConfigError, address_text
from noroshi.spine.model.address import MAPPED, halves

I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_LONGEST_V4, _LONGEST_V6 = 15, 39
_HEX = np.full(256, -1, np.int64)
for _digits, _base in ((b"0123456789", 0), (b"abcdef", 10), (b"ABCDEF", 10)):
    for _index, _code in enumerate(_digits):
        _HEX[_code] = _base + _index


@dataclass(frozen=True, slots=True)
class Addresses:
    """A column of addresses: high and low halves, signed, equally long."""

    hi: I64
    lo: I64

    @classmethod
    def of(cls, hi: int, lo: int) -> "Addresses":
        """A column of one."""
        return cls(np.array([hi], np.int64), np.array([lo], np.int64))

    def __len__(self) -> int:
        return len(self.hi)

    @property
    def is_v4(self) -> Mask:
        """Which of them are IPv4."""
        found: Mask = (self.hi == 0) & (self.lo >> 32 == 0xFFFF)
        return found

    @property
    def unsigned(self) -> tuple[U64, U64]:
        """The halves as numbers that order as addresses do."""
        return self.hi.view(np.uint64), self.lo.view(np.uint64)

    def take(self, rows: I64 | Mask) -> "Addresses":
        """Rows by index or mask."""
        return Addresses(self.hi[rows], self.lo[rows])


def distinct_addresses(addresses: Addresses) -> tuple[Addresses, I64]:
    """Each address once, and for every row its place there."""
    if len(addresses) and (addresses.hi == addresses.hi[0]).all():  # as with IPv4 alone
        lows, places = distinct(cast("Array", pa.array(addresses.lo)))
        return Addresses(np.full(len(lows), addresses.hi[0]), as_integers(lows)), places
    packed = np.stack([addresses.hi, addresses.lo], axis=1)
    cells = pa.Array.from_buffers(pa.binary(16), len(packed), [None, pa.py_buffer(packed.data)])
    # Arrow hashes the 16 octets; sorting pairs would cost more.
    values, places = distinct(cells)
    _, octets = values.buffers()
    seen = np.frombuffer(memoryview(octets or b""), np.int64, 2 * len(values)).reshape(-1, 2)
    return Addresses(seen[:, 0].copy(), seen[:, 1].copy()), places


def parse_addresses(texts: Column) -> tuple[Addresses, Mask]:
    """Addresses of a text column.

    Args:
        texts: Strings; each distinct one is parsed once.

    Returns:
        The addresses, and where a row holds one; the others are 0 (`::`).
    """
    values, places = distinct(texts)
    parsed, known = _parse_distinct(values)
    hi, lo = np.append(parsed.hi, 0), np.append(parsed.lo, 0)
    return Addresses(hi[places], lo[places]), np.append(known, False)[places]


def _parse_distinct(texts: Array) -> tuple[Addresses, Mask]:
    data, starts, lengths = _characters(texts)
    hi, lo = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    v4, is_v4 = _parse_v4(data, starts, lengths)
    lo[is_v4] = v4[is_v4] | MAPPED
    rest = np.flatnonzero(~is_v4 & (lengths >= 2) & (lengths <= _LONGEST_V6))
    v6, is_v6 = _parse_v6(data, starts[rest], lengths[rest])
    hi[rest[is_v6]], lo[rest[is_v6]] = v6.hi[is_v6], v6.lo[is_v6]
    known = is_v4
    known[rest[is_v6]] = True
    _parse_dotted_v6(texts, known, hi, lo)
    return Addresses(hi, lo), known


def _characters(texts: Array) -> tuple[npt.NDArray[np.uint8], I64, I64]:
    """The octets of all strings with a zero tail, their starts and lengths."""
    texts = filled(texts.cast(pa.large_string()), "")
    _, offsets, octets = texts.buffers()
    bounds = np.frombuffer(memoryview(offsets or b""), np.int64)[
        texts.offset : texts.offset + len(texts) + 1
    ]
    body = np.frombuffer(memoryview(octets or b""), np.uint8)
    data = np.concatenate([body, np.zeros(_LONGEST_V6 + 1, np.uint8)])
    return data, bounds[:-1], np.diff(bounds)


def _parse_v4(data: npt.NDArray[np.uint8], starts: I64, lengths: I64) -> tuple[I64, Mask]:
    """Dotted quads, one character of every row per round."""
    value, octet, digits, dots = (np.zeros(len(starts), np.int64) for _ in range(4))
    good = (lengths >= 7) & (lengths <= _LONGEST_V4)
    for at in range(int(lengths[good].max(initial=0))):
        live = good & (at < lengths)
        char = data[np.where(live, starts + at, len(data) - 1)].astype(np.int64)
        digit, dot = live & (char >= 48) & (char <= 57), live & (char == 46)
        good &= ~live | digit | dot
        good &= ~(digit & (digits > 0) & (octet == 0)) & ~(dot & (digits == 0))
        octet = np.where(digit, octet * 10 + char - 48, octet)
        good &= octet <= 255
        value = np.where(dot, value << 8 | octet, value)
        octet, digits = np.where(dot, 0, octet), np.where(dot, 0, digits + digit)
        dots += dot
    return value << 8 | octet, good & (dots == 3) & (digits > 0)


def _parse_v6(data: npt.NDArray[np.uint8], starts: I64, lengths: I64) -> tuple[Addresses, Mask]:
    """Colon-separated groups, one character of every row per round (RFC 4291 section 2.2)."""
    rows = np.arange(len(starts))
    groups = np.zeros((len(starts), 9), np.int64)
    value, digits, count = (np.zeros(len(starts), np.int64) for _ in range(3))
    gap = np.full(len(starts), -1)
    good = np.ones(len(starts), np.bool_)
    for at in range(int(lengths.max(initial=0))):
        live = good & (at < lengths)
        char = data[np.where(live, starts + at, len(data) - 1)]
        number, colon = _HEX[char], live & (char == 58)
        digit = live & (number >= 0)
        good &= ~live | digit | colon
        if at == 1:  # one colon at the start must be the first of two
            good &= ~(live & (data[starts] == 58)) | colon
        ends, double = colon & (digits > 0), colon & (digits == 0) & (at > 0)
        good &= ~(double & (gap >= 0)) & ~(ends & (count >= 8))
        groups[rows, np.minimum(count, 8)] = np.where(ends, value, 0)
        count += ends
        gap = np.where(double & (gap < 0), count, gap)
        value = np.where(digit, value * 16 + number, np.where(colon, 0, value)) & 0xFFFFF
        digits = np.where(colon, 0, digits + digit)
        good &= digits <= 4
    groups[rows, np.minimum(count, 8)] = np.where(digits > 0, value, 0)
    good &= (digits > 0) | (gap == count)
    count += digits > 0
    good &= np.where(gap < 0, count == 8, count <= 7)
    return _join_groups(groups, count, gap), good


def _join_groups(groups: I64, count: I64, gap: I64) -> Addresses:
    """Put the groups behind `::` at the end and pack eight of them into two halves."""
    place = np.arange(8)
    tail = (place >= 8 - (count - gap)[:, None]) & (gap >= 0)[:, None]
    head = place < np.where(gap < 0, 8, gap)[:, None]
    behind = np.take_along_axis(groups, np.clip(place - 8 + count[:, None], 0, 8), axis=1)
    full = np.where(head, groups[:, :8], np.where(tail, behind, 0)).astype(np.uint64)
    shift = np.array([48, 32, 16, 0], np.uint64)
    halves = (full.reshape(-1, 2, 4) << shift).sum(axis=2, dtype=np.uint64).view(np.int64)
    return Addresses(halves[:, 0], halves[:, 1])


def _parse_dotted_v6(texts: Array, known: Mask, hi: I64, lo: I64) -> None:
    """Fill in forms such as `::ffff:192.0.2.1`; rare, so one distinct text at a time."""
    both = contains(texts, ".") & contains(texts, ":")
    for row in np.flatnonzero(both & ~known):
        text = str(texts[int(row)].as_py())
        try:
            number = int(IPv6Address(text))
        except ValueError:
            continue
        if "%" not in text:
            hi[row], lo[row] = halves(number)
            known[row] = True


def format_addresses(addresses: Addresses) -> Array:
    """Canonical text of each address (RFC 5952; IPv4 as dotted quad)."""
    is_v4 = addresses.is_v4
    quads = _format_v4(addresses.lo)
    if is_v4.all():
        return quads
    sixes, places = distinct_addresses(addresses.take(~is_v4))
    texts = [
        address_text(high, low)
        for high, low in zip(sixes.hi.tolist(), sixes.lo.tolist(), strict=True)
    ]
    rows = np.arange(len(addresses))
    rows[~is_v4] = len(addresses) + places
    both = pa.concat_arrays([quads, pa.array(texts, pa.string())])
    return picked(both, rows)


@cache
def _decimal_octets() -> Array:
    return pa.array([str(n) for n in range(256)], pa.string())


def _format_v4(low: I64) -> Array:
    a, b, c, d = (picked(_decimal_octets(), low >> shift & 0xFF) for shift in (24, 16, 8, 0))
    return joined(joined(a, b, "."), joined(c, d, "."), ".")


@dataclass(frozen=True, slots=True)
class Network:
    """An address range as halves and masks of 128 bits."""

    hi: int
    lo: int
    prefix: int

    @classmethod
    def of(cls, network: IPv4Network | IPv6Network) -> "Network":
        """The range; an IPv4 one lies in `::ffff:0:0/96`."""
        if isinstance(network, IPv4Network):
            low = int(network.network_address) | MAPPED
            return cls(*halves(low), network.prefixlen + 96)
        return cls(*halves(int(network.network_address)), network.prefixlen)

    @property
    def is_v4(self) -> bool:
        """Whether it holds IPv4 addresses."""
        return self.prefix >= 96 and self.hi == 0 and self.lo >> 32 == 0xFFFF

    def contains(self, addresses: Addresses) -> Mask:
        """Which addresses lie inside."""
        if self.prefix <= 64:
            mask = np.int64(halves(~((1 << 128 - self.prefix) - 1) % 2**128)[0])
            inside: Mask = addresses.hi & mask == self.hi
            return inside
        mask = np.int64(halves(~((1 << 128 - self.prefix) - 1) % 2**128)[1])
        inside = (addresses.hi == self.hi) & (addresses.lo & mask == self.lo)
        return inside  # noqa: RET504  # the name carries the type


def parse_networks(ranges: Sequence[str]) -> tuple[Network, ...]:
    """Outermost ranges of a list of CIDR texts; ranges inside others are left out.

    Raises:
        ConfigError: A text is no address range.
    """
    try:
        parsed = {ip_network(text, strict=False) for text in ranges}
    except ValueError as error:
        raise ConfigError(f"{error}; write ranges as 192.0.2.0/24 or 2001:db8::/32") from error
    outer = [n for n in parsed if not any(_inside(n, other) for other in parsed)]
    return tuple(Network.of(n) for n in sorted(outer, key=lambda n: (n.version, n)))


def _inside(inner: IPv4Network | IPv6Network, outer: IPv4Network | IPv6Network) -> bool:
    if inner == outer or inner.version != outer.version:
        return False
    return inner.subnet_of(outer)  # type: ignore[arg-type]  # versions are equal here


def members(addresses: Addresses, networks: Sequence[Network]) -> I64:
    """Index of the network each address lies in; -1 for none."""
    found = np.full(len(addresses), -1, np.int64)
    for index, network in enumerate(networks):
        found[network.contains(addresses)] = index
    return found
