"""Merged: the one file of an hour that stands for many, and how a reader knows which.

A merged file lists in its footer the names of all files it replaces, those of earlier merged files
included. Readers leave the listed ones out, so the rename of the merged file is the whole swap:
before it the hour is the old files, after it the new one, at every instant each row once.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.model import SourceError

PREFIX = "hour."
"""Names of collectors and contents have no dot, so no other file begins like this."""
REPLACES = b"noroshi.replaces"
"""Key in the Parquet footer: a JSON list of file names of the same hour."""
LOOKS = 5
"""How often an hour is listed again when a file goes away while it is looked at."""


def merged_name(names: Iterable[str]) -> str:
    """The name of the file that stands for others: the same files, the same name."""
    told = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:24]
    return f"{PREFIX}{told}.parquet"


def is_merged(file: Path) -> bool:
    """Whether a file stands for others, by its name."""
    return file.name.startswith(PREFIX)


def footer_of(names: Iterable[str]) -> dict[bytes, bytes]:
    """The footer entry that lists replaced files."""
    return {REPLACES: json.dumps(sorted(names)).encode()}


def replaced_by(file: Path) -> frozenset[str]:
    """Names of the files of the same hour that a file stands for; empty for an ordinary one.

    Raises:
        FileNotFoundError: It has gone.
        SourceError: Its footer cannot be read.
    """
    if not is_merged(file):
        return frozenset()
    status = file.stat()
    return _listed(str(file), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4096)
def _listed(file: str, _mtime_ns: int, _size: int) -> frozenset[str]:
    try:
        metadata = pq.read_metadata(file).metadata or {}
        return frozenset(json.loads(metadata.get(REPLACES, b"[]")))
    except (pa.ArrowInvalid, ValueError) as error:
        raise SourceError(f"{file} is damaged; restore it from a backup: {error}") from error


def replaced_in(hour: Path) -> frozenset[str]:
    """Names of all files of an hour that merged files stand for, whether they still exist or not."""
    for _ in range(LOOKS):
        try:
            lists = [replaced_by(file) for file in hour.glob(f"{PREFIX}*.parquet")]
        except FileNotFoundError:  # a later merged file took its place meanwhile
            continue
        return frozenset[str]().union(*lists)
    raise SourceError(f"{hour} changes too fast to be read; try again")


def live_files(hour: Path) -> list[Path]:
    """The files of an hour that hold its rows, each row once, by name."""
    for _ in range(LOOKS):
        files = sorted(hour.glob("*.parquet"))
        merged = [file for file in files if is_merged(file)]
        if len(files) == len(merged) <= 1:
            return files  # nothing that could be replaced: no footer needs to be read
        try:
            replaced = frozenset[str]().union(*(replaced_by(file) for file in merged))
        except FileNotFoundError:
            continue
        return [file for file in files if file.name not in replaced]
    raise SourceError(f"{hour} changes too fast to be read; try again")


def holds(flows: Path, file: str) -> bool:
    """Whether the rows of a file, named below the flow table's folder, are in the lake."""
    path = flows / file
    return path.exists() or path.name in replaced_in(path.parent)


def merged_contents(flows: Path, content: str) -> frozenset[str]:
    """Names that begin with a content's, in the lists of merged files of all hours."""
    return frozenset(
        name
        for hour in flows.glob("date=*/hour=*")
        for name in replaced_in(hour)
        if name.startswith(f"{content}-")
    )
