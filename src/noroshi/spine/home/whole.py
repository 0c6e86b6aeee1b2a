"""Whole: files that a reader sees complete or not at all."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from noroshi.spine.model import ConfigError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write; at the end it is flushed to disk and takes the path's place.

    What stood there before stays when anything goes wrong.

    Raises:
        OSError: The disk does not take it.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        flush_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_whole(chunks: Iterable[bytes], path: Path) -> int:
    """Write octets so that a reader sees the old or the new file; gives their number.

    Raises:
        ConfigError: The file cannot be written.
    """
    try:
        with whole_file(path) as file:
            return sum(file.write(chunk) for chunk in chunks)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error


def flush_folder(folder: Path) -> None:
    """Let the new name outlive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
