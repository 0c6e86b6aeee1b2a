"""Swap: the short moment in which files of the flow table take the place of others."""

import fcntl
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from noroshi.spine.model import SourceError

LOCK = ".swap.lock"


class Swap:
    """A lock between those who replace recorded files: merging, and importing content again.

    `lock` waits for the other; the end of the `with` block gives it back. A killed process holds none.
    """

    def __init__(self, flows: Path) -> None:
        self._path = flows.parent / LOCK  # beside the table, where nobody looks for flows
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def lock(self) -> None:
        """Wait until nobody else replaces files.

        Raises:
            SourceError: The lake cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a")
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except OSError as error:
            raise SourceError(f"{self._path} cannot be locked: {error.strerror}") from error
