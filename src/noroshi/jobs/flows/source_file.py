"""Source file: what a command reads, a file or standard input, and how far it has come."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BLOCK = 4 << 20
"""Octets read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file has come.

    Attributes:
        file: As it was given.
        rows: Rows read.
        octets: Octets read, of the file as it lies on disk.
        size: Its octets; null while they still come in through a pipe.
    """

    file: str
    rows: int = 0
    octets: int = 0
    size: int | None = None


Progressed = Callable[[Progress], None]
"""Called every few megaoctets."""


@contextmanager
def opened(name: str, progress: Progressed | None = None) -> Iterator[Path]:
    """The file, or what comes in on stdin as a file of its own."""
    if name != "-":
        yield Path(name)
        return
    with tempfile.NamedTemporaryFile(prefix="noroshi-stdin-") as spool:
        while block := sys.stdin.buffer.read(BLOCK):
            spool.write(block)
            if progress is not None:
                progress(Progress(file=name, octets=spool.tell()))
        spool.flush()
        yield Path(spool.name)
