"""Restoring: a home from a backup, whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from noroshi.jobs.house.auditing import trail_of, verify_audit
from noroshi.spine.home import Home
from noroshi.spine.home.archive import Manifest, unpack
from noroshi.spine.home.held_data import link_held
from noroshi.spine.model import ConfigError, InputError, SourceError
from noroshi.spine.store import Database
from noroshi.spine.store.dump import load
from noroshi.spine.store.list_digest import ListDigest, list_digest
from noroshi.spine.store.snapshot import is_sound

DUMP = "state.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A home that was restored.

    Attributes:
        home: Where it is.
        files: Files that were taken out, each with the digest of the backup.
        published: What it publishes: the same as when the backup was made.
        made_at: When the backup was made, RFC 3339.
        with_secrets: Whether keys came along.
        audit_whole: Whether every line of the audit is as it was written.
    """

    home: Path
    files: int
    published: ListDigest
    made_at: str
    with_secrets: bool
    audit_whole: bool


def restore(
    archive: Path, home: Home, *, by: str, at: datetime, state_url: str | None = None
) -> Restored:
    """Make a home from a backup.

    Args:
        archive: What `back_up` wrote.
        home: A directory that is empty, or not there.
        by: Who restores, for the audit.
        at: The present.
        state_url: Empty database for the state of a backup that holds rows; else `state.db`.

    Raises:
        ConfigError: The home or the database is not empty, or the backup holds a database's file
            though a URL was given.
        SourceError: The backup is damaged; nothing was restored.
    """
    if home.path.exists() and (not home.path.is_dir() or any(home.path.iterdir())):
        raise ConfigError(f"{home.path} is not empty; give a directory that is")
    with _aside(home.path) as folder:
        manifest = unpack(archive, folder)
        made = Home(folder)
        published = _restore_state(made, manifest, state_url)
        if (published.head, published.digest) != (manifest.list_head, manifest.list_digest):
            raise SourceError(f"{archive}: the restored list differs from the one backed up")
        made.create()
        link_held(made.held_data)
        audit_whole = verify_audit(made).fault is None
        if audit_whole:
            trail_of(made, lambda: at).note(
                by, "home.restore", archive.name, {"made_at": manifest.made_at}
            )
        os.sync()
        folder.replace(home.path)
    return Restored(
        home=home.path,
        files=len(manifest.files),
        published=published,
        made_at=manifest.made_at,
        with_secrets=manifest.with_secrets,
        audit_whole=audit_whole,
    )


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    folder = target.with_name(f"{target.name}.restoring-{os.getpid()}")
    try:
        folder.mkdir(mode=0o750, parents=True)
        yield folder
    except OSError as error:
        raise SourceError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _restore_state(made: Home, manifest: Manifest, url: str | None) -> ListDigest:
    if manifest.state == "sqlite":
        if url:
            raise ConfigError("this backup holds a database's file; --state is for backups of rows")
        if not is_sound(made.state_file):
            raise SourceError("the state in the backup is damaged; take an older backup")
        with Database.open(made.state_file) as database:
            return list_digest(database)
    with Database.open(url or made.state_file) as database:
        try:
            with (made.path / DUMP).open("rb") as file:
                load(database, file)
        except InputError as error:
            raise ConfigError(str(error)) from error
        published = list_digest(database)
    (made.path / DUMP).unlink()
    return published
