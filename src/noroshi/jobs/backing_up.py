"""Backing up: everything of a home that cannot be made again, in one file, while everything runs.

The order makes it consistent: the state first, then the lake (files that the state does not know
yet do no harm, missing ones would), then the audit (which may tell more than the state, never less).
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from noroshi import __version__
from noroshi.jobs.auditing import checkpoints_of, trail_of
from noroshi.spine.flows.swap import Swap
from noroshi.spine.home import Home, whole_file
from noroshi.spine.home.archive import ENDING, FORMAT, ArchiveWriter, Manifest
from noroshi.spine.model import ConfigError, SourceError, rfc3339
from noroshi.spine.store import Database
from noroshi.spine.store.dump import dump, load
from noroshi.spine.store.list_digest import ListDigest, list_digest
from noroshi.spine.store.snapshot import take_snapshot

COPIED_AT_ONCE = 1 << 20
UNFINISHED = (".part", ".tmp", ".lock")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was made.

    Attributes:
        file: The archive.
        octets: Its size.
        sha256: Its digest, in hex.
        files: Files in it.
        published: What was published at that moment.
        state: `sqlite` or `rows`.
        with_secrets: Whether keys are in it.
    """

    file: Path
    octets: int
    sha256: str
    files: int
    published: ListDigest
    state: str
    with_secrets: bool


def back_up(home: Home, target: Path, *, with_secrets: bool, at: datetime) -> BackedUp:
    """Write a backup; what stood at the target is replaced only by a whole one.

    Args:
        home: What to back up.
        target: A file that ends with `.tar.zst`.
        with_secrets: Also the keys: keep such a backup as you keep them.
        at: The present.

    Raises:
        ConfigError: The target's name, or another backup runs.
        SourceError: The state or the disk failed.
    """
    if not target.name.endswith(ENDING):
        raise ConfigError(f"{target}: a backup's name ends with {ENDING}")
    try:
        with _staging(home) as folder, whole_file(target) as sink:
            os.fchmod(sink.fileno(), 0o600)
            state, published = _take_state(home, folder)
            _take_lake(home, folder)
            _take_rest(home, folder, at, with_secrets=with_secrets)
            writer = ArchiveWriter(sink)
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = file.relative_to(folder).as_posix()
                writer.add(name, file, mode=0o600 if name.startswith("secrets/") else 0o640)
            files = dict(writer.files)
            writer.close(
                Manifest(
                    format=FORMAT,
                    noroshi=__version__,
                    made_at=rfc3339(at),
                    state=state,
                    list_head=published.head,
                    list_digest=published.digest,
                    with_secrets=with_secrets,
                    files=files,
                )
            )
    except OSError as error:
        raise SourceError(f"no backup was written to {target}: {error.strerror}") from error
    return BackedUp(
        file=target,
        octets=target.stat().st_size,
        sha256=_digest_of(target),
        files=len(files),
        published=published,
        state=state,
        with_secrets=with_secrets,
    )


@contextmanager
def _staging(home: Home) -> Iterator[Path]:
    """A folder on the home's file system, for links and copies; left-overs of killed runs go."""
    spool = home.path / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    with (spool / ".backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConfigError("another backup of this home runs; wait for it") from error
        folder = spool / "backup"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _take_state(home: Home, folder: Path) -> tuple[str, ListDigest]:
    with Database.open(home.state) as database:
        if database.file is not None:
            copy = folder / "state.db"
            take_snapshot(database.file, copy)
            with Database.open(copy) as copied:
                return "sqlite", list_digest(copied)
        with (folder / "state.jsonl").open("wb") as file:
            file.writelines(dump(database))
    # The digest is taken from the rows that were written, not from a database that went on.
    with Database.open(folder / "check.db") as check:
        with (folder / "state.jsonl").open("rb") as file:
            load(check, file)
        published = list_digest(check)
    for left in folder.glob("check.db*"):
        left.unlink()
    return "rows", published


def _take_lake(home: Home, folder: Path) -> None:
    with Swap(home.flows) as swap:
        swap.lock()  # nobody replaces recorded files while they are linked
        for file in _files(home.lake):
            _take(file, folder / "lake" / file.relative_to(home.lake))


def _take_rest(home: Home, folder: Path, at: datetime, *, with_secrets: bool) -> None:
    for tree in (home.evidence, home.allow_lists, *([home.path / "secrets"] * with_secrets)):
        for file in _files(tree):
            _take(file, folder / tree.name / file.relative_to(tree))
    for file in (home.settings_file, home.audit_public_file):
        _copy(file, folder / file.name)
    signed, audit = home.audit_checkpoints_file, home.audit_file
    _copy(signed, folder / signed.name, checkpoints_of(home).whole_octets())
    _copy(audit, folder / audit.name, trail_of(home, lambda: at).whole_octets())


def _files(tree: Path) -> Iterator[Path]:
    """Whole files of a tree that may change meanwhile."""
    for folder, _, names in os.walk(tree):
        yield from (Path(folder, name) for name in names if not name.endswith(UNFINISHED))


def _take(file: Path, target: Path) -> None:
    """Hold a file that is never written again, by a link where the file system can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):  # dropped meanwhile: too old, or replaced long ago
        try:
            os.link(file, target)
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                raise
            shutil.copy2(file, target)


def _copy(file: Path, target: Path, octets: int | None = None) -> None:
    """Copy the beginning of a file that may grow; nothing where there is none."""
    if not file.exists():
        return
    left = file.stat().st_size if octets is None else octets
    with file.open("rb") as source, target.open("wb") as copy:
        while left and (part := source.read(min(left, COPIED_AT_ONCE))):
            left -= copy.write(part)


def _digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
