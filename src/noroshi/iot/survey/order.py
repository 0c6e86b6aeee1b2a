"""Order: the keyed permutation in which targets are asked, and its inverse.

Neighbours in the scope are far apart in time, so no network sees a burst; a range of positions is
a fair share of every network, so ranges are shards; and because the permutation inverts, "when was
this address asked?" needs no line for each packet.

Source:
    Black & Rogaway, "Ciphers with Arbitrary Finite Domains" (CT-RSA 2002): generalised Feistel
    with cycle walking. It scatters; it is no cipher, and nothing secret depends on it.
"""

import hashlib
from math import isqrt

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.uint64] | npt.NDArray[np.int64]

ROUNDS = 4
MOST = 1 << 48
"""Most targets of one order: products stay inside 64 bits, and it is 2,000 rounds over all of IPv4."""

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93))


def mixed(values: U64, key: np.uint64) -> U64:
    """64 well-stirred bits of each value (the finaliser of Steele's SplitMix, keyed)."""
    made = (values + key) * _MIX[0]
    made ^= made >> np.uint64(32)
    made *= _MIX[1]
    made ^= made >> np.uint64(29)
    return made


def keys_of(seed: bytes, count: int) -> list[np.uint64]:
    """Round keys from a seed."""
    octets = hashlib.shake_256(seed).digest(8 * count)
    return list(np.frombuffer(octets, "<u8").astype(np.uint64))


class Order:
    """A permutation of `0 … size-1`.

    Args:
        size: Number of targets.
        seed: Same seed and size, same order, on every machine.
    """

    def __init__(self, size: int, seed: bytes) -> None:
        if not 0 < size <= MOST:
            raise ValueError(f"an order takes 1 to {MOST} targets, not {size}")
        self.size = size
        left = isqrt(size - 1) + 1
        self._left, self._right = np.uint64(left), np.uint64(-(-size // left))
        self._keys = keys_of(seed, ROUNDS)

    def at(self, positions: Ints) -> U64:
        """The target asked at each position."""
        return self._walked(positions.astype(np.uint64), forth=True)

    def position_of(self, targets: Ints) -> U64:
        """The position at which each target is asked: the inverse of `at`."""
        return self._walked(targets.astype(np.uint64), forth=False)

    def _walked(self, values: U64, *, forth: bool) -> U64:
        """Step until back inside; few values step twice, for the square is hardly larger."""
        step = self._forth if forth else self._back
        made = step(values)
        outside = np.flatnonzero(made >= self.size)
        while len(outside):
            made[outside] = step(made[outside])
            outside = outside[made[outside] >= self.size]
        return made

    def _forth(self, values: U64) -> U64:
        left, right = values % self._left, values // self._left
        sizes = (self._left, self._right)
        for number, key in enumerate(self._keys):
            size = sizes[number % 2]
            left, right = right, _folded(left + _share(mixed(right, key), size), size)
        return left + self._left * right

    def _back(self, values: U64) -> U64:
        left, right = values % self._left, values // self._left
        sizes = (self._left, self._right)
        for number in reversed(range(ROUNDS)):
            size = sizes[number % 2]
            left, right = _folded(right + size - _share(mixed(left, self._keys[number]), size), size), left  # fmt: skip
        return left + self._left * right


def _share(stirred: U64, size: np.uint64) -> U64:
    """A number below `size` from stirred bits, without a division (Lemire 2019)."""
    return ((stirred >> np.uint64(32)) * size) >> np.uint64(32)


def _folded(values: U64, size: np.uint64) -> U64:
    return np.where(values >= size, values - size, values)
