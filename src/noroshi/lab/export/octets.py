"""Octets: network byte order for whole tables, and scattering of rows into one buffer."""

import numpy as np

from noroshi.lab.columns import I64, U8, Ends
from noroshi.spine.model.address import MAPPED

Rows = np.ndarray[tuple[int], np.dtype[np.void]]
"""A structured array: one row, one header or record as it stands on the wire."""

Field = tuple[str, str]


def rows(fields: list[Field], count: int) -> Rows:
    """Empty rows without padding between fields."""
    return np.zeros(count, dtype=np.dtype(fields))


def scatter(buffer: U8, offsets: I64, source: Rows) -> None:
    """Copy each row to its offset; rows must not overlap and must fit."""
    size = source.dtype.itemsize
    if len(source) == 0:
        return
    if int(offsets.max()) + size > len(buffer):
        raise ValueError("a row ends beyond the buffer")
    # One view of the buffer per octet position: assignment copies whole rows, unaligned.
    window = np.ndarray(
        (len(buffer) - size + 1,), dtype=f"V{size}", buffer=buffer.data, strides=(1,)
    )
    window[offsets] = np.ascontiguousarray(source).view(f"V{size}")


def v4_address(ends: Ends) -> I64:
    """32-bit IPv4 addresses."""
    return ends.lo - MAPPED


def v6_address(ends: Ends) -> U8:
    """16 octets of each IPv6 address."""
    halves = np.empty((len(ends), 2), dtype=">i8")
    halves[:, 0], halves[:, 1] = ends.hi, ends.lo
    octets: U8 = halves.view(np.uint8).reshape(len(ends), 16)
    return octets


def narrow(values: I64, name: str) -> I64:
    """Counters for a 32-bit field.

    Raises:
        ValueError: A counter does not fit; shorten the active timeout.
    """
    if len(values) and int(values.max()) >= 1 << 32:
        raise ValueError(f"{name} does not fit 32 bits; shorten the active timeout or use IPFIX")
    return values
