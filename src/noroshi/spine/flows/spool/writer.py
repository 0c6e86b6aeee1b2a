"""Writer: blocks into segments, flushed each second, within a share of the disk."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from noroshi.spine.flows.spool.folder import Segment, SpoolFolder
from noroshi.spine.model import SourceError

SYNC_S = 1.0
"""A power cut loses at most this much; the end of the process loses nothing that was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolLimits:
    """How much lies in a segment and in the spool.

    Attributes:
        segment_octets: A segment is closed once it is as large.
        segment_s: Or as old, in seconds.
        quota_octets: What would make the spool larger is refused.
    """

    segment_octets: int
    segment_s: float
    quota_octets: int


class Refused(StrEnum):
    """Why a block was not written."""

    QUOTA = "quota"
    DISK = "disk"


class SpoolWriter:
    """Appends blocks; one thread uses it.

    Args:
        folder: Where segments lie; made when missing.
        limits: May be replaced while it runs.
        after: Highest segment number ever used, as far as the state knows.
        clock: Seconds that only grow.

    Raises:
        SourceError: The folder cannot be made or written.
    """

    def __init__(
        self,
        folder: Path,
        limits: SpoolLimits,
        *,
        after: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits
        self._spool, self._clock = SpoolFolder(folder), clock
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._spool.adopt()
            self._folder_descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise SourceError(
                f"the spool {folder} cannot be written: {error.strerror}; mend it, start again"
            ) from error
        self._flusher = ThreadPoolExecutor(1, "spool-flush")
        self._flushing: Future[None] | None = None
        self._last = after
        self._segment: Segment | None = None
        self._descriptor = -1
        self._written = 0
        self._opened = self._synced = self._sized = clock()
        self._size = self._spool.size()

    @property
    def salt(self) -> bytes:
        """The salt of the segment that the next block goes into; opens it when there is none.

        Raises:
            OSError: It cannot be opened.
        """
        if self._segment is None:
            self._open()
        assert self._segment is not None
        return self._segment.salt

    def append(self, make: Callable[[bytes], Sequence[bytes]], octets: int) -> Refused | None:
        """Write a block, whole or not at all.

        Args:
            make: Gives the parts of the block for a salt.
            octets: About how large it is.
        """
        if self.size() + octets > self.limits.quota_octets:
            return Refused.QUOTA
        try:
            self._write(make(self.salt))
        except OSError:
            self._undo()
            return Refused.DISK
        return None

    def _write(self, parts: Sequence[bytes]) -> None:
        wanted = sum(map(len, parts))
        done = os.writev(self._descriptor, parts)
        if done < wanted:  # a full disk writes less; so may a signal
            rest = memoryview(b"".join(parts))[done:]
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        self._written += wanted
        self._size += wanted

    def _undo(self) -> None:
        """A block that was cut is taken away, so that the next one starts on clean ground."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._written)
                os.lseek(self._descriptor, self._written, os.SEEK_SET)

    def tick(self) -> bool:
        """Flush and close what is due; gives whether a segment was closed. Call it often."""
        if self._segment is None:
            return False
        now = self._clock()
        full = self._written >= self.limits.segment_octets
        if self._written and (full or now - self._opened >= self.limits.segment_s):
            self.close()
            return True
        if now - self._synced >= SYNC_S and (self._flushing is None or self._flushing.done()):
            self._synced = now
            self._flush()
        return False

    def size(self) -> int:
        """Octets in the spool, looked up at most once a second and counted in between."""
        now = self._clock()
        if now - self._sized >= 1.0:
            self._sized, self._size = now, self._spool.size()
        return self._size

    def close(self) -> None:
        """Flush the segment and hand it to the decoder; an empty one is removed."""
        if self._segment is None:
            return
        segment, self._segment = self._segment, None
        if self._written:
            segment.part.rename(segment.path)
            self._flush()
        else:
            segment.part.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = -1

    def shut(self) -> None:
        """Close for good."""
        self.close()
        self._flusher.shutdown()
        if self._folder_descriptor >= 0:
            os.close(self._folder_descriptor)
            self._folder_descriptor = -1

    def _flush(self) -> None:
        """Flush in a thread of its own: a slow disk must not hold up what still arrives."""
        with suppress(OSError):  # out of descriptors: the system flushes by itself, a little later
            task = os.dup(self._descriptor), self._folder_descriptor
            self._flushing = self._flusher.submit(_flush_to_disk, *task)

    def _open(self) -> None:
        number = self._spool.next_number(time.time_ns() // 1_000_000, self._last)
        segment = Segment.new(number, self._spool.path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self._descriptor = os.open(segment.part, flags, 0o600)
        self._segment, self._last, self._written = segment, number, 0
        self._opened = self._synced = self._clock()


def _flush_to_disk(descriptor: int, folder: int) -> None:
    """Data, then the name; what the disk refuses here the next write tells and counts."""
    try:
        with suppress(OSError):
            os.fdatasync(descriptor)
            os.fsync(folder)
    finally:
        os.close(descriptor)
