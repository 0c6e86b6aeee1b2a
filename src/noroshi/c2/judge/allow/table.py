"""Table: which list covers an address, for millions of addresses at once.

Prefixes are cut into disjoint segments in which the most specific entry wins; then one binary
search per address answers. IPv4 and IPv6 have their own segments, as 32-bit numbers and as
16-octet strings: numpy orders those like the 128-bit numbers they hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noroshi.c2.judge.allow.allow_list import Network

NONE = -1
"""Value of an address that no entry covers."""

Values = NDArray[np.int16]
Halves = NDArray[np.int64]

_MAPPED = 0xFFFF
"""Upper half of the low 64 bits of an IPv4-mapped address (RFC 4291 section 2.5.5.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Segment starts and the value from each on, per IP version."""

    v4_starts: NDArray[np.uint32]
    v4_values: Values
    v6_starts: NDArray[np.bytes_]
    v6_values: Values

    def look_up(self, high: Halves, low: Halves) -> Values:
        """Value of each address given as two signed 64-bit halves; NONE where nothing covers it."""
        found = np.full(high.shape, NONE, dtype=np.int16)
        unsigned = low.view(np.uint64)
        is_v4 = (high == 0) & (unsigned >> np.uint64(32) == _MAPPED)
        if is_v4.any():
            keys = unsigned[is_v4].astype(np.uint32)
            found[is_v4] = self.v4_values[np.searchsorted(self.v4_starts, keys, "right") - 1]
        if not is_v4.all():
            keys6 = octets(high[~is_v4], low[~is_v4])
            found[~is_v4] = self.v6_values[np.searchsorted(self.v6_starts, keys6, "right") - 1]
        return found


def octets(high: Halves, low: Halves) -> NDArray[np.bytes_]:
    """Addresses as 16-octet strings in network order."""
    pairs = np.empty((len(high), 2), dtype=">i8")
    pairs[:, 0], pairs[:, 1] = high, low
    return pairs.view("S16").reshape(-1)


def table_of(prefixes: Iterable[tuple[Network, int]]) -> Table:
    """A table of prefixes and their values; of equal prefixes the last one wins."""
    latest = dict(prefixes)
    starts4, values4 = _segments([one for one in latest.items() if one[0].version == 4], 1 << 32)
    starts6, values6 = _segments([one for one in latest.items() if one[0].version == 6], 1 << 128)
    packed = b"".join(start.to_bytes(16, "big") for start in starts6)
    return Table(
        v4_starts=np.array(starts4, dtype=np.uint32),
        v4_values=np.array(values4, dtype=np.int16),
        v6_starts=np.frombuffer(packed, dtype="S16"),
        v6_values=np.array(values6, dtype=np.int16),
    )


def _segments(prefixes: list[tuple[Network, int]], beyond: int) -> tuple[list[int], list[int]]:
    """Starts and values of segments that cover the whole address space in order."""
    starts, values = [0], [NONE]
    open_: list[tuple[int, int]] = []

    def put(start: int, value: int) -> None:
        if starts[-1] == start:
            values[-1] = value
        else:
            starts.append(start)
            values.append(value)

    def close(until: int) -> None:
        while open_ and open_[-1][0] <= until:
            end, _ = open_.pop()
            if end < beyond:
                put(end, open_[-1][1] if open_ else NONE)

    for network, value in sorted(prefixes, key=_order):
        start = int(network.network_address)
        close(start)
        put(start, value)
        open_.append((start + network.num_addresses, value))
    close(beyond)
    return starts, values


def _order(prefix: tuple[Network, int]) -> tuple[int, int]:
    return int(prefix[0].network_address), prefix[0].prefixlen
