"""Prefixes: whole columns of CIDR texts as numbers, and the strict reading of them.

Addresses lie left-aligned in 128 bits, IPv4 in the first 32, so one mask serves both families.
Reading is strict: leading zeros, netmasks, zones and bits behind the prefix are refused, because two
programs that guess differently would judge different routes (RFC 6943 section 3.1.1).
"""

from dataclasses import dataclass
from enum import IntEnum
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import numpy as np
import numpy.typing as npt

from noroshi.spine.flows.arrow import Array, contains, octets_of, picked

U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

LONGEST = {False: 32, True: 128}
"""Longest prefix by whether it is IPv6."""

BLOCK = 1 << 16
"""Rows worked on at a time, so that what is in work stays in the processor's cache."""

_ALL = 2**128 - 1
_MASKS = [_ALL ^ (_ALL >> length) for length in range(129)]
MASK_HI = np.array([mask >> 64 for mask in _MASKS], np.uint64)
MASK_LO = np.array([mask & (2**64 - 1) for mask in _MASKS], np.uint64)
"""Halves of the network mask of each length."""

_DOT, _SLASH, _ZERO, _NINE, _COLON = 46, 47, 48, 57, 58
_NO_DIGIT = 255
_HEX = np.full(256, _NO_DIGIT, np.uint8)
_HEX[np.frombuffer(b"0123456789", np.uint8)] = range(10)
_HEX[np.frombuffer(b"abcdef", np.uint8)] = range(10, 16)
_HEX[np.frombuffer(b"ABCDEF", np.uint8)] = range(10, 16)
_ENDS = np.array([0, 0xF, 0xFF, 0xFFF, 0xFFFF], np.uint16)
"""Masks of so many last digits."""


class Fault(IntEnum):
    """Why a text is no prefix; 0 where it is one."""

    NONE = 0
    NO_PREFIX = 1
    HOST_BITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefixes:
    """A column of prefixes.

    Attributes:
        hi: First 64 bits of the address.
        lo: Last 64 bits; 0 for IPv4.
        length: Bits of the prefix.
        is_v6: Whether it is IPv6.
    """

    hi: U64
    lo: U64
    length: I64
    is_v6: Mask

    def __len__(self) -> int:
        return len(self.hi)

    def take(self, rows: I64 | Mask) -> "Prefixes":
        """Rows by index or mask."""
        return Prefixes(
            hi=self.hi[rows], lo=self.lo[rows], length=self.length[rows], is_v6=self.is_v6[rows]
        )

    def text(self, row: int) -> str:
        """Canonical text of one row."""
        hi, lo, length = int(self.hi[row]), int(self.lo[row]), int(self.length[row])
        return _text_of(hi, lo, length, bool(self.is_v6[row]))

    def texts(self) -> list[str]:
        """Canonical texts of all rows; for few of them."""
        columns = (self.hi.tolist(), self.lo.tolist(), self.length.tolist(), self.is_v6.tolist())
        return [_text_of(*row) for row in zip(*columns, strict=True)]


def _text_of(hi: int, lo: int, length: int, is_v6: bool) -> str:
    if is_v6:
        return f"{IPv6Address(hi << 64 | lo)}/{length}"
    return f"{hi >> 56}.{hi >> 48 & 255}.{hi >> 40 & 255}.{hi >> 32 & 255}/{length}"


def parse_prefixes(texts: Array) -> tuple[Prefixes, U8]:
    """Prefixes of a text column, and the `Fault` of each row; a faulty row holds zeros.

    Args:
        texts: Strings, without nulls.
    """
    size = len(texts)
    found = Prefixes(
        hi=np.zeros(size, np.uint64),
        lo=np.zeros(size, np.uint64),
        length=np.zeros(size, np.int64),
        is_v6=np.zeros(size, np.bool_),
    )
    known = np.zeros(size, np.bool_)
    for at in range(0, size, BLOCK):
        here = slice(at, at + BLOCK)
        found.hi[here], found.length[here], known[here] = _parse_v4(texts.slice(at, BLOCK))
    others = np.flatnonzero(~known)
    if len(others):
        found.is_v6[others] = contains(picked(texts, others), ":")
    for parse in (_parse_v6_short, _parse_v6):
        others = np.flatnonzero(found.is_v6 & ~known)
        for at in range(0, len(others), BLOCK):
            rows = others[at : at + BLOCK]
            part = picked(texts, rows)
            found.hi[rows], found.lo[rows], found.length[rows], known[rows] = parse(part)
    _parse_rare(texts, np.flatnonzero(~known), found, known)
    behind = (found.hi & ~MASK_HI[found.length]) | (found.lo & ~MASK_LO[found.length])
    fault = np.where(behind != 0, Fault.HOST_BITS, Fault.NONE).astype(np.uint8)
    fault[~known] = Fault.NO_PREFIX
    return found, fault


