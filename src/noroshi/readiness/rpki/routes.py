"""Routes: prefixes and the AS each comes from, as a table in the order of their file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from noroshi.readiness.rpki.numbers import UNREADABLE, parse_as_numbers
from noroshi.readiness.rpki.prefixes import I64, Fault, Mask, Prefixes, parse_prefixes
from noroshi.spine.flows.arrow import Array, is_one_of, matches, picked, trimmed

AS_SET: Final = -1
"""Origin of a path that ends in a set: RFC 6811 section 2 calls it NONE."""

EMPTY: Final = -2
"""Origin of an empty path, or of one that ends inside a confederation: the speaker's own AS."""

_SET = r"^\{\s*[0-9]{1,10}(?:[\s,]+[0-9]{1,10})*\s*\}$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """A table of routes.

    Attributes:
        prefixes: What is announced.
        origin: AS number, `AS_SET` or `EMPTY`.
        prefix_text: The prefix as the file writes it.
        origin_text: The origin as the file writes it; empty for an empty path.
        refused: Records left out, by reason.
    """

    prefixes: Prefixes
    origin: I64
    prefix_text: Array
    origin_text: Array
    refused: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.origin)

    def take(self, rows: I64 | Mask) -> "Routes":
        """Rows by index or mask."""
        index = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.int64)
        return Routes(
            prefixes=self.prefixes.take(rows),
            origin=self.origin[rows],
            prefix_text=picked(self.prefix_text, index),
            origin_text=picked(self.origin_text, index),
            refused=self.refused,
        )

    def with_own_as(self, asn: int) -> "Routes":
        """The same, with the speaker's own AS where a path is empty (RFC 6811 section 2)."""
        return replace(self, origin=np.where(self.origin == EMPTY, asn, self.origin))


def parse_routes(prefix: Array, origin: Array, *, refused: Counter[str]) -> Routes:
    """The table that some texts give; what is malformed is left out and counted.

    Args:
        prefix: CIDR texts without nulls.
        origin: AS numbers (`AS64500` or `64500`), `{64500,64501}` for a set, empty for an empty path.
        refused: Counts so far, to which these are added.
    """
    prefixes, fault = parse_prefixes(prefix)
    number = parse_as_numbers(origin)
    odd = np.flatnonzero(number == UNREADABLE)
    unreadable = np.zeros(len(number), np.bool_)
    if len(odd):
        texts = trimmed(picked(origin, odd))
        is_set = matches(texts, _SET)
        is_empty = is_one_of(texts, "")
        number[odd] = np.where(is_set, AS_SET, EMPTY)
        unreadable[odd[~is_set & ~is_empty]] = True
    good = np.ones(len(number), np.bool_)
    for reason, which in (
        ("no-prefix", fault == Fault.NO_PREFIX),
        ("host-bits", fault == Fault.HOST_BITS),
        ("bad-origin", unreadable),
    ):
        wrong = good & which
        if count := int(wrong.sum()):
            refused[reason] += count
        good &= ~wrong
    made = Routes(
        prefixes=prefixes,
        origin=number,
        prefix_text=prefix,
        origin_text=origin,
        refused=refused,
    )
    return made if good.all() else made.take(good)
