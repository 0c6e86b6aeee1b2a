"""Pull book: readings are noted at once and written together a moment later.

A reader who polls must not wait until a disk has kept that he polled, so the book holds notes in memory
and one transaction writes them all. A hub that is killed forgets the pulls of that moment, and nothing
else.
"""

import threading
from collections.abc import Sequence

import structlog

from noroshi.spine.model import NoroshiError
from noroshi.spine.store.pulls import Pull, Pulls

WAIT_S = 2.0
"""Longest time between a note and its writing."""

LOG = structlog.get_logger(__name__)


class PullBook:
    """Notes of one process; every method may be called from any thread."""

    def __init__(self, pulls: Pulls, *, wait_s: float = WAIT_S) -> None:
        self._pulls = pulls
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._notes: dict[tuple[str, str, str, str], Pull] = {}
        self._timer: threading.Timer | None = None

    def note(self, pull: Pull) -> None:
        """Remember a reading that has ended."""
        with self._lock:
            before = self._notes.get(pull.key)
            self._notes[pull.key] = pull if before is None else before.joined(pull)
            if self._timer is None:
                self._timer = threading.Timer(self._wait_s, self._write_quietly)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write all notes now.

        Raises:
            SourceError: The database refuses; the notes stay for the next time.
        """
        notes = self._take()
        try:
            self._pulls.add(notes)
        except NoroshiError:
            for note in notes:
                self.note(note)
            raise

    def close(self) -> None:
        """Write what is left."""
        self._write_quietly()
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()

    def _take(self) -> Sequence[Pull]:
        with self._lock:
            notes = list(self._notes.values())
            self._notes.clear()
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
        return notes

    def _write_quietly(self) -> None:
        try:
            self.flush()
        except NoroshiError as error:
            LOG.warning("pulls are not written yet", why=str(error))
