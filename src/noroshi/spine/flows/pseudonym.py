"""Pseudonym: keyed, prefix-preserving stand-ins for subscriber addresses.

Crypto-PAn with the subscriber range itself kept: only the bits below the range's prefix are
permuted. So a pseudonym lies in the operator's own range, never meets a server's address, and two
subscribers share exactly as many leading bits as before. Without the key it cannot be turned back.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, Mask, Network
from noroshi.spine.flows.arrow import as_integers, filled, is_null, with_column
from noroshi.spine.flows.crypto_pan import CryptoPan
from noroshi.spine.flows.memo import Memo
from noroshi.spine.model import SubscriberSide

HIDDEN = ("nextHop", "postNATSourceAddress", "postNATDestinationAddress")
"""Other addresses of a flow that may be a subscriber's."""


class Pseudonyms:
    """Replaces addresses inside subscriber ranges, the same way each time for the same key.

    Args:
        key: 32 octets: AES-128 key, then padding (Crypto-PAn).
        networks: Subscriber ranges, none inside another.
    """

    def __init__(self, key: bytes, networks: Sequence[Network]) -> None:
        self._permutation = CryptoPan(key)
        self._networks = tuple(networks)
        self._memo = Memo()

    def replace(self, addresses: Addresses, done: Mask | None = None) -> tuple[Addresses, Mask]:
        """Addresses with subscribers replaced, and which rows those are.

        Args:
            addresses: Any addresses.
            done: Rows that are left alone.
        """
        mine = np.zeros(len(addresses), np.bool_)
        found = addresses
        for network in self._networks:
            inside = network.contains(addresses)
            rows = np.flatnonzero(inside if done is None else inside & ~done)
            if not len(rows):
                continue
            if found is addresses:
                found = Addresses(addresses.hi.copy(), addresses.lo.copy())
            permute = partial(self._permutation.permute, network=network)
            new = self._memo.replace(addresses.take(rows), permute)
            found.hi[rows], found.lo[rows] = new.hi, new.lo
            mine[rows] = True
        return found, mine


def hide_subscribers(table: pa.Table, pseudonyms: Pseudonyms) -> pa.Table:
    """A flow table with pseudonyms for subscribers, and `subscriberSide` set.

    Sides that `subscriberSide` already marks are pseudonyms of an earlier import; they are kept.
    """
    marked = "subscriberSide" in table.column_names
    sides = _column(table, "subscriberSide") if marked else np.zeros(table.num_rows, np.int64)
    for name, side in (
        ("sourceAddress", SubscriberSide.SOURCE),
        ("destinationAddress", SubscriberSide.DESTINATION),
    ):
        done = sides & side > 0 if marked else None
        table, mine = _hide(table, name, pseudonyms, done)
        sides = sides | mine * np.int64(side)
    for name in HIDDEN:
        if f"{name}Hi" in table.column_names:
            table, _ = _hide(table, name, pseudonyms, sides > 0 if marked else None)
    return with_column(table, "subscriberSide", pa.array(sides.astype(np.uint8)))


def _hide(
    table: pa.Table, name: str, pseudonyms: Pseudonyms, done: Mask | None
) -> tuple[pa.Table, Mask]:
    names = (f"{name}Hi", f"{name}Lo")
    missing = is_null(table[names[0]]) if table[names[0]].null_count else None
    if missing is not None:
        done = missing if done is None else missing | done
    hidden, mine = pseudonyms.replace(Addresses(*(_column(table, half) for half in names)), done)
    if mine.any():
        for half, value in zip(names, (hidden.hi, hidden.lo), strict=True):
            table = with_column(table, half, pa.array(value, pa.int64(), mask=missing))
    return table, mine


def _column(table: pa.Table, name: str) -> I64:
    column = table[name]
    return as_integers(filled(column, 0) if column.null_count else column)
