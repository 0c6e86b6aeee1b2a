"""Paths: the AS paths of routes as columns, nearest AS first, repetitions left out."""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from noroshi.readiness.rpki.numbers import MOST_AS, UNREADABLE, parse_numbers
from noroshi.readiness.rpki.prefixes import I64, Mask
from noroshi.spine.flows.arrow import Array, as_integers, contains, replaced, trimmed

_CONFED = r"[(\[][^)\]]*[)\]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Paths of unequal length in one column.

    Attributes:
        asn: AS numbers of all paths one behind the other; one that is repeated stands once.
        start: Where each path starts, and at the end their number.
        has_set: Paths with an AS_SET, which have no order.
        broken: Paths that are none.
        text: As written.
    """

    asn: I64
    start: I64
    has_set: Mask
    broken: Mask
    text: Array

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def hops(self) -> I64:
        """ASes of each path."""
        found: I64 = np.diff(self.start)
        return found

    def of(self, row: int) -> list[int]:
        """One path, nearest AS first."""
        found: list[int] = self.asn[self.start[row] : self.start[row + 1]].tolist()
        return found

    @property
    def nearest(self) -> I64:
        """The AS that a route was learnt from; -1 for an empty path."""
        return np.where(self.hops > 0, np.append(self.asn, -1)[self.start[:-1]], -1)


def parse_paths(texts: Array) -> Paths:
    """Paths of a text column, `64500 64501 {64502,64503}`; confederations are left out.

    Args:
        texts: Paths as routers print them, without nulls.
    """
    plain = trimmed(replaced(texts, _CONFED, " "))
    has_set = contains(plain, "{")
    plain = trimmed(replaced(plain, r"\{[^}]*\}", " "))
    words = pc.split_pattern(replaced(plain, r"\s+", " "), " ")
    lengths = as_integers(pc.list_value_length(words))
    flat = parse_numbers(pc.list_flatten(words), most=MOST_AS)
    row = np.repeat(np.arange(len(lengths)), lengths)
    # An empty text is one empty word.
    empty = as_integers(pc.binary_length(plain)) == 0  # type: ignore[call-overload]  # as above
    broken = np.zeros(len(lengths), np.bool_)
    broken[row[(flat == UNREADABLE) & ~empty[row]]] = True
    kept = ~empty[row] & ~broken[row]
    kept[1:] &= (flat[1:] != flat[:-1]) | (row[1:] != row[:-1])
    start = np.append(0, np.cumsum(np.bincount(row[kept], minlength=len(lengths))))
    return Paths(asn=flat[kept], start=start, has_set=has_set, broken=broken, text=texts)
