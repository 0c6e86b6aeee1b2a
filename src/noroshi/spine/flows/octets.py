"""Octets: unaligned big-endian reads from one buffer, for whole columns of offsets."""

from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array

U8 = npt.NDArray[np.uint8]
TAIL = 64
"""Zero octets behind every buffer, so that a wide read at its end stays inside."""


class Octets:
    """A buffer of hostile octets. Offsets outside read as zero; nothing raises.

    Args:
        data: The octets.
        padded: Whether their last `TAIL` octets are the zero tail; otherwise they are copied to
            get one.
    """

    def __init__(self, data: bytes | bytearray | memoryview, *, padded: bool = False) -> None:
        self.size = len(data) - TAIL if padded else len(data)
        self.data: U8 = np.frombuffer(data, np.uint8)
        if not padded:
            self.data = np.concatenate([self.data, np.zeros(TAIL, np.uint8)])
        self._u16 = self._view(">u2")
        self._u32 = self._view(">u4")
        self._u64 = self._view(">u8")

    def _view(self, kind: str) -> npt.NDArray[np.generic]:
        width = np.dtype(kind).itemsize
        shape = (len(self.data) - width + 1,)
        return np.ndarray(shape, kind, self.data, strides=(1,))

    def u8(self, at: I64) -> I64:
        """One octet at each offset."""
        return self.data[self._inside(at)].astype(np.int64)

    def u16(self, at: I64) -> I64:
        """Two octets."""
        return self._u16[self._inside(at)].astype(np.int64)

    def u32(self, at: I64) -> I64:
        """Four octets."""
        return self._u32[self._inside(at)].astype(np.int64)

    def i64(self, at: I64) -> I64:
        """Eight octets as a signed number."""
        return self._u64[self._inside(at)].astype(np.uint64).view(np.int64)

    def words(self, at: I64, count: int) -> I64:
        """So many words of four octets in a row from each offset: one column a word, one gather.

        Up to 16, for the zero tail to hold them.
        """
        inside = self._inside(at)
        # A row of octets copied whole costs one cache miss, where a gather a word costs one each.
        rows = np.ndarray(
            (len(self.data) - 4 * count + 1,), f"V{4 * count}", self.data, strides=(1,)
        )[inside]
        columns = np.empty((count, len(at)), np.int64)
        columns[:] = rows.view(">u4").reshape(len(at), count).T
        return columns

    def rows(self, at: I64, width: int) -> U8:
        """So many octets from each offset: a matrix of one row an offset.

        All must lie inside the buffer: a row copied whole costs one look at memory, where a read
        a field costs one each.
        """
        if not len(at) or not width:
            return np.zeros((len(at), width), np.uint8)
        cells = (len(self.data) - width + 1,)
        rows = np.ndarray(cells, f"V{width}", self.data, strides=(1,))[at]
        return rows.view(np.uint8).reshape(len(at), width)

    def unsigned(self, at: I64, width: int) -> I64:
        """Numbers of 1 to 8 octets (reduced-size encoding, RFC 7011 section 6.2)."""
        if width == 1:
            return self.u8(at)
        if width == 2:
            return self.u16(at)
        if width == 4:
            return self.u32(at)
        wide = self._u64[self._inside(at)].astype(np.uint64)
        return (wide >> np.uint64(64 - 8 * width)).view(np.int64)

    def strings(self, at: I64, length: I64) -> Array:
        """Strings of octets from each offset; all must lie inside the buffer."""
        ends = np.cumsum(length)
        ahead = ends - length
        total = int(ends[-1]) if len(ends) else 0
        index = np.arange(total, dtype=np.int64) + np.repeat(at - ahead, length)
        bounds = np.concatenate([ahead, [total]]).astype(np.int32)
        buffers = [None, pa.py_buffer(bounds.data), pa.py_buffer(self.data[index].data)]
        return cast("Array", pa.Array.from_buffers(pa.binary(), len(at), buffers))

    def slices(self, at: I64, length: I64) -> list[bytes]:
        """The octets themselves; for few rows."""
        whole = memoryview(self.data.data)
        return [bytes(whole[a : a + n]) for a, n in zip(at.tolist(), length.tolist(), strict=True)]

    def _inside(self, at: I64) -> I64:
        # Negative offsets are huge when seen unsigned: one comparison bounds both ends.
        return np.minimum(at.view(np.uint64), np.uint64(self.size)).view(np.int64)
