"""Held data: files of others, kept below the home and exchanged whole.

`NAME` is a link to `NAME.DIGEST/`, which holds `origin.json` and the files in `files/`. A reader
sees the old or the new, never both; what came before stays until the new is on the disk.
"""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from noroshi.spine.home.whole import flush_folder, write_whole
from noroshi.spine.model import ConfigError

FILES = "files"
ORIGIN = "origin.json"
LEFT_OVER_S = 86_400
"""No update runs for a day; a folder so old belongs to none."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where held data came from.

    Attributes:
        source: URL or path.
        sha256: Of the files' names and octets, in hex.
        fetched_at: RFC 3339.
        files: How many.
        octets: Their size.
        refused: Files that were left out, by reason.
    """

    source: str
    sha256: str
    fetched_at: str
    files: int
    octets: int
    refused: Mapping[str, int]


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, the same in whatever order they came."""
    made = hashlib.sha256()
    for name in sorted(files):
        made.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return made.hexdigest()


def origin_of(place: Path) -> Origin | None:
    """Where the data at a place came from; null where there is none.

    Raises:
        ConfigError: What stands there was not written by Noroshi.
    """
    try:
        return msgspec.json.decode((place / ORIGIN).read_bytes(), type=Origin)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(
            f"{place / ORIGIN} cannot be read: {error}; remove {place} and update again"
        ) from error


def hold(place: Path, files: Mapping[str, bytes], origin: Origin) -> None:
    """Put files in a place, instead of what is there.

    Args:
        place: A name below a folder that is ours alone.
        files: Contents by plain name.
        origin: Where they came from.

    Raises:
        ConfigError: The disk does not take them; what was there stays.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{place.name}.", dir=place.parent))
    except OSError as error:
        raise ConfigError(f"{place} cannot be written: {error.strerror}") from error
    before = place.resolve()
    try:
        _fill(folder, files, origin)
        _exchange(place, folder)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise ConfigError(f"{place} cannot be written: {error.strerror}") from error
        raise
    _tidy(place, before)


def link_held(folder: Path) -> None:
    """Make the links of folders `NAME.DIGEST` that came without them, as from a backup."""
    for held in sorted(folder.glob("*.*")):
        link = held.with_name(held.name.rpartition(".")[0])
        if held.is_dir() and not link.exists():
            link.symlink_to(held.name)


def _fill(folder: Path, files: Mapping[str, bytes], origin: Origin) -> None:
    folder.chmod(0o750)
    (folder / FILES).mkdir()
    for name, octets in files.items():
        write_whole([octets], folder / FILES / name)
    write_whole([msgspec.json.encode(origin)], folder / ORIGIN)
    flush_folder(folder)


def _exchange(place: Path, folder: Path) -> None:
    link = folder.with_name(f"{folder.name}.link")
    link.symlink_to(folder.name)
    try:
        link.replace(place)
    except OSError:
        with suppress(OSError):
            link.unlink()
        raise
    flush_folder(place.parent)


def _tidy(place: Path, before: Path) -> None:
    """Remove what was held before, and what updates left that were killed long ago."""
    kept, old = place.resolve(), time.time() - LEFT_OVER_S
    for folder in kept.parent.glob(f"{place.name}.*"):
        left = folder == before or folder.stat().st_mtime < old
        if left and folder != kept and folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
