"""Election: of several processes on one home, one runs the jobs."""

import fcntl
import os
from pathlib import Path
from typing import TextIO

from noroshi.spine.model import ConfigError


class Election:
    """Won by whoever holds the lock on a file; a killed holder has lost it.

    Args:
        path: The file; the winner's process id stands in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def stand(self) -> bool:
        """Try to win; at once tells whether it did.

        Raises:
            ConfigError: The file cannot be opened.
        """
        if self._file is not None:
            return True
        try:
            file = self._path.open("a+", encoding="ascii")
        except OSError as error:
            raise ConfigError(f"{self._path} cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file
        return True

    def resign(self) -> None:
        """Let another one win."""
        if self._file is not None:
            self._file.close()
            self._file = None
