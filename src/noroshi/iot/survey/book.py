"""Book: the hash-chained record from which "was this address asked, and when?" is answered.

A chunk has a line before its first probe and one after its last. The second names, by SHA-256, a
small file with one bit a position: sent or not. Because the order can be inverted, that is all it
takes. What a killed process had begun shows as a beginning without an end.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from noroshi.spine.home import write_whole
from noroshi.spine.home.audit import AuditLine, AuditTrail, verify
from noroshi.spine.home.audit.line import line_of
from noroshi.spine.model import InputError

Flags = npt.NDArray[np.bool_]

BEGIN, END, JUMP = "chunk.begin", "chunk.end", "clock.jump"
MOST_BITS = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One go at a chunk.

    Attributes:
        start: First position.
        end: Position behind the last.
        began: When its first probe could have left.
        ended: When its last one had; null where the process was killed before it said so.
        bits: SHA-256 of the file that tells which were sent; empty without an end.
        sent: How many were.
        settled: Whether nothing of it remains to be asked.
        source: The address that asked.
    """

    start: int
    end: int
    began: datetime
    ended: datetime | None
    bits: str
    sent: int
    settled: bool
    source: str


class Book:
    """The record of one shard.

    Args:
        path: Its file; the files of bits lie beside it in `sent/`.
        clock: The present, UTC.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self.path, self._folder = path, path.parent / "sent"
        self._trail = AuditTrail(path, clock)

    def begin(self, scope: str, start: int, end: int, detail: Mapping[str, str]) -> None:
        """Write that a chunk begins; on disk when this returns."""
        self._trail.note("survey", BEGIN, scope, {**detail, "start": str(start), "end": str(end)})

    def end(self, scope: str, start: int, end: int, sent: Flags, detail: Mapping[str, str]) -> None:
        """Write that all that will be sent of it in this go was sent."""
        octets = zlib.compress(np.packbits(sent).tobytes())
        name = hashlib.sha256(octets).hexdigest()
        self._folder.mkdir(exist_ok=True)
        write_whole([octets], self._folder / name)
        told = {"start": str(start), "end": str(end), "sent": str(int(sent.sum())), "bits": name}
        self._trail.note("survey", END, scope, {**detail, **told})

    def note(self, action: str, target: str, detail: Mapping[str, str]) -> None:
        """Write anything else."""
        self._trail.note("survey", action, target, detail)

    def head(self) -> str:
        """Digest of the last line; empty for an empty book."""
        line = self._trail.head()
        return line.digest if line else ""

    def holds(self, digest: str) -> bool:
        """Whether a line with this digest stands in it; the empty one always does."""
        return not digest or any(line.digest == digest for line in self._trail.newest())

    def spans(self) -> list[Span]:
        """Every go at every chunk, in order.

        Raises:
            InputError: A line is not as it was written.
        """
        found = verify(self.path, self.path.with_name("no-checkpoints"), None)
        if found.fault is not None:
            raise InputError(
                f"{self.path.name}, line {found.fault.row}: {found.fault.reason}; the record was"
                " changed or damaged, so it proves nothing from there on. Take it from the backup"
            )
        made: list[Span] = []
        for line in _lines(self.path):
            if line.action == BEGIN:
                made.append(_begun(line))
            elif line.action == END and made:
                made[-1] = _ended(made[-1], line)
        return made

    def sent_of(self, span: Span) -> Flags:
        """Which positions of a span were sent.

        Raises:
            InputError: The file is missing or not the one that the line names.
        """
        count = span.end - span.start
        try:
            octets = (self._folder / span.bits).read_bytes()
            if hashlib.sha256(octets).hexdigest() != span.bits:
                raise InputError(f"sent/{span.bits} was changed; take it from the backup")
            plain = zlib.decompressobj().decompress(octets, MOST_BITS)
        except (OSError, zlib.error) as error:
            raise InputError(f"sent/{span.bits} cannot be read: {error}") from error
        return np.unpackbits(np.frombuffer(plain, np.uint8), count=count).astype(bool)


def _lines(path: Path) -> Iterator[AuditLine]:
    if path.exists():
        with path.open("rb") as file:
            yield from (line_of(octets) for octets in file if octets.endswith(b"\n"))


def _begun(line: AuditLine) -> Span:
    return Span(
        start=int(line.detail["start"]), end=int(line.detail["end"]), began=line.at, ended=None,
        bits="", sent=0, settled=False, source=line.detail.get("source", ""),
    )  # fmt: skip


def _ended(begun: Span, line: AuditLine) -> Span:
    return Span(
        start=begun.start, end=begun.end, began=begun.began, ended=line.at,
        bits=line.detail["bits"], sent=int(line.detail["sent"]),
        settled=line.detail.get("settled") == "yes", source=begun.source,
    )  # fmt: skip