def _decimal(data: U8, start: I64, end: I64, digits: int) -> tuple[I64, Mask]:
    """Numbers without leading zeros of at most so many digits, and where there is one."""
    size = end - start
    good = (size >= 1) & (size <= digits) & ((size == 1) | (data[start] != _ZERO))
    value = np.zeros(len(start), np.int64)
    for place in range(digits):
        digit = data[np.maximum(end - 1 - place, start)] - np.uint8(_ZERO)
        used = size > place
        good &= ~used | (digit <= 9)
        value += (digit * used).astype(np.int64) * 10**place
    return value, good


def _parse_v4(texts: Array) -> tuple[U64, I64, Mask]:
    """Dotted quads with a length: one look into a table for each part.

    Four characters, by their low halves, are the index: digits, full stop and slash differ there, and
    rows with any other character are left out. A part that runs over the end of its row, or ends too
    early, leaves no room for the length.
    """
    data, bounds = octets_of(texts)
    windows = _windows(data)
    last = len(windows) - 1
    at, end = bounds[:-1], bounds[1:]
    good = ~_has_any(data - np.uint8(_DOT) > _NINE - _DOT, bounds)
    address = np.zeros(len(texts), np.uint32)
    for part in range(4):
        told = _QUADS[int(part == 3)][windows[np.minimum(at, last)]]
        address = address << np.uint32(8) | (told & np.uint16(255))
        at = at + (told >> np.uint16(8))
        good &= told > 0
    size = end - at
    good &= (size == 1) | (size == 2)
    bits = _LENGTHS[np.where(good, size, 0), windows[np.minimum(at, last)] & np.uint16(255)]
    good &= bits >= 0
    hi = np.where(good, address, np.uint32(0)).astype(np.uint64) << np.uint64(32)
    return hi, np.where(good, bits, 0), good


def _has_any(which: Mask, bounds: I64) -> Mask:
    """Rows that hold any of some characters; of an empty row it says nothing."""
    if not which.any():
        return np.zeros(len(bounds) - 1, np.bool_)
    found: Mask = np.logical_or.reduceat(which, np.minimum(bounds[:-1], len(which) - 1))
    return found


def _windows(data: U8) -> npt.NDArray[np.uint16]:
    """Low halves of the four characters from each place on, the first lowest; zeros behind the end."""
    low = np.zeros(len(data) + 4, np.uint16)
    low[: len(data)] = data & np.uint8(15)
    pairs = low[:-1] | low[1:] << np.uint16(4)
    found: npt.NDArray[np.uint16] = pairs[:-2] | pairs[2:] << np.uint16(8)
    return found


def _quads(mark: int) -> npt.NDArray[np.uint16]:
    """For each window that starts with an octet and this mark: value, and 256 times their characters."""
    table = np.zeros(1 << 16, np.uint16)
    free = np.arange(1 << 12, dtype=np.int64)
    for value in range(256):
        text = str(value)
        window = sum(int(digit) << 4 * place for place, digit in enumerate(text))
        size = len(text) + 1
        window |= (mark & 15) << 4 * (size - 1)
        table[window | free[: 1 << 16 - 4 * size] << 4 * size] = value | size << 8
    return table


def _lengths() -> I64:
    """Length by its number of characters and the low half of both; -1 where there is none."""
    table = np.full((3, 256), -1)
    for bits in range(33):
        text = str(bits)
        window = sum(int(digit) << 4 * place for place, digit in enumerate(text))
        table[len(text), window | (np.arange(16) << 4 if len(text) == 1 else 0)] = bits
    return table


