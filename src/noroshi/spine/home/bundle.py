"""Bundle: the files of a folder, of one file, or of a packed tar that somebody else made.

Nothing of it is written anywhere, so no name in it can lead out of a folder; links and devices
are never followed, and what it unpacks to is bounded before it is read.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from noroshi.spine.model import ConfigError, SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_FILES = 20_000
MOST_OCTETS = 256 * 1024 * 1024
"""Octets of all files together, unpacked; all public warning lists have about 100 MB."""

_PACKED: Mapping[bytes, Callable[..., object]] = {
    b"\x1f\x8b": gzip.open,
    b"\xfd7zXZ\x00": lzma.open,
    b"BZh": bz2.open,
}
"""How a packed file begins, and what unpacks it."""

_TAR_MAGIC = slice(257, 262)
"""Where a tar says `ustar` (POSIX.1-1988)."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file: its path inside the bundle, and its octets."""

    path: PurePosixPath
    octets: bytes


def files_in_folder(folder: Path) -> Iterator[BundleFile]:
    """Plain files below a folder, by path.

    Raises:
        ConfigError: A file cannot be read.
        SourceError: They are too many or too large.
    """
    bound = _Bound(str(folder))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            bound.take(path.stat().st_size)
            octets = path.read_bytes()
        except OSError as error:
            raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
        yield BundleFile(PurePosixPath(path.relative_to(folder).as_posix()), octets)


def files_in_octets(octets: bytes, name: str) -> Iterator[BundleFile]:
    """Plain files of a tar (packed by gzip, bzip2, xz or not at all), or the one file it is.

    Args:
        octets: As they came.
        name: What to call it in messages, and its path where it is one file.

    Raises:
        SourceError: It is damaged, ends early, holds too much, or a name that leads elsewhere.
    """
    try:
        with _unpacked(octets) as plain:
            if plain.peek(512)[_TAR_MAGIC] == b"ustar":
                yield from _members(plain, name)
            else:
                whole = plain.read()
                yield BundleFile(PurePosixPath(PurePosixPath(name).name or "file"), whole)
    except (OSError, EOFError, tarfile.TarError, zlib.error, lzma.LZMAError, ValueError) as error:
        raise SourceError(f"{name} is damaged: {error}; nothing of it was taken") from error


def _unpacked(octets: bytes) -> io.BufferedReader:
    source: IO[bytes] = io.BytesIO(octets)
    for begin, opened in _PACKED.items():
        if octets.startswith(begin):
            source = cast("IO[bytes]", opened(source))
    return io.BufferedReader(_Bounded(source), buffer_size=64 * 1024)


def _members(plain: io.BufferedReader, name: str) -> Iterator[BundleFile]:
    bound = _Bound(name)
    with tarfile.open(fileobj=plain, mode="r|") as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            if path.is_absolute() or ".." in path.parts:
                raise SourceError(
                    f"{name} holds {member.name[:200]!r}, which leads out of it; nothing was taken"
                )
            bound.take(member.size)
            opened = tar.extractfile(member) if member.isreg() else None
            if opened is None:
                continue
            octets = opened.read()
            if len(octets) != member.size:
                raise SourceError(f"{name} ends within {member.name[:200]!r}; nothing was taken")
            yield BundleFile(path, octets)
    while plain.read1(64 * 1024):  # The checksum at the end of what is packed is read, too.
        pass


class _Bound:
    """Counts files and their octets."""

    def __init__(self, name: str) -> None:
        self._name, self._files, self._octets = name, 0, 0

    def take(self, octets: int) -> None:
        """Count one more.

        Raises:
            SourceError: That is one too many.
        """
        self._files += 1
        self._octets += octets
        if self._files > MOST_FILES:
            raise SourceError(f"{self._name} holds more than {MOST_FILES:,} files")
        if self._octets > MOST_OCTETS:
            raise SourceError(_too_large(self._name))


class _Bounded(io.RawIOBase):
    """Reads no more than may come out of one packed file, headers of a tar included."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._left = source, MOST_OCTETS + MOST_FILES * 1024

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        octets = self._source.read(min(len(view), 64 * 1024))
        self._left -= len(octets)
        if self._left < 0:
            raise SourceError(_too_large("it"))
        view[: len(octets)] = octets
        return len(octets)


def _too_large(name: str) -> str:
    return f"{name} unpacks to more than {MOST_OCTETS // 1024**2} MiB; nothing was taken"
