"""Prefix range: prefixes inside one prefix with a length between two bounds, and few of them for many."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

BITS = {False: 32, True: 128}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PrefixRange:
    """All prefixes inside one, of `low` to `high` bits.

    Attributes:
        is_v6: Family.
        address: As a number of the family's bits.
        length: Bits of the prefix that holds them.
        low: Least bits, at least `length`.
        high: Most bits.
    """

    is_v6: bool
    address: int
    length: int
    low: int
    high: int

    @property
    def prefix(self) -> str:
        """Text of the prefix that holds them."""
        address = IPv6Address(self.address) if self.is_v6 else IPv4Address(self.address)
        return f"{address}/{self.length}"

    @property
    def is_exact(self) -> bool:
        """Whether it is one prefix."""
        return self.length == self.low == self.high


def aggregated(ranges: Iterable[PrefixRange]) -> list[PrefixRange]:
    """Fewer ranges that hold exactly the same prefixes, sorted.

    Two halves of a prefix with the same bounds become the whole; bounds that touch become one; what lies
    inside another goes.
    """
    held = set(ranges)
    while True:
        fewer = _without_inner(_joined_bounds(_joined_halves(held)))
        if fewer == held:
            return sorted(held)
        held = fewer


def _joined_halves(ranges: set[PrefixRange]) -> set[PrefixRange]:
    held = set(ranges)
    for length in range(128, 0, -1):
        for one in [entry for entry in held if entry.length == length]:
            bit = 1 << BITS[one.is_v6] - length
            other = _with(one, address=one.address ^ bit)
            if one.address & bit or other not in held:
                continue
            held -= {one, other}
            held.add(_with(one, length=length - 1))
    return held


def _joined_bounds(ranges: set[PrefixRange]) -> set[PrefixRange]:
    """Ranges of one prefix whose bounds overlap or touch."""
    found: list[PrefixRange] = []
    for one in sorted(ranges):
        last = found[-1] if found else None
        same = last is not None and (last.is_v6, last.address, last.length) == (one.is_v6, one.address, one.length)  # fmt: skip
        if last is not None and same and one.low <= last.high + 1:
            found[-1] = _with(last, high=max(last.high, one.high))
        else:
            found.append(one)
    return set(found)


def _without_inner(ranges: set[PrefixRange]) -> set[PrefixRange]:
    """Without those that lie inside another, in one pass over the nesting."""
    found: set[PrefixRange] = set()
    over: list[PrefixRange] = []
    for one in sorted(ranges):
        over = [entry for entry in over if _holds(entry, one)]
        if not any(entry.low <= one.low and one.high <= entry.high for entry in over):
            found.add(one)
        over.append(one)
    return found


def _holds(outer: PrefixRange, inner: PrefixRange) -> bool:
    if outer.is_v6 != inner.is_v6 or outer.length > inner.length:
        return False
    shift = BITS[outer.is_v6] - outer.length
    return outer.address >> shift == inner.address >> shift


def _with(one: PrefixRange, **changed: int) -> PrefixRange:
    values = {name: getattr(one, name) for name in ("is_v6", "address", "length", "low", "high")}
    return PrefixRange(**{**values, **changed})