_QUADS = (_quads(_DOT), _quads(_SLASH))
_LENGTHS = _lengths()


def _parse_v6_short(texts: Array) -> tuple[U64, U64, I64, Mask]:
    """Some groups, `::` and a length: the form of nearly all, whose rows have marks in like places."""
    data, bounds = octets_of(texts)
    is_mark = (data == _COLON) | (data == _SLASH)
    marks = np.flatnonzero(is_mark)
    first = np.searchsorted(marks, bounds)
    count = np.diff(first)
    good = ~_has_any((_HEX[data] == _NO_DIGIT) & ~is_mark, bounds)
    windows = _hexadecimal_windows(data)
    hi, lo = np.zeros(len(texts), np.uint64), np.zeros(len(texts), np.uint64)
    length = np.zeros(len(texts), np.int64)
    for groups in range(1, 8):
        rows = np.flatnonzero(good & (count == groups + 2))
        if not len(rows):
            continue
        ends = [marks[first[rows] + place] for place in range(groups + 2)]
        fits = (data[ends[-1]] == _SLASH) & (ends[-1] - ends[-3] == 2)
        start, halves = (
            bounds[rows],
            [np.zeros(len(rows), np.uint64), np.zeros(len(rows), np.uint64)],
        )
        for place, end in enumerate(ends[:-2]):
            size = end - start
            fits &= (size >= 1) & (size <= 4) & (data[end] == _COLON)
            value = (windows[end] & _ENDS[np.clip(size, 0, 4)]).astype(np.uint64)
            halves[place // 4] |= value << np.uint64(48 - place % 4 * 16)
            start = end + 1
        bits, is_number = _decimal(
            data, np.minimum(ends[-1] + 1, len(data) - 1), bounds[rows + 1], 3
        )
        fits &= is_number & (bits <= 128)
        good[rows] = fits
        hi[rows], lo[rows] = (np.where(fits, half, np.uint64(0)) for half in halves)
        length[rows] = np.where(fits, bits, 0)
    return hi, lo, length, good & (count >= 3) & (count <= 9)


@dataclass(frozen=True, slots=True)
class _Tokens:
    """What stands between colons and slash: its row, place in the row, and bounds."""

    row: I64
    place: I64
    start: I64
    end: I64
    marks: I64
    """Separators of each row; the token of that place is the length."""

    @property
    def is_group(self) -> Mask:
        """Whether a token is a part of the address."""
        found: Mask = self.place < self.marks[self.row]
        return found


def _tokens(data: U8, bounds: I64) -> _Tokens:
    ends = np.flatnonzero((data == _COLON) | (data == _SLASH))
    marks = np.diff(np.searchsorted(ends, bounds))
    row = np.repeat(np.arange(len(marks)), marks + 1)
    first = np.concatenate([[0], np.cumsum(marks + 1)[:-1]])
    place = np.arange(len(row)) - first[row]
    last = place == marks[row]
    end = np.empty(len(row), np.int64)
    end[~last], end[last] = ends, bounds[1:]
    start = np.concatenate([[0], end[:-1] + 1])
    start[place == 0] = bounds[:-1]
    return _Tokens(row, place, start, end, marks)


def _parse_v6(texts: Array) -> tuple[U64, U64, I64, Mask]:
    """Groups of hexadecimal digits with a length (RFC 4291 section 2.2), token by token."""
    data, bounds = octets_of(texts)
    tokens = _tokens(data, bounds)
    data = np.append(data, np.uint8(0))
    rows, group = len(texts), tokens.is_group
    wrong = np.zeros(rows, np.bool_)
    mark = np.where(tokens.place == tokens.marks[tokens.row] - 1, _SLASH, _COLON)
    wrong[tokens.row[group & (data[tokens.end] != mark)]] = True
    value, is_number = _hexadecimal(data, tokens.start, tokens.end)
    empty = group & (tokens.start == tokens.end)
    wrong[tokens.row[group & ~empty & ~is_number]] = True
    gap = empty & ~_beside_gap(tokens, empty)
    outermost = (tokens.place == 0) | (tokens.place == tokens.marks[tokens.row] - 1)
    wrong[tokens.row[gap & outermost]] = True  # a single colon is no gap
    filled = group & ~empty
    gaps, count = (np.bincount(tokens.row[which], minlength=rows) for which in (gap, filled))
    wrong |= np.where(gaps == 0, count != 8, (gaps > 1) | (count > 7))
    halves = _halves(tokens, value, filled & ~wrong[tokens.row], gap, 8 - count)
    bits, is_number = _decimal(data, tokens.start[~group], tokens.end[~group], 3)
    wrong |= ~is_number | (bits > 128)
    length = np.where(wrong, 0, bits)
    hi, lo = (np.where(wrong, np.uint64(0), half) for half in halves)
    return hi, lo, length, ~wrong


def _hexadecimal(data: U8, start: I64, end: I64) -> tuple[I64, Mask]:
    """Numbers of one to four digits, by the four characters before each end."""
    size = end - start
    is_other = _HEX[data] == _NO_DIGIT
    other = np.cumsum(is_other, dtype=np.int32)
    good = (size >= 1) & (size <= 4)
    good &= other[np.maximum(end - 1, 0)] == other[np.minimum(start, len(data) - 1)]
    good &= ~is_other[np.minimum(start, len(data) - 1)]
    value = _hexadecimal_windows(data)[end] & _ENDS[np.where(good, size, 0)]
    return value.astype(np.int64), good


def _hexadecimal_windows(data: U8) -> npt.NDArray[np.uint16]:
    """Numbers of the four digits before each place."""
    digits = np.zeros(len(data) + 4, np.uint16)
    digits[4:] = _HEX[data]
    pairs = digits[:-1] << np.uint16(4) | digits[1:] & np.uint16(15)
    found: npt.NDArray[np.uint16] = pairs[:-2] << np.uint16(8) | pairs[2:] & np.uint16(255)
    return found


def _beside_gap(tokens: _Tokens, empty: Mask) -> Mask:
    """Empty tokens at the outer side of a `::` that starts or ends the address."""
    before, after = np.roll(empty, 1), np.roll(empty, -1)
    marks = tokens.marks[tokens.row]
    leading = (tokens.place == 0) & (marks > 1) & after
    trailing = (tokens.place == marks - 1) & (tokens.place > 0) & before
    beside: Mask = empty & (leading | trailing)
    return beside


def _halves(tokens: _Tokens, value: I64, filled: Mask, gap: Mask, missing: I64) -> tuple[U64, U64]:
    """Groups put in their places of eight, those behind the gap at the end."""
    rows = len(tokens.marks)
    gap_place = np.full(rows, np.iinfo(np.int64).max)
    gap_place[tokens.row[gap]] = tokens.place[gap]
    order = np.cumsum(filled) - 1
    row = tokens.row[filled]
    first = np.searchsorted(row, np.arange(rows))
    place = order[filled] - first[row]
    place += np.where(tokens.place[filled] > gap_place[row], missing[row], 0)
    groups = np.zeros((rows, 8), ">u2")
    groups[row, place] = value[filled]
    packed = groups.view(">u8").astype(np.uint64)
    return packed[:, 0], packed[:, 1]


def _parse_rare(texts: Array, rows: I64, found: Prefixes, known: Mask) -> None:
    """Fill in what the quick way left: blanks around, IPv4 written inside IPv6, or no prefix."""
    for row in rows.tolist():
        number = parse_prefix(str(texts[row].as_py()))
        if number is not None:
            address, length, is_v6 = number
            found.hi[row], found.lo[row] = address >> 64, address & (2**64 - 1)
            found.length[row], found.is_v6[row], known[row] = length, is_v6, True


def parse_prefix(text: str) -> tuple[int, int, bool] | None:
    """One text as left-aligned address of 128 bits, length and family; null where it is none."""
    address, slash, bits = text.strip().rpartition("/")
    if not slash or not bits.isdecimal() or not bits.isascii() or len(bits) > 3:
        return None
    is_v6, length = ":" in address, int(bits)
    if length > LONGEST[is_v6] or str(length) != bits or "%" in address:
        return None
    try:
        number = int(IPv6Address(address)) if is_v6 else int(IPv4Address(address)) << 96
    except AddressValueError:
        return None
    return number, length, is_v6
