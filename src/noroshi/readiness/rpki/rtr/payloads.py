"""Payloads: a set of VRPs and ASPAs, packed as RTR carries them, and what differs between two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.prefixes import I64, U64, Mask
from noroshi.readiness.rpki.rtr.pdu import Kind, aspa, head
from noroshi.readiness.rpki.vrps import Vrps
from noroshi.spine.home import return_freed_memory

U8 = npt.NDArray[np.uint8]
CHUNK = 1 << 14
"""Payloads that are packed at a time: below 0.5 MB, so that a slow router holds little."""

Aspas = Mapping[int, tuple[int, ...]]
Columns = list[U64]
"""`hi`, `lo` and `rest` of some VRPs, in any order."""

_COLUMNS = ("hi", "lo", "rest")
SLICE = 1 << 16
"""Payloads of one set that are held against those of another at a time."""

_SIZE = {False: 20, True: 32}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payloads:
    """Distinct VRPs, sorted, IPv4 first.

    Attributes:
        hi: First 64 bits of each address.
        lo: Last 64 bits; 0 for IPv4.
        rest: `AS << 32 | is IPv6 << 16 | length << 8 | maxLength`.
        aspas: Providers of each customer AS.
    """

    hi: U64
    lo: U64
    rest: U64
    aspas: Aspas = field(default_factory=dict)

    @classmethod
    def of(cls, vrps: Vrps, aspas: Aspas | None = None) -> "Payloads":
        """The set of some VRPs."""
        return _sorted(columns_of(vrps), aspas or {})

    @classmethod
    def restored(cls, hi: U64, lo: U64, rest: U64, aspas: Aspas) -> "Payloads":
        """A set that was kept; sorted again if it is not, as earlier versions left it."""
        falls = np.zeros(max(len(hi) - 1, 0), np.bool_)
        equal = ~falls
        for column in (_is_v6(rest), hi, lo, rest):
            falls |= equal & (column[1:] < column[:-1])
            equal &= column[1:] == column[:-1]
        if falls.any() or equal.any():
            return _sorted([hi, lo, rest], aspas)
        return cls(hi=hi, lo=lo, rest=rest, aspas=aspas)

    @classmethod
    def joined(cls, parts: list[Columns], aspas: Aspas | None = None) -> "Payloads":
        """The set of parts as `columns_of` gives them; the list is emptied, so that it is not held twice."""
        columns = [[part[place] for part in parts] for place in range(len(_COLUMNS))]
        parts.clear()
        return _sorted(list(map(_concatenated, columns)), aspas or {})

    def __len__(self) -> int:
        return len(self.rest)

    @property
    def is_v6(self) -> Mask:
        """Which are IPv6."""
        return _is_v6(self.rest)

    def take(self, rows: I64 | Mask) -> "Payloads":
        """VRPs by index or mask, without ASPAs."""
        return Payloads(hi=self.hi[rows], lo=self.lo[rows], rest=self.rest[rows])

    def pdus(self, version: int, *, announced: bool = True) -> Iterator[bytes]:
        """All of them in some chunks of whole PDUs; ASPAs from version 2 on."""
        is_v6 = self.is_v6
        for family in (False, True):
            rows = np.flatnonzero(is_v6 == family)
            for at in range(0, len(rows), CHUNK):
                part = self.take(rows[at : at + CHUNK])
                yield _packed(part, version, is_v6=family, announced=announced).tobytes()
        if version >= 2:
            for customer, providers in self.aspas.items():
                yield aspa(customer, providers, announced=announced)

    def is_same(self, other: "Payloads") -> bool:
        """Whether the other set holds the same."""
        return self.aspas == other.aspas and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in _COLUMNS
        )

    def without(self, other: "Payloads") -> "Payloads":
        """Those that the other set has not; an ASPA with other providers is another."""
        new = [_new(self, mine, other, its) for mine, its in _beside(self, other)]
        aspas = {
            customer: providers
            for customer, providers in self.aspas.items()
            if other.aspas.get(customer) != providers
        }
        made = self.take(np.concatenate(new) if new else np.empty(0, np.int64))
        return Payloads(hi=made.hi, lo=made.lo, rest=made.rest, aspas=aspas)

    def keys(self) -> list[tuple[int, int, int]]:
        """Each VRP as plain numbers; for small sets."""
        return list(zip(self.hi.tolist(), self.lo.tolist(), self.rest.tolist(), strict=True))


def columns_of(vrps: Vrps) -> Columns:
    """VRPs packed as a set has them, in their own order; for `Payloads.joined`."""
    prefixes = vrps.prefixes
    rest = (
        vrps.asn.astype(np.uint64) << np.uint64(32)
        | prefixes.is_v6.astype(np.uint64) << np.uint64(16)
        | prefixes.length.astype(np.uint64) << np.uint64(8)
        | vrps.max_length.astype(np.uint64)
    )
    return [prefixes.hi, prefixes.lo, rest]


def payloads_of_keys(keys: list[tuple[int, int, int]], aspas: Aspas) -> Payloads:
    """The set of some plain numbers."""
    columns = np.array(keys, np.uint64).reshape(-1, 3)
    return _sorted([columns[:, 0], columns[:, 1], columns[:, 2]], aspas)


def _is_v6(rest: U64) -> Mask:
    which: Mask = rest >> np.uint64(16) & np.uint64(1) == 1
    return which


def _concatenated(columns: list[U64]) -> U64:
    """One column of several, which are given back to the system: they would lie around beside it."""
    made = np.concatenate(columns)
    columns.clear()
    return_freed_memory()
    return made


def _beside(one: Payloads, other: Payloads) -> Iterator[tuple[slice, slice]]:
    """Parts of two sets that may hold the same, in order: those of one address lie in one part."""
    ends = [int(np.count_nonzero(~each.is_v6)) for each in (one, other)]
    for mine, its in zip(((0, ends[0]), (ends[0], len(one))), ((0, ends[1]), (ends[1], len(other))), strict=True):  # fmt: skip
        begun, its_begun = mine[0], its[0]
        while begun < mine[1]:
            end, its_end = min(begun + SLICE, mine[1]), its[1]
            if end < mine[1]:
                last = one.hi[end - 1]
                end = int(np.searchsorted(one.hi[: mine[1]][begun:], last, "right")) + begun
                its_end = int(np.searchsorted(other.hi[its[0] : its[1]], last, "right")) + its[0]
            yield slice(begun, end), slice(its_begun, its_end)
            begun, its_begun = end, its_end


def _new(one: Payloads, mine: slice, other: Payloads, its: slice) -> I64:
    """Rows of one set's part that the other set's part has not, in order."""
    size = its.stop - its.start
    hi, lo, rest = (
        np.concatenate([getattr(other, name)[its], getattr(one, name)[mine]]) for name in _COLUMNS
    )
    order = np.lexsort((np.arange(len(hi)) >= size, rest, lo, hi))
    hi, lo, rest = hi[order], lo[order], rest[order]
    same = np.zeros(len(order), np.bool_)
    same[1:] = (hi[1:] == hi[:-1]) & (lo[1:] == lo[:-1]) & (rest[1:] == rest[:-1])
    found: I64 = np.sort(order[(order >= size) & ~same]) - size + mine.start
    return found


def _sorted(columns: Columns, aspas: Aspas) -> Payloads:
    """The set of three columns, which are taken out of the list: each frees the one before."""
    hi, lo, rest = columns
    is_v6 = _is_v6(rest)
    families = (np.flatnonzero(is_v6 == family) for family in (False, True))  # one at a time
    order = np.concatenate([_order(rows, hi, lo, rest) for rows in families])
    del hi, lo, rest, is_v6, families
    if len(order) > SLICE:
        return_freed_memory()
    for place, column in enumerate(columns):
        columns[place] = column[order]
    del column, order
    hi, lo, rest = columns
    new = np.ones(len(hi), np.bool_)
    new[1:] = (hi[1:] != hi[:-1]) | (lo[1:] != lo[:-1]) | (rest[1:] != rest[:-1])
    if not new.all():
        hi, lo, rest = hi[new], lo[new], rest[new]
    return Payloads(hi=hi, lo=lo, rest=rest, aspas=dict(aspas))


def _order(rows: I64, hi: U64, lo: U64, rest: U64) -> I64:
    """Some rows in the order of all three: one quick sort by the first, a slow one of its ties."""
    order: I64 = rows[np.argsort(hi[rows])]
    ascending = hi[order]
    tied = np.zeros(len(order), np.bool_)
    tied[1:] = ascending[1:] == ascending[:-1]
    tied[:-1] |= tied[1:]
    del ascending
    few = order[tied]
    order[tied] = few[np.lexsort((rest[few], lo[few], hi[few]))]
    return order


def _packed(part: Payloads, version: int, *, is_v6: bool, announced: bool) -> U8:
    """A PDU a row (RFC 8210 sections 5.6 and 5.7)."""
    size = _SIZE[is_v6]
    kind = Kind.IPV6_PREFIX if is_v6 else Kind.IPV4_PREFIX
    rows = np.empty((len(part), size), np.uint8)
    rows[:, :8] = np.frombuffer(head(version, kind, 0, size - 8), np.uint8)
    rows[:, 8] = announced
    rows[:, 9] = part.rest >> np.uint64(8) & np.uint64(0xFF)
    rows[:, 10] = part.rest & np.uint64(0xFF)
    rows[:, 11] = 0
    rows[:, 12:16] = _octets(part.hi)[:, :4]
    if is_v6:
        rows[:, 16:20] = _octets(part.hi)[:, 4:]
        rows[:, 20:28] = _octets(part.lo)
    rows[:, -4:] = _octets(part.rest)[:, :4]
    return rows


def _octets(column: U64) -> U8:
    """Big-endian octets of each number."""
    return column.astype(">u8").view(np.uint8).reshape(-1, 8)
