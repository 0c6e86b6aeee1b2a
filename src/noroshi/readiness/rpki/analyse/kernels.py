"""Kernels: the two inner loops of validation and what-if, compiled by numba (extra `[speed]`).

Each does what a numpy function beside it does; tests hold the two against each other.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from noroshi.readiness.rpki.prefixes import I64, U64

NEAR = 32
"""Nodes that are stepped over one by one before a search pays."""


@njit(cache=True, nogil=True)
def _is_behind(  # numbers alone: columns that go into a call cost the loop its speed
    hi: np.uint64, lo: np.uint64, length: np.int64, a: np.uint64, b: np.uint64, n: np.int64
) -> np.bool_:  # fmt: skip  # pragma: no cover  # tests run it compiled and as Python
    """Whether a node sorts behind a prefix."""
    return hi > a or (hi == a and (lo > b or (lo == b and length > n)))


@njit(cache=True, nogil=True)
def locate(  # noqa: PLR0913, PLR0917  # one loop over bare columns, as numba compiles it
    hi: U64, lo: U64, length: I64, node_hi: U64, node_lo: U64, node_length: I64,
    parent: I64, first: I64, mask_hi: U64, mask_lo: U64,
) -> I64:  # fmt: skip  # pragma: no cover  # tests run it compiled and as Python
    """`Nest.locate`: the node that covers each prefix most closely, or -1.

    Args:
        hi: High halves of what is looked for.
        lo: Low halves of it.
        length: Bits of it.
        node_hi: High halves of the nodes, sorted by address and length.
        node_lo: Low halves of them.
        node_length: Bits of them.
        parent: Closest cover of each node, or -1.
        first: First node whose leading 16 bits are at least the index.
        mask_hi: High half of the mask of each length.
        mask_lo: Low half.
    """
    size = len(node_hi)
    found = np.empty(len(hi), np.int64)
    near = -1
    for row in range(len(hi)):
        a, b, n = hi[row], lo[row], length[row]
        if near >= 0 and _is_behind(node_hi[near], node_lo[near], node_length[near], a, b, n):
            near = -1
        if near < 0 or (near + NEAR < size and node_hi[near + NEAR] <= a):
            top = a >> np.uint64(48)
            left, right = first[top], first[top + np.uint64(1)]
            while left < right:
                middle = (left + right) >> 1
                if _is_behind(node_hi[middle], node_lo[middle], node_length[middle], a, b, n):
                    right = middle
                else:
                    left = middle + 1
            near = left - 1
        else:
            while near + 1 < size and not _is_behind(
                node_hi[near + 1], node_lo[near + 1], node_length[near + 1], a, b, n
            ):
                near += 1
        node = near
        while node >= 0:
            bits = node_length[node]
            inside = a & mask_hi[bits] == node_hi[node] and b & mask_lo[bits] == node_lo[node]
            if inside and bits <= n:
                break
            node = parent[node]
        found[row] = node
    return found


@njit(cache=True, nogil=True)
def judge(  # noqa: PLR0913, PLR0917  # as above
    node: I64, origin: I64, length: I64, parent: I64, first: I64, asn: I64, most: I64
) -> tuple[npt.NDArray[np.uint8], I64]:  # pragma: no cover  # tests run it compiled and as Python
    """State and reach of each route, as `sweep` gives them.

    Args:
        node: Closest cover of each route, or -1.
        origin: AS of each; below 1 where there is none.
        length: Bits of each.
        parent: Closest cover of each node, or -1.
        first: Where each node's permits start.
        asn: AS of each permit.
        most: maxLength of each permit.
    """
    state = np.zeros(len(node), np.uint8)
    reach = np.full(len(node), -1)
    for row in range(len(node)):
        at = node[row]
        if at < 0:
            continue
        state[row] = 2
        if origin[row] <= 0:
            continue
        while at >= 0 and state[row] == 2:
            for permit in range(first[at], first[at + 1]):
                if asn[permit] == origin[row]:
                    reach[row] = max(reach[row], most[permit])
            if reach[row] >= length[row]:
                state[row] = 1
            at = parent[at]
    return state, reach
