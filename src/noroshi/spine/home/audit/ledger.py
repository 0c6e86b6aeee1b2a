"""Ledger: a file that only grows, line by line, from several processes at once.

A line is on disk before `append` returns. A writer killed in the middle leaves a piece without
newline behind the last line; the next `append` removes it.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from noroshi.spine.home.whole import flush_folder
from noroshi.spine.model import ConfigError, SourceError

BLOCK = 65_536

Continue = Callable[[bytes, bytes], bytes]
"""Makes what is added from the last whole line and the piece behind it (each may be empty)."""


class Ledger:
    """Lines in a file.

    Args:
        path: The file; made with mode 0640 at the first line.
        most_octets: Of one line, with its newline.
    """

    def __init__(self, path: Path, most_octets: int) -> None:
        self._path, self._most = path, most_octets

    def append(self, going_on: Continue) -> bytes:
        """Add what `going_on` makes; nobody else adds meanwhile.

        Raises:
            ConfigError: The file cannot be opened.
            SourceError: The disk does not take it, or its last line is none.
        """
        with self._locked() as file:
            size = os.fstat(file).st_size
            last, piece = self._end(file, size)
            added = going_on(last, piece)
            if not added:
                return b""
            whole = size - len(piece)
            try:
                if piece:
                    os.ftruncate(file, whole)
                _write_at(file, added, whole)
                os.fsync(file)
            except OSError as error:
                with suppress(OSError):
                    os.ftruncate(file, whole)  # what was not confirmed shall not be read
                raise SourceError(
                    f"{self._path} cannot be written: {error.strerror}; what was asked for is not"
                    " done. Make room on the disk"
                ) from error
            return added

    @contextmanager
    def _locked(self) -> Iterator[int]:
        fresh = not self._path.exists()
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        except OSError as error:
            raise ConfigError(f"{self._path} cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if fresh:
                flush_folder(self._path.parent)
            yield file
        finally:
            os.close(file)

    def _end(self, file: int, size: int) -> tuple[bytes, bytes]:
        """The last whole line, and what stands behind it."""
        held = b""
        at = size
        while at and held.count(b"\n") < 2 and len(held) <= 2 * self._most:
            start = max(0, at - BLOCK)
            held = os.pread(file, at - start, start) + held
            at = start
        whole, newline, piece = held.rpartition(b"\n")
        line = whole.rpartition(b"\n")[2] + newline
        if max(len(line), len(piece)) > self._most:
            raise SourceError(
                f"{self._path} ends with a line that is none; run: noroshi audit verify"
            )
        return line, piece

    def size(self) -> int:
        """Octets of whole lines, with nobody adding at that moment; 0 when there is no file."""
        if not self._path.exists():
            return 0
        with self._locked() as file:
            size = os.fstat(file).st_size
            return size - len(self._end(file, size)[1])


def lines(path: Path, most_octets: int) -> Iterator[bytes]:
    """Lines from the first on, each with its newline; the last may lack it. Long ones come in pieces."""
    if not path.exists():
        return
    with path.open("rb") as file:
        while line := file.readline(most_octets + 1):
            yield line


def lines_back(path: Path) -> Iterator[bytes]:
    """Whole lines, the last one first."""
    if not path.exists():
        return
    with path.open("rb") as file:
        at, held = file.seek(0, os.SEEK_END), b""
        while at:
            start = max(0, at - BLOCK)
            file.seek(start)
            held, at = file.read(at - start) + held, start
            first, *rest = held.split(b"\n")
            if rest:
                # What stands behind the last newline is no line (yet), or was given already.
                yield from (line + b"\n" for line in reversed(rest[:-1]))
                held = first + b"\n"
        if held.endswith(b"\n") and held != b"\n":
            yield held


def _write_at(file: int, octets: bytes, offset: int) -> None:
    view = memoryview(octets)
    while view:
        written = os.pwrite(file, view, offset)
        view, offset = view[written:], offset + written
