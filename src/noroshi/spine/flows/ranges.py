"""Ranges: which of many address ranges holds each address, whole columns at a time.

Ranges are laid over one another in layers; where they overlap the later layer shows. What is left
is one value for every stretch of the address space, found by one search.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.model import InputError

NOWHERE = -1
"""Value of addresses that lie in no range."""

Keys = npt.NDArray[np.uint32] | npt.NDArray[np.bytes_]

_BLOCKS = 1 << 24
_SPLIT = -2
_TABLE_PAYS = 200_000
"""Look-ups from which a table of all /24 is worth its 64 MB and its tenth of a second."""
_SLICE = 1 << 18
"""Look-ups at a time, so that what is in work stays in the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Ranges of which none overlaps another.

    Attributes:
        first: Lowest address of each range.
        last: Highest address of each range, included.
        values: What each range means, 0 and above.
    """

    first: Addresses
    last: Addresses
    values: I64


class AddressRanges:
    """A value for every address, or none."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        """Lay ranges over one another, the strongest layer last.

        Raises:
            InputError: A range ends before it starts, leaves its family, or overlaps another of
                its layer.
        """
        whole = [_checked(layer) for layer in layers]
        self._v4 = _Stretches([_part(layer, layer.first.is_v4, _short_keys) for layer in whole])
        self._v6 = _Stretches([_part(layer, ~layer.first.is_v4, _long_keys) for layer in whole])
        self._blocks: npt.NDArray[np.int32] | None = None

    def find(self, addresses: Addresses) -> I64:
        """The value of each address; `NOWHERE` for those in no range."""
        is_v4 = addresses.is_v4
        if is_v4.all():
            return self._find_v4(addresses.lo)
        found = np.empty(len(addresses), np.int64)
        found[is_v4] = self._find_v4(addresses.lo[is_v4])
        found[~is_v4] = self._v6.find(_long_keys(addresses.take(~is_v4)))
        return found

    def _find_v4(self, low: I64) -> I64:
        if len(low) < _TABLE_PAYS and self._blocks is None:
            return self._v4.find(_short(low))
        if self._blocks is None:
            self._blocks = _block_table(self._v4)
        found = np.empty(len(low), np.int64)
        for start in range(0, len(low), _SLICE):
            part = slice(start, start + _SLICE)
            keys = _short(low[part])
            values = self._blocks[keys >> np.uint32(8)]
            split = np.flatnonzero(values == _SPLIT)
            found[part] = values
            found[start + split] = self._v4.find(keys[split])
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """The ranges of a layer in one family: keys of the first addresses and of those behind the last."""

    first: Keys
    behind: Keys
    open_end: Mask
    values: I64


class _Stretches:
    """The whole space of a family cut where a value changes."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        bounds = [keys for part in parts for keys in (part.first, part.behind[~part.open_end])]
        self.starts = np.unique(np.concatenate(bounds)) if bounds else np.empty(0, np.uint32)
        self.values = np.full(len(self.starts), NOWHERE, np.int64)
        for part in parts:
            self._paint(part)

    def find(self, keys: Keys) -> I64:
        if not len(self.starts):
            return np.full(len(keys), NOWHERE, np.int64)
        at = np.searchsorted(self.starts, keys, side="right") - 1
        found: I64 = np.where(at < 0, NOWHERE, self.values[np.maximum(at, 0)])
        return found

    def _paint(self, part: _Part) -> None:
        begin = np.searchsorted(self.starts, part.first)
        end = np.where(part.open_end, len(self.starts), np.searchsorted(self.starts, part.behind))
        # Ranges of one layer do not overlap, so the running sum is the value of the range, plus one.
        change = np.zeros(len(self.starts) + 1, np.int64)
        np.add.at(change, begin, part.values + 1)
        np.add.at(change, end, -part.values - 1)
        painted = np.cumsum(change)[:-1]
        self.values = np.where(painted > 0, painted - 1, self.values)


def _block_table(stretches: _Stretches) -> npt.NDArray[np.int32]:
    """The value of each /24, or a mark where it holds more than one."""
    firsts = np.arange(_BLOCKS, dtype=np.uint32) << np.uint32(8)
    table = stretches.find(firsts).astype(np.int32)
    starts = stretches.starts.astype(np.uint32)
    inside = starts[(starts & np.uint32(0xFF)) != 0]
    table[inside >> np.uint32(8)] = _SPLIT
    return table


def _checked(layer: Layer) -> Layer:
    first, last = layer.first.unsigned, layer.last.unsigned
    backward = (first[0] > last[0]) | ((first[0] == last[0]) & (first[1] > last[1]))
    if backward.any():
        raise InputError(f"range {int(np.flatnonzero(backward)[0]) + 1} ends before it starts")
    if (layer.first.is_v4 != layer.last.is_v4).any():
        raise InputError("a range begins in one address family and ends in the other")
    order = np.lexsort((first[1], first[0]))
    last_hi, last_lo = last[0][order], last[1][order]
    next_hi, next_lo = first[0][order][1:], first[1][order][1:]
    clash = (next_hi < last_hi[:-1]) | ((next_hi == last_hi[:-1]) & (next_lo <= last_lo[:-1]))
    if clash.any():
        at = int(order[1:][np.flatnonzero(clash)[0]])
        raise InputError(f"range {at + 1} overlaps another of its layer")
    return layer


def _part(layer: Layer, rows: Mask, keys: Callable[[Addresses], Keys]) -> _Part:
    last = layer.last.take(rows)
    lows = last.lo + np.int64(1)  # wraps from the last half to 0, as wanted
    carry = lows == 0
    behind = Addresses(last.hi + carry.astype(np.int64), lows)
    open_end = (carry & (last.hi == -1)) | (last.is_v4 & (last.lo & 0xFFFFFFFF == 0xFFFFFFFF))
    return _Part(keys(layer.first.take(rows)), keys(behind), open_end, layer.values[rows])


def _short(low: I64) -> npt.NDArray[np.uint32]:
    return (low & 0xFFFFFFFF).astype(np.uint32)


def _short_keys(addresses: Addresses) -> npt.NDArray[np.uint32]:
    return _short(addresses.lo)


def _long_keys(addresses: Addresses) -> npt.NDArray[np.bytes_]:
    """Sixteen octets in network order; numpy compares them as octets are compared."""
    packed = np.stack([addresses.hi, addresses.lo], axis=1).astype(">i8")
    return np.ascontiguousarray(packed).view("S16").reshape(-1)
