"""Spool: octets that come mixed and leave sorted into parts, in a file without a name."""

from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self


class Spool:
    """Sorts pieces into named parts; keeps 16 octets of each piece in memory, whatever its size."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # closed by __exit__
        self._end = 0
        self._parts: dict[str, array[int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, part: str, octets: bytes) -> None:
        """Put a piece at the end of a part."""
        self._parts.setdefault(part, array("Q")).extend((self._end, len(octets)))
        self._file.write(octets)
        self._end += len(octets)

    def parts(self) -> list[str]:
        """Names of the parts, in the order in which they began."""
        return list(self._parts)

    def pieces(self, part: str) -> Iterator[bytes]:
        """The pieces of a part in order; nothing may be added meanwhile."""
        places = self._parts.get(part, array("Q"))
        for index in range(0, len(places), 2):
            self._file.seek(places[index])
            yield self._file.read(places[index + 1])
