"""Snapshot: a SQLite state as a file of its own, taken while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from noroshi.spine.model import SourceError


def take_snapshot(state: Path, target: Path) -> None:
    """Copy the database of a file at one moment (SQLite's online backup).

    In one step, so that writers cannot make it begin anew; they go on meanwhile, into the log.

    Raises:
        SourceError: The file is damaged, or the disk is full.
    """
    try:
        with (
            closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.execute("PRAGMA busy_timeout = 30000")
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, no log beside it
    except sqlite3.Error as error:
        raise SourceError(f"{state} cannot be copied: {error}") from error


def is_sound(state: Path) -> bool:
    """Whether SQLite finds every page of a database in order."""
    try:
        with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as source:
            return bool(source.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
