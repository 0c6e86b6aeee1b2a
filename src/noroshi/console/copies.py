"""Copies: whole lists as octets on disk, rendered once for all who read them.

A copy shows one moment of the list, whatever is published while a slow reader takes it. Its file has no
name, so nothing is left of it when the process ends in any way.
"""

import os
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from noroshi.console.coding import compressed

CHUNK = 256 * 1024
"""Octets that leave at a time."""

LARGE = 50_000
"""Entries from which a copy is not made anew for every addition."""

HELD = timedelta(seconds=20)
"""How long a copy of a large list may lack additions. A removal always makes a new one."""


@dataclass(frozen=True, slots=True)
class CopyKey:
    """What makes two readers want the same octets.

    Attributes:
        collection: Which list.
        format: Name of the renderer.
        tlps: Markings that may be in it.
        encoding: `gzip`, `zstd` or nothing.
    """

    collection: str
    format: str
    tlps: tuple[str, ...]
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a copy.

    Attributes:
        start: Its first octet.
        size: Its octets.
        entries: How many entries it holds.
    """

    start: int
    size: int
    entries: int


class Copy:
    """One file.

    Attributes:
        head: Sequence up to which it is complete.
        made_at: When it was begun.
        ends_at: When an entry in it ends by itself; null when none will.
        entries: How many entries it holds.
        size: Its octets.
        pieces: Where the entries of each stretch of sequences stand in it, where they stand by
            themselves; so the next copy takes over those that did not change.
    """

    def __init__(
        self, folder: Path, *, head: int, made_at: datetime, ends_at: datetime | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.head, self.made_at, self.ends_at = head, made_at, ends_at
        self.entries, self.size = 0, 0
        self.pieces: dict[int, Piece] = {}
        self._descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
        # Whoever still reads it holds it; the file goes with the last of them.
        weakref.finalize(self, os.close, self._descriptor)

    def write(self, chunks: Iterable[bytes]) -> None:
        """Write the whole; small chunks are gathered."""
        with os.fdopen(os.dup(self._descriptor), "wb", buffering=CHUNK) as file:
            for chunk in chunks:
                file.write(chunk)
            self.size = file.tell()

    def piece(self, piece: Piece) -> bytes:
        """The octets of one piece."""
        return os.pread(self._descriptor, piece.size, piece.start)

    def chunks(self) -> Iterator[bytes]:
        """The octets, for any number of readers at once."""
        for start in range(0, self.size, CHUNK):
            yield os.pread(self._descriptor, CHUNK, start)


class Copies:
    """The newest copy of each kind; every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._locks: dict[CopyKey, threading.Lock] = {}
        self._held: dict[CopyKey, Copy] = {}

    def get(self, key: CopyKey, fits: Callable[[Copy], bool], make: Callable[[Path], Copy]) -> Copy:
        """The held copy when it fits; else one made now, once for all who wait for it."""
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            held = self._held.get(key)
            if held is None or not fits(held):
                held = make(self._folder)
                self._held[key] = held
            return held

    def held(self, key: CopyKey) -> Copy | None:
        """The newest copy that was made, whether it still fits or not."""
        return self._held.get(key)

    def encoded(self, plain: Copy, key: CopyKey) -> Copy:
        """The same list compressed, as the key says."""

        def make(folder: Path) -> Copy:
            copy = Copy(folder, head=plain.head, made_at=plain.made_at, ends_at=plain.ends_at)
            copy.write(compressed(plain.chunks(), key.encoding))
            copy.entries = plain.entries
            return copy

        def fits(held: Copy) -> bool:
            return held.head == plain.head and held.made_at == plain.made_at

        return self.get(key, fits, make)

    def close(self) -> None:
        """Let go of every copy."""
        with self._guard:
            self._held.clear()
