"""Survey diff: what is new, gone, changed or the same between two rounds, by address and service."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey.listing import NOTHING, Listing
from noroshi.iot.survey.results import ANSWERED, OPEN
from noroshi.spine.flows.arrow import words

I64 = npt.NDArray[np.int64]
_SHIFT = 16
_NAMES = tuple(CATALOGUE)
_NUMBERS = {name: number for number, name in enumerate(_NAMES)}


class Change(StrEnum):
    """What became of a service from the earlier round to the later."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"
    UNASKED = "unasked"
    """It was there, and the later round did not ask its address: nobody can say."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a round."""

    address: str
    port: int
    probe: str


@dataclass(frozen=True, slots=True)
class _Round:
    """Services of a round: their keys, ascending, and a name of what each said."""

    keys: I64
    said: npt.NDArray[np.uint64]


def diff_rounds(
    earlier: pa.Table, later: pa.Table, *, asked_later: I64, listing: Listing = NOTHING
) -> dict[Change, Iterator[Service]]:
    """The services of two rounds by what became of them; iterate each at most once.

    Args:
        earlier: Results of the earlier round, as `read_results` gives them.
        later: Those of the later.
        asked_later: Addresses that the later round asked, ascending.
        listing: Says which IPv6 addresses the numbers of both stand for.
    """
    before, after = _round(earlier), _round(later)
    at = np.searchsorted(after.keys, before.keys)
    at = np.minimum(at, max(len(after.keys) - 1, 0))
    there = after.keys[at] == before.keys if len(after.keys) else np.zeros(len(before.keys), bool)
    same = np.zeros(len(before.keys), bool)
    same[there] = after.said[at[there]] == before.said[there]
    asked = np.isin(before.keys >> (_SHIFT + 8), asked_later)
    new = ~np.isin(after.keys, before.keys)
    return {
        Change.NEW: _services(after, new, listing),
        Change.GONE: _services(before, ~there & asked, listing),
        Change.CHANGED: _services(before, there & ~same, listing),
        Change.SAME: _services(before, same, listing),
        Change.UNASKED: _services(before, ~there & ~asked, listing),
    }


def _round(table: pa.Table) -> _Round:
    """The services of a round; all messages of one together make what it said."""
    kept = np.array([state in {OPEN, ANSWERED} for state in words(table["state"])], bool)
    probe = np.array([_NUMBERS[name] for name in words(table["probe"])], np.int64)
    address = table["address"].to_numpy().astype(np.int64)
    port = table["port"].to_numpy().astype(np.int64)
    banner = table["banner"].to_numpy().astype(np.uint64)
    message = table["message"].to_numpy().astype(np.uint64)
    keys = ((address << _SHIFT | port) << 8 | probe)[kept]
    mixed = (banner * (2 * message + np.uint64(1)))[kept]
    distinct, place = np.unique(keys, return_inverse=True)
    said = np.zeros(len(distinct), np.uint64)
    np.add.at(said, place, mixed)
    return _Round(distinct, said)


def _services(one: _Round, chosen: npt.NDArray[np.bool_], listing: Listing) -> Iterator[Service]:
    for key in one.keys[chosen].tolist():
        yield Service(listing.text_of(key >> (_SHIFT + 8)), key >> 8 & 0xFFFF, _NAMES[key & 0xFF])
