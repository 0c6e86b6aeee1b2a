"""Bodies: octets that were made once and go to many readers, as long as there is room."""

import heapq
import threading
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from noroshi.spine.model import Tlp

ROOM_BYTES = 32 * 1024 * 1024
"""Octets that are held of one form, with what holding them takes."""

HOLDING_BYTES = 300
"""Octets that holding one body takes beside its own: objects, table and order."""


class Body(NamedTuple):
    """What one edition says in one form, and who may read it."""

    tlp: Tlp
    octets: bytes


class Bodies:
    """Bodies in one form by the sequence of their edition. Editions never change: none goes stale.

    Where there is no room the oldest editions go first: those who follow the list ask for the newest,
    and somebody who reads it from its beginning must not push those out.

    Every method may be called from any thread.
    """

    def __init__(self, *, room_bytes: int = ROOM_BYTES) -> None:
        self._room_bytes = room_bytes
        self._lock = threading.Lock()
        self._held: dict[int, Body] = {}
        self._oldest: list[int] = []
        self._size_bytes = 0

    @property
    def size_bytes(self) -> int:
        """What is held takes so much."""
        return self._size_bytes

    def held(self, sequences: Iterable[int]) -> dict[int, Body]:
        """What is held of these."""
        get = self._held.get
        found = ((sequence, get(sequence)) for sequence in sequences)
        return {sequence: body for sequence, body in found if body is not None}

    def hold(self, made: Mapping[int, Body]) -> None:
        """Hold these, as far as there is room."""
        with self._lock:
            for sequence, body in made.items():
                if sequence not in self._held and self._make_room(sequence, _size_bytes(body)):
                    self._held[sequence] = body
                    heapq.heappush(self._oldest, sequence)
                    self._size_bytes += _size_bytes(body)

    def _make_room(self, sequence: int, size_bytes: int) -> bool:
        """Let older ones go until there is room; false where what is left is newer, or nothing."""
        while self._size_bytes + size_bytes > self._room_bytes:
            if not self._oldest or self._oldest[0] > sequence:
                return False
            self._size_bytes -= _size_bytes(self._held.pop(heapq.heappop(self._oldest)))
        return True


def _size_bytes(body: Body) -> int:
    return len(body.octets) + HOLDING_BYTES
