"""Archive: files of a home in one `.tar.zst`, with a manifest of their digests at its end."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import msgspec
import pyarrow as pa

from noroshi.spine.model import SourceError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MANIFEST = "manifest.json"
FORMAT = 2
"""Of the manifest; a reader refuses a higher one."""
MOST_MANIFEST_OCTETS = 1 << 30
COPIED_AT_ONCE = 1 << 20
ENDING = ".tar.zst"

TOPS = frozenset(
    {
        "noroshi.toml", "state.db", "state.jsonl", "audit.jsonl", "audit-checkpoints.jsonl",
        "audit-public.pem", "lake", "evidence", "allow", "secrets", "warning-lists", "authorities",
        "surveys", "data", "rpki", "sites", "notices", "iot-devices.jsonl", "outlet.json",
    }
)  # fmt: skip
"""What stands at the top of an archive; besides, what its manifest says the settings name."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: its size in octets and its SHA-256 in hex."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds.

    Attributes:
        format: Version of this form.
        noroshi: Version of the program that wrote it.
        made_at: When, RFC 3339.
        state: `sqlite` for a database's file, `rows` for a dump.
        list_head: Sequence of the newest edition of the list.
        list_digest: Digest of the published list.
        with_secrets: Whether keys are in it.
        files: Files by name.
        named: Names, of files or folders, that settings give: they may stand anywhere in a home.
    """

    format: int
    noroshi: str
    made_at: str
    state: str
    list_head: int
    list_digest: str
    with_secrets: bool
    files: Mapping[str, Entry]
    named: tuple[str, ...] = ()


class ArchiveWriter:
    """Adds files to an archive, one after the other.

    Args:
        sink: Where the octets go.
    """

    def __init__(self, sink: BinaryIO) -> None:
        self._squeezed = pa.CompressedOutputStream(pa.PythonFile(_Kept(sink), mode="w"), "zstd")
        self._tar = tarfile.open(  # noqa: SIM115  # closed by `close`
            fileobj=cast("IO[bytes]", self._squeezed), mode="w|", format=tarfile.PAX_FORMAT
        )
        self.files: dict[str, Entry] = {}

    def add(self, name: str, file: Path, *, mode: int = 0o640) -> None:
        """Add a file that does not change any more; its time of change is kept."""
        status = file.stat()
        with file.open("rb") as opened:
            self._add(name, opened, status.st_size, mode, status.st_mtime)

    def close(self, manifest: Manifest) -> None:
        """Add the manifest and end the archive."""
        octets = msgspec.json.encode(manifest)
        self._add(MANIFEST, io.BytesIO(octets), len(octets), 0o640, 0)
        self._tar.close()
        self._squeezed.close()

    def _add(self, name: str, opened: BinaryIO, size: int, mode: int, mtime: float) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, mode, mtime
        digest = _Digesting(opened)
        self._tar.addfile(info, cast("IO[bytes]", digest))
        self.files[name] = Entry(size, digest.made.hexdigest())


class _Kept(io.RawIOBase):
    """Writes to a file that its owner closes."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink

    def writable(self) -> bool:
        return True

    def write(self, octets: "ReadableBuffer") -> int:
        return self._sink.write(octets)


class _Digesting(io.RawIOBase):
    """Digests what is read through it."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self.made = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        octets = self._opened.read(size)
        self.made.update(octets)
        return octets


def unpack(archive: Path, folder: Path) -> Manifest:
    """Take everything out into a folder, and hold it against the manifest.

    Raises:
        SourceError: The archive is damaged, is none, or holds what no backup holds.
    """
    found: dict[str, Entry] = {}
    manifest = None
    try:
        for member, opened in _members(archive):
            if member.name == MANIFEST:
                manifest = _manifest(member, opened)
            else:
                found[member.name] = _take_out(member, opened, folder)
    except (OSError, tarfile.TarError, EOFError, pa.ArrowException) as error:
        raise SourceError(f"{archive} is no whole backup: {error}") from error
    if manifest is None:
        raise SourceError(f"{archive} ends before its manifest; take another backup")
    _check_places(archive, manifest, found)
    _compare(archive, dict(manifest.files), found)
    return manifest


def _members(archive: Path) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    with _opened(archive) as tar:
        for member in tar:
            opened = tar.extractfile(member) if member.isreg() else None
            if opened is None:
                raise SourceError(f"{archive} holds {member.name!r}, which is no plain file")
            yield member, opened


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    with (
        pa.CompressedInputStream(pa.OSFile(str(archive), "r"), "zstd") as plain,
        tarfile.open(fileobj=cast("IO[bytes]", plain), mode="r|") as tar,
    ):
        yield tar


def _manifest(member: tarfile.TarInfo, opened: IO[bytes]) -> Manifest:
    if member.size > MOST_MANIFEST_OCTETS:
        raise SourceError("the manifest is too large")
    try:
        manifest = msgspec.json.decode(opened.read(), type=Manifest)
    except msgspec.DecodeError as error:
        raise SourceError(f"the manifest is none: {error}") from error
    if manifest.format > FORMAT:
        raise SourceError(f"a newer Noroshi ({manifest.noroshi}) wrote this backup; install that")
    return manifest


def _take_out(member: tarfile.TarInfo, opened: IO[bytes], folder: Path) -> Entry:
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise SourceError(f"the archive holds {member.name!r}, which is in no backup")
    target = folder / path
    secret = path.parts[0] == "secrets" or not member.mode & 0o077
    target.parent.mkdir(mode=0o700 if secret else 0o750, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    target.touch(mode=0o600 if secret else 0o640, exist_ok=False)
    with target.open("wb") as file:
        while octets := opened.read(COPIED_AT_ONCE):
            digest.update(octets)
            size += file.write(octets)
    os.utime(target, (member.mtime, member.mtime))
    return Entry(size, digest.hexdigest())


def _check_places(archive: Path, manifest: Manifest, found: Iterable[str]) -> None:
    named = {PurePosixPath(name) for name in manifest.named}
    for name in found:
        path = PurePosixPath(name)
        if path.parts[0] not in TOPS and named.isdisjoint((path, *path.parents[:-1])):
            raise SourceError(f"{archive} holds {name!r}, which is in no backup")


def _compare(archive: Path, told: dict[str, Entry], found: dict[str, Entry]) -> None:
    wrong = [name for name in told.keys() | found.keys() if told.get(name) != found.get(name)]
    if wrong:
        raise SourceError(
            f"{archive} is damaged: {len(wrong)} files differ from its manifest, for example {min(wrong)}"
        )
