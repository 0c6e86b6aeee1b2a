"""Ramps: ASPA verification of whole columns of AS paths.

A path that leaks nothing climbs from its origin to providers and then comes down to customers. The up-ramp
counts how far it surely, or at most, climbs from the origin; the down-ramp how far it comes down to the
receiver. Where both together cannot span the path, somebody carried a route that was not theirs to carry.

Source:
    draft-ietf-sidrops-aspa-verification, sections 5 (provider authorisation) and 6 (path verification).
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.aspas import AspaTable, Hop
from noroshi.readiness.rpki.paths import Paths
from noroshi.readiness.rpki.prefixes import I64, Mask

U8 = npt.NDArray[np.uint8]


class Relation(StrEnum):
    """What the neighbour is to the receiver."""

    CUSTOMER = "customer"
    PEER = "peer"
    PROVIDER = "provider"


class Outcome(IntEnum):
    """State of a path; the numbers are those of origin validation, so that both simulate alike."""

    UNKNOWN = 0
    VALID = 1
    INVALID = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramps:
    """What verification says of each path, in their order. Places count from the origin, from 1.

    Attributes:
        state: `Outcome` of each.
        up_break: Place of the first AS whose ASPA does not name the next; 0 where none.
        down_break: Place of the last AS, seen from the origin, whose ASPA does not name the one before;
            0 where none.
    """

    state: U8
    up_break: I64
    down_break: I64


def verify(paths: Paths, table: AspaTable, downstream: Mask) -> Ramps:
    """The state of every path.

    Args:
        paths: Nearest AS first.
        table: The ASPAs.
        downstream: Paths that a provider sent; the others come from customers and peers.
    """
    size, n = len(paths), paths.hops
    row = np.repeat(np.arange(size), n)
    # Pairs of neighbours in a path: the first of a pair is nearer to the receiver.
    first = np.flatnonzero(row[1:] == row[:-1]) if len(row) else np.zeros(0, np.int64)
    owner = row[first]
    near, far = paths.asn[first], paths.asn[first + 1]
    place = paths.start[owner + 1] - first - 1  # of the far AS, from the origin
    up, down = table.hops(far, near), table.hops(near, far)
    max_up = _least(owner, place, up == Hop.NOT_PROVIDER, n)
    min_up = _least(owner, place, up != Hop.PROVIDER, n)
    max_down = n - _most(owner, place + 1, down == Hop.NOT_PROVIDER, size) + 1
    min_down = n - _most(owner, place + 1, down != Hop.PROVIDER, size) + 1
    max_down, min_down = np.minimum(max_down, n), np.minimum(min_down, n)
    invalid = np.where(downstream, max_up + max_down < n, max_up < n)
    unknown = np.where(downstream, min_up + min_down < n, min_up < n)
    state = np.where(invalid, Outcome.INVALID, np.where(unknown, Outcome.UNKNOWN, Outcome.VALID))
    state = np.where((n == 0) | paths.has_set | paths.broken, Outcome.INVALID, state)
    return Ramps(
        state=state.astype(np.uint8),
        up_break=np.where(max_up < n, max_up, 0),
        down_break=np.where(max_down < n, n - max_down + 1, 0),
    )


def _least(owner: I64, place: I64, which: Mask, n: I64) -> I64:
    """The least place of each path where something holds; its length where nothing does."""
    found = n.copy()
    np.minimum.at(found, owner[which], place[which])
    return found


def _most(owner: I64, place: I64, which: Mask, size: int) -> I64:
    """The greatest place of each path where something holds; 1 where nothing does."""
    found = np.ones(size, np.int64)
    np.maximum.at(found, owner[which], place[which])
    return found
