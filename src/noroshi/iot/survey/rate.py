"""Rate: how many probes went to each group of addresses within the last second, exactly."""

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SLICES = 16
"""Parts of a second. Any second meets at most one more, so the bound holds for every window of a second."""


class Cap:
    """A bound on probes a second for each of some groups.

    A window of one second, wherever it begins, meets at most `SLICES + 1` slices; that many are
    counted, so no window holds more than `most`.
    """

    def __init__(self, groups: int, most: int) -> None:
        self.most = most
        self._counts = np.zeros((SLICES + 1, groups), np.uint32)
        self._total = np.zeros(groups, np.int64)
        self._slice = 0

    def passes(self, groups: I64, now_s: float) -> Flags:
        """Which of the probes, in order, still fit; counts nothing.

        Args:
            groups: Group of each probe.
            now_s: Monotonic seconds.
        """
        self._advance(now_s)
        if len(self._total) == 1:
            fits: Flags = np.arange(len(groups)) < int(self.most - self._total[0])
            return fits
        return _rank(groups) < self.most - self._total[groups]

    def count(self, groups: I64, now_s: float) -> None:
        """Count probes as sent at a moment."""
        self._advance(now_s)
        row = self._counts[self._slice % (SLICES + 1)]
        if len(self._total) == 1:
            row[0] += len(groups)
            self._total[0] += len(groups)
        elif len(self._total) < 4096:
            added = np.bincount(groups, minlength=len(self._total))
            row += added.astype(np.uint32)
            self._total += added
        else:
            np.add.at(row, groups, 1)
            np.add.at(self._total, groups, 1)

    def is_same_slice(self, one_s: float, other_s: float) -> bool:
        """Whether two moments are counted together."""
        return int(one_s * SLICES) == int(other_s * SLICES)

    def _advance(self, now_s: float) -> None:
        """Forget slices that are over. A clock that stands or goes back forgets nothing."""
        now = int(now_s * SLICES)
        for gone in range(max(self._slice, now - SLICES - 1) + 1, now + 1):
            row = self._counts[gone % (SLICES + 1)]
            if row.any():
                self._total -= row
                row[:] = 0
        self._slice = max(self._slice, now)


def _rank(groups: I64) -> I64:
    """How many of the same group stand before each."""
    if not len(groups) or (groups == groups[0]).all():
        return np.arange(len(groups))
    small = groups.max() < 1 << 16  # numpy sorts 16 bits by radix, several times as fast
    by_group = np.argsort(groups.astype(np.uint16) if small else groups, kind="stable")
    ordered = groups[by_group]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    steps = np.arange(len(groups))
    began = np.maximum.accumulate(np.where(first, steps, 0))
    made = np.empty(len(groups), np.int64)
    made[by_group] = steps - began
    return made
