"""Backing up: everything of a home that cannot be made again, in one file, while everything runs.

The order makes it consistent: the state first, then the lake (files that the state does not know
yet do no harm, missing ones would), then the audit (which may tell more than the state, never less).
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from noroshi import __version__
from noroshi.jobs.house.auditing import checkpoints_of, trail_of
from noroshi.jobs.house.named_files import NamedFile, named_files
from noroshi.spine.flows.swap import Swap
from noroshi.spine.home import Home, whole_file
from noroshi.spine.home.archive import ENDING, FORMAT, ArchiveWriter, Manifest
from noroshi.spine.model import ConfigError, SourceError, rfc3339
from noroshi.spine.store import Database
from noroshi.spine.store.dump import dump, load
from noroshi.spine.store.list_digest import ListDigest, list_digest
from noroshi.spine.store.snapshot import take_snapshot

LEFT_OUT = frozenset({"spool", "metrics", "jobs.lock"})
"""What of a home lasts for moments only, or is made again by what runs."""

COPIED_AT_ONCE = 1 << 20
BOOK = ".jsonl"
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
        outside: What the settings name outside the home, `SETTING = PATH`; it is not in it.
    """

    file: Path
    octets: int
    sha256: str
    files: int
    published: ListDigest
    state: str
    with_secrets: bool
    outside: tuple[str, ...]


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
    named = list(named_files(home))
    try:
        with _staging(home) as folder, whole_file(target) as sink:
            os.fchmod(sink.fileno(), 0o600)
            state, published = _take_state(home, folder)
            _take_lake(home, folder)
            _take_rest(home, folder, with_secrets=with_secrets)
            private = _take_named(home, folder, named, with_secrets=with_secrets)
            _take_audit(home, folder, at)
            writer = ArchiveWriter(sink)
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = file.relative_to(folder).as_posix()
                closed = name.startswith("secrets/") or name in private
                writer.add(name, file, mode=0o600 if closed else 0o640)
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
                    named=tuple(sorted({one.inside for one in named if one.inside})),
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
        outside=tuple(f"{one.setting} = {one.path}" for one in named if not one.inside),
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


def _take_rest(home: Home, folder: Path, *, with_secrets: bool) -> None:
    secrets = [home.path / "secrets"] if with_secrets else []
    for tree in (*_trees(home), *secrets):
        for file in _files(tree):
            _take(file, folder / file.relative_to(home.path))
    _take_surveys(home, folder)
    _take_data(home, folder)
    for file in (home.settings_file, home.audit_public_file, home.devices_file, home.acts_file):
        _copy(file, folder / file.name)


def _trees(home: Home) -> tuple[Path, ...]:
    """Folders whose files are exchanged whole, or by hand."""
    return (
        home.evidence, home.allow_lists, home.warning_lists, home.authorities,
        home.notice_templates, home.path / "rpki", home.path / "sites",
    )  # fmt: skip


def _take_surveys(home: Home, folder: Path) -> None:
    """Progress first, for it names a line of the book; then books, which name files beside them."""
    for file in _files(home.surveys):
        if _is_progress(file):
            _take(file, folder / file.relative_to(home.path))
    for file in _files(home.surveys):
        if file.suffix == BOOK:
            _copy(file, folder / file.relative_to(home.path), _whole_octets(file))
    for file in _files(home.surveys):
        if file.suffix != BOOK and not _is_progress(file):
            _take(file, folder / file.relative_to(home.path))


def _is_progress(file: Path) -> bool:
    return file.name.startswith("progress-")


def _take_data(home: Home, folder: Path) -> None:
    """What is held now, without what updates left or make; `restore` makes the links again."""
    for place in sorted(home.held_data.glob("*")):
        if "." in place.name:
            continue
        if place.is_symlink():
            while not _take_held(place, folder / home.held_data.name):
                pass  # an update exchanged it meanwhile
        else:
            for file in _files(place):
                _take(file, folder / file.relative_to(home.path))


def _take_held(link: Path, folder: Path) -> bool:
    held = link.resolve()
    name = held.name if held.name.startswith(f"{link.name}.") else f"{link.name}.held"
    for file in _files(held):
        _take(file, folder / name / file.relative_to(held))
    if link.resolve() == held:
        return True
    shutil.rmtree(folder / name, ignore_errors=True)
    return False


def _take_named(
    home: Home, folder: Path, named: Iterable[NamedFile], *, with_secrets: bool
) -> set[str]:
    """Take what settings name and no tree holds; gives the names of private files."""
    private: set[str] = set()
    for one in named:
        if one.inside is None or (one.private and not with_secrets):
            continue
        for file in _files(one.path) if one.path.is_dir() else [one.path]:
            name = file.relative_to(home.path.absolute())
            if one.private:
                private.add(name.as_posix())
            if name.parts[0] not in LEFT_OUT and not (folder / name).exists():
                _take(file, folder / name)
    return private


def _take_audit(home: Home, folder: Path, at: datetime) -> None:
    signed, audit = home.audit_checkpoints_file, home.audit_file
    _copy(signed, folder / signed.name, checkpoints_of(home).whole_octets())
    _copy(audit, folder / audit.name, trail_of(home, lambda: at).whole_octets())


def _whole_octets(file: Path) -> int:
    """Size of the whole lines of a file that grows by lines."""
    octets = file.read_bytes()
    return octets.rfind(b"\n") + 1


def _files(tree: Path) -> Iterator[Path]:
    """Whole files of a tree that may change meanwhile."""
    for folder, _, names in os.walk(tree):
        yield from (Path(folder, name) for name in names if not name.endswith(UNFINISHED))


def _take(file: Path, target: Path) -> None:
    """Hold a file that is never written again, by a link where the file system can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):  # dropped meanwhile: too old, or replaced long ago
        try:
            if file.is_symlink():
                shutil.copy2(file, target)
            else:
                os.link(file, target)
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                raise
            shutil.copy2(file, target)


def _copy(file: Path, target: Path, octets: int | None = None) -> None:
    """Copy the beginning of a file that may grow; nothing where there is none."""
    if not file.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    left = file.stat().st_size if octets is None else octets
    with file.open("rb") as source, target.open("wb") as copy:
        while left and (part := source.read(min(left, COPIED_AT_ONCE))):
            left -= copy.write(part)


def _digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
