"""Bodies: octets that were made once and go to many readers, as long as there is room."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

ROOM_BYTES = 64 * 1024 * 1024
"""Octets that are held; those asked for longest ago go first."""


class Bodies:
    """Octets by sequence of the edition that they say. Editions never change, so nothing goes stale.

    Every method may be called from any thread.
    """

    def __init__(self, *, room_bytes: int = ROOM_BYTES) -> None:
        self._room_bytes = room_bytes
        self._lock = threading.Lock()
        self._held: OrderedDict[int, bytes] = OrderedDict()
        self._octets = 0

    def held(self, sequences: Iterable[int]) -> dict[int, bytes]:
        """What is held of these."""
        found: dict[int, bytes] = {}
        with self._lock:
            for sequence in sequences:
                body = self._held.get(sequence)
                if body is not None:
                    self._held.move_to_end(sequence)
                    found[sequence] = body
        return found

    def hold(self, made: Mapping[int, bytes]) -> None:
        """Hold these, and let the oldest go where there is no room."""
        with self._lock:
            for sequence, body in made.items():
                if sequence not in self._held:
                    self._octets += len(body)
                    self._held[sequence] = body
            while self._octets > self._room_bytes:
                _, body = self._held.popitem(last=False)
                self._octets -= len(body)
