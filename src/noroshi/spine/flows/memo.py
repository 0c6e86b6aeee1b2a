"""Memo: remembers what addresses were replaced by, in bounded memory.

A direct-mapped table: each address has one slot, and the last one there wins. What is forgotten is
worked out again, so size decides over speed and nothing else.
"""

from collections.abc import Callable

import numpy as np

from noroshi.spine.flows.address import I64, Addresses, Mask

SLOT_BITS = 20
"""A million addresses, 32 octets each."""
ROUNDS = 8
"""Addresses that meet in a slot wait for the next round; hostile ones could meet without end."""
_MIX_HI, _MIX_LO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

Replace = Callable[[Addresses], Addresses]


class Memo:
    """What a function gave for addresses.

    Args:
        slot_bits: Two to this many slots.
    """

    def __init__(self, slot_bits: int = SLOT_BITS) -> None:
        self._shift = np.uint64(64 - slot_bits)
        self._known = np.zeros((1 << slot_bits, 4), np.int64)
        # An empty slot must hold no address that belongs there, as `::` does in its own.
        lows = np.arange(64)
        slots = self._slots(Addresses(np.zeros_like(lows), lows))
        self._known[slots[0], 1] = lows[slots != slots[0]][0]
        self._claim = np.zeros(1 << slot_bits, np.int32)

    def replace(self, addresses: Addresses, work_out: Replace) -> Addresses:
        """What `work_out` gives for each address, asking it only for those not known."""
        slots = self._slots(addresses)
        found, known = self._look_up(addresses, slots)
        rest = np.flatnonzero(~known)
        for _ in range(ROUNDS):
            if not len(rest):
                return found
            self._learn(addresses.take(rest), slots[rest], work_out)
            again, known = self._look_up(addresses.take(rest), slots[rest])
            found.hi[rest], found.lo[rest] = again.hi, again.lo
            rest = rest[~known]
        new = work_out(addresses.take(rest))
        found.hi[rest], found.lo[rest] = new.hi, new.lo
        return found

    def _learn(self, addresses: Addresses, slots: I64, work_out: Replace) -> None:
        """One of the addresses that meet in each slot."""
        rows = np.arange(len(slots), dtype=np.int32)
        self._claim[slots] = rows
        first = np.flatnonzero(self._claim[slots] == rows)
        chosen = addresses.take(first)
        new = work_out(chosen)
        self._known[slots[first]] = np.stack([chosen.hi, chosen.lo, new.hi, new.lo], axis=1)

    def _look_up(self, addresses: Addresses, slots: I64) -> tuple[Addresses, Mask]:
        rows = self._known.view("V32")[slots].view(np.int64).reshape(-1, 4)
        known: Mask = (rows[:, 0] == addresses.hi) & (rows[:, 1] == addresses.lo)
        return Addresses(rows[:, 2].copy(), rows[:, 3].copy()), known

    def _slots(self, addresses: Addresses) -> I64:
        mixed = addresses.hi.view(np.uint64) * _MIX_HI
        mixed ^= mixed >> np.uint64(32)
        mixed += addresses.lo.view(np.uint64)
        mixed *= _MIX_LO
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX_HI
        return (mixed >> self._shift).view(np.int64)
