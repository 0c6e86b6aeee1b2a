"""Protobuf: chosen fields of many messages at once, without a schema compiler.

All messages are walked in lock step, one field of every message a round, as the decoder of flow sets
does. Wire format: protobuf.dev, "Encoding". Later values of a field replace earlier ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.flows.octets import Octets
from noroshi.spine.model.address import MAPPED

MOST_FIELDS = 512
"""A message of more fields is bad: AS paths and labels are packed into one."""
LONGEST_MESSAGE = 1 << 20
AT_ONCE = 8_192
"""Messages walked together: more do not fit the processor's cache."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Fields:
    """What was asked for, a row a message.

    Attributes:
        numbers: Whole numbers by field; 0 where absent, negative from 2^63.
        start: Where octet fields start, by field.
        length: Their lengths; 0 where absent.
        bad: Messages that are cut or no protobuf.
    """

    numbers: dict[int, I64]
    start: dict[int, I64]
    length: dict[int, I64]
    bad: Mask


def read_fields(
    octets: Octets, start: I64, end: I64, numbers: Sequence[int], strings: Sequence[int]
) -> Fields:
    """Fields of the messages between `start` and `end`; nothing raises."""
    rows = len(start)
    found = Fields(
        {n: np.zeros(rows, np.int64) for n in numbers},
        {n: np.zeros(rows, np.int64) for n in strings},
        {n: np.zeros(rows, np.int64) for n in strings},
        np.zeros(rows, np.bool_),
    )
    for first in range(0, rows, AT_ONCE):
        live = np.arange(first, min(first + AT_ONCE, rows))
        found.bad[_walk(octets, live, start[live], end[live], found)] = True
    return found


def _walk(octets: Octets, live: I64, at: I64, end: I64, found: Fields) -> I64:
    """Fill in the fields of some messages; gives those that are bad."""
    bad: list[I64] = []
    for _ in range(MOST_FIELDS):
        more = at < end
        if not more.all():
            live, at, end = live[more], at[more], end[more]
        if not len(live):
            break
        at, good = _round(octets, live, at, end, found)
        if not good.all():
            bad.append(live[~good])
            live, at, end = live[good], at[good], end[good]
    return np.concatenate([live, *bad])


def _round(octets: Octets, live: I64, at: I64, end: I64, found: Fields) -> tuple[I64, Mask]:
    """One field of every live message: where the next starts, and which are still good."""
    tag, at, good = varints(octets, at)
    wire, number = tag & 7, tag >> 3
    value, behind, fits = varints(octets, at)
    counted = (wire == _VARINT) | (wire == _BYTES)
    good &= (fits | ~counted) & (number > 0)
    good &= counted | (wire == _FIXED64) | (wire == _FIXED32)
    is_bytes = wire == _BYTES
    good &= ~is_bytes | ((value >= 0) & (value <= LONGEST_MESSAGE))
    width = np.where(wire == _FIXED64, 8, 4)
    following = np.where(counted, behind + np.where(is_bytes & good, value, 0), at + width)
    good &= following <= end
    for wanted in _distinct(number):
        rows = np.flatnonzero(good & (number == wanted))
        if wanted in found.numbers:
            good[rows[wire[rows] != _VARINT]] = False
            found.numbers[wanted][live[rows]] = value[rows]
        elif wanted in found.start:
            rows = rows[is_bytes[rows]]  # repeated numbers may also come one by one
            found.start[wanted][live[rows]] = behind[rows]
            found.length[wanted][live[rows]] = value[rows]
    return following, good


def _distinct(number: I64) -> list[int]:
    """Producers write fields in order, so that a round mostly meets one or two."""
    if (number == number[0]).all():
        return [int(number[0])]
    return [int(n) for n in np.unique(number)]


def varints(octets: Octets, at: I64) -> tuple[I64, I64, Mask]:
    """Variable-length numbers, where each ends, and which end within ten octets."""
    octet = octets.u8(at)
    value, end = octet & 0x7F, at + 1
    rest = np.flatnonzero(octet >= 0x80)
    for shift in range(7, 70, 7):
        if not len(rest):
            break
        octet = octets.u8(end[rest])
        value[rest] |= (octet & 0x7F) << shift
        end[rest] += 1
        rest = rest[octet >= 0x80]
    whole = np.ones(len(at), np.bool_)
    whole[rest] = False
    return value, end, whole


def addresses_of(octets: Octets, start: I64, length: I64) -> tuple[Addresses, Mask]:
    """Addresses of octet fields; known where they are of 4 or 16 octets."""
    short, long = length == 4, length == 16
    hi = np.where(long, octets.i64(start), 0)
    lo = np.where(long, octets.i64(start + 8), np.where(short, octets.u32(start) | MAPPED, 0))
    return Addresses(hi, lo), short | long


def frames(data: bytes, at: int = 0) -> tuple[list[int], list[int], int]:
    """Starts and ends of length-delimited messages, and where the first that is not whole begins.

    A length beyond `LONGEST_MESSAGE` ends the walk: what follows has no bounds.
    """
    starts: list[int] = []
    ends: list[int] = []
    size = len(data)
    while at < size:
        length, begin, shift = data[at], at + 1, 7
        if length & 0x80:
            length &= 0x7F
            while True:
                if begin >= size or shift > 21:
                    return starts, ends, at
                octet = data[begin]
                begin += 1
                length |= (octet & 0x7F) << shift
                shift += 7
                if octet < 0x80:
                    break
        if length > LONGEST_MESSAGE or begin + length > size:
            return starts, ends, at
        at = begin + length
        starts.append(begin)
        ends.append(at)
    return starts, ends, at
