"""Folder: which segments lie in the spool, and in which order.

A segment is named `NUMBER-SALT.segment`, and ends in `.part` while it is written. Numbers grow; they
start at the clock, so that a lost state never gives a number, and with it a file's name, twice.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from noroshi.spine.flows.spool.block import SALT_OCTETS

_NAME = re.compile(r"(\d{16})-([0-9a-f]{16})\.(segment|part)")


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """One file of the spool."""

    number: int
    salt: bytes
    folder: Path

    @classmethod
    def new(cls, number: int, folder: Path) -> "Segment":
        """A segment that is not there yet."""
        return cls(number, secrets.token_bytes(SALT_OCTETS), folder)

    @property
    def path(self) -> Path:
        """Where it lies once it is closed."""
        return self.folder / f"{self.number:016d}-{self.salt.hex()}.segment"

    @property
    def part(self) -> Path:
        """Where it lies while it is written."""
        return self.path.with_suffix(".part")


@dataclass(frozen=True, slots=True)
class SpoolFolder:
    """The segments below one folder."""

    path: Path

    def closed(self) -> list[Segment]:
        """Segments that nothing more is written to, oldest first."""
        return sorted(segment for segment, ending in self._found() if ending == "segment")

    def adopt(self) -> int:
        """Close what a killed receiver left open; gives their number."""
        left = [segment for segment, ending in self._found() if ending == "part"]
        for segment in left:
            segment.part.rename(segment.path)
        return len(left)

    def next_number(self, now_ms: int, after: int) -> int:
        """A number above all that are here and above `after`, at least the clock."""
        highest = max((segment.number for segment, _ in self._found()), default=0)
        return max(highest + 1, after + 1, now_ms)

    def size(self) -> int:
        """Octets of all segments."""
        total = 0
        for segment, ending in self._found():
            try:
                total += os.stat(segment.part if ending == "part" else segment.path).st_size  # noqa: PTH116  # as quick as can be
            except FileNotFoundError:  # the decoder just finished with it
                continue
        return total

    def _found(self) -> list[tuple[Segment, str]]:
        if not self.path.is_dir():
            return []
        names = (_NAME.fullmatch(name) for name in os.listdir(self.path))  # noqa: PTH208  # names only
        return [(Segment(int(m[1]), bytes.fromhex(m[2]), self.path), m[3]) for m in names if m]
