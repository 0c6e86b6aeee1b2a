"""Pseudonym: keyed, prefix-preserving stand-ins for subscriber addresses.

Crypto-PAn (Xu, Fan, Ammar, Moon: "Prefix-preserving IP address anonymization", ICNP 2002) with the
subscriber range itself kept: only the bits below the range's prefix are permuted. So a pseudonym
lies in the operator's own range, never meets a server's address, and two subscribers share exactly
as many leading bits as before. Without the key it cannot be turned back.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from noroshi.spine.flows.address import (
    I64,
    Addresses,
    Mask,
    Network,
    distinct_addresses,
    members,
)
from noroshi.spine.flows.arrow import as_integers, filled, is_null, with_column
from noroshi.spine.model import SubscriberSide
from noroshi.spine.model.address import MAPPED

U64 = npt.NDArray[np.uint64]

CHUNK = 8192
"""Addresses encrypted in one call; 8,192 IPv6 addresses are 12 MiB of blocks."""

HIDDEN = ("nextHop", "postNATSourceAddress", "postNATDestinationAddress")
"""Other addresses of a flow that may be a subscriber's."""


class Pseudonyms:
    """Replaces addresses inside subscriber ranges, the same way each time for the same key.

    Args:
        key: 32 octets: AES-128 key, then padding (Crypto-PAn).
        networks: Subscriber ranges, none inside another.
    """

    def __init__(self, key: bytes, networks: Sequence[Network]) -> None:
        # ECB is the construction's own: every block is one input of a pseudo-random function.
        self._cipher = Cipher(algorithms.AES(key[:16]), modes.ECB())  # noqa: S305
        pad = self._cipher.encryptor().update(key[16:32])
        self._pad_hi, self._pad_lo = (int(v) for v in np.frombuffer(pad, ">u8"))
        self._networks = tuple(networks)

    def replace(self, addresses: Addresses) -> tuple[Addresses, Mask]:
        """Addresses with subscribers replaced, and which rows those are."""
        where = members(addresses, self._networks)
        mine = where >= 0
        if not mine.any():
            return addresses, mine
        rows = np.flatnonzero(mine)
        distinct, back = distinct_addresses(addresses.take(rows))
        hidden = self._permuted(distinct)
        hi, lo = addresses.hi.copy(), addresses.lo.copy()
        hi[rows], lo[rows] = hidden.hi[back], hidden.lo[back]
        return Addresses(hi, lo), mine

    def _permuted(self, distinct: Addresses) -> Addresses:
        where = members(distinct, self._networks)
        hi, lo = distinct.hi.copy(), distinct.lo.copy()
        for index in np.unique(where):
            network = self._networks[int(index)]
            rows = np.flatnonzero(where == index)
            for start in range(0, len(rows), CHUNK):
                part = rows[start : start + CHUNK]
                hi[part], lo[part] = self._permute(hi[part], lo[part], network)
        return Addresses(hi, lo)

    def _permute(self, hi: I64, lo: I64, network: Network) -> tuple[I64, I64]:
        """Crypto-PAn on addresses of one range: flip bit i by one bit of AES(first i bits, pad)."""
        if network.is_v4:  # the algorithm sees 32 bits, left-aligned in the block
            top, bottom = (lo << 32).view(np.uint64), np.zeros(len(lo), np.uint64)
            flips, _ = self._flips(top, bottom, network.prefix - 96, 32)
            return hi, ((lo ^ (flips >> np.uint64(32)).view(np.int64)) & 0xFFFFFFFF) | MAPPED
        flips_hi, flips_lo = self._flips(
            hi.view(np.uint64), lo.view(np.uint64), network.prefix, 128
        )
        return hi ^ flips_hi.view(np.int64), lo ^ flips_lo.view(np.int64)

    def _flips(self, hi: U64, lo: U64, first: int, last: int) -> tuple[U64, U64]:
        """Bits to flip, for bit positions `first` to `last` (excluded) from the left."""
        positions = range(first, last)
        if not positions:
            return np.zeros(len(hi), np.uint64), np.zeros(len(hi), np.uint64)
        kept_hi = np.array([_left_bits(i) >> 64 for i in positions], np.uint64)
        kept_lo = np.array([_left_bits(i) & (1 << 64) - 1 for i in positions], np.uint64)
        blocks = np.empty((len(hi), len(positions), 2), ">u8")
        blocks[:, :, 0] = hi[:, None] & kept_hi | np.uint64(self._pad_hi) & ~kept_hi
        blocks[:, :, 1] = lo[:, None] & kept_lo | np.uint64(self._pad_lo) & ~kept_lo
        sealed = self._cipher.encryptor().update(blocks.tobytes())
        bits = np.frombuffer(sealed, np.uint8)[::16].reshape(len(hi), -1) >> 7
        weights_hi = np.array([_bit(i) >> 64 for i in positions], np.uint64)
        weights_lo = np.array([_bit(i) & (1 << 64) - 1 for i in positions], np.uint64)
        wide = bits.astype(np.uint64)
        return wide @ weights_hi, wide @ weights_lo


def _left_bits(count: int) -> int:
    return ((1 << count) - 1) << 128 - count


def _bit(position: int) -> int:
    return 1 << 127 - position


def hide_subscribers(table: pa.Table, pseudonyms: Pseudonyms) -> pa.Table:
    """A flow table with pseudonyms for subscribers, and `subscriberSide` set.

    Sides that `subscriberSide` already marks are pseudonyms of an earlier import; they are kept.
    """
    before = _column(table, "subscriberSide") if "subscriberSide" in table.column_names else None
    sides = np.zeros(table.num_rows, np.int64) if before is None else before
    for name, side in (
        ("sourceAddress", SubscriberSide.SOURCE),
        ("destinationAddress", SubscriberSide.DESTINATION),
    ):
        done = sides & side > 0
        table, mine = _hide(table, name, pseudonyms, done)
        sides = sides | np.where(mine, side, 0)
    for name in HIDDEN:
        if f"{name}Hi" in table.column_names:
            table, _ = _hide(table, name, pseudonyms, sides > 0 if before is not None else None)
    return with_column(table, "subscriberSide", pa.array(sides.astype(np.uint8)))


def _hide(
    table: pa.Table, name: str, pseudonyms: Pseudonyms, done: Mask | None
) -> tuple[pa.Table, Mask]:
    names = (f"{name}Hi", f"{name}Lo")
    missing = is_null(table[names[0]])
    given = Addresses(*(_column(table, half) for half in names))
    hidden, mine = pseudonyms.replace(given)
    keep = missing if done is None else missing | done
    for half, old, new in zip(names, (given.hi, given.lo), (hidden.hi, hidden.lo), strict=True):
        value = np.where(keep, old, new)
        table = with_column(table, half, pa.array(value, pa.int64(), mask=missing))
    return table, mine & ~keep


def _column(table: pa.Table, name: str) -> I64:
    return as_integers(filled(table[name], 0))
