"""Source: one file to import and how to read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from noroshi.spine.flows.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file, and what its reader needs to be told.

    Attributes:
        path: The file.
        uniflow: Take rows as unidirectional whatever their reverse columns say.
        sampling: Packets per sampled packet where the file does not say; null for unknown.
    """

    path: Path
    uniflow: bool = False
    sampling: int | None = None


Reader = Callable[[Source, Tally], Iterator[pa.Table]]
"""Gives the good rows of a file as flow columns, batch by batch; counts the others.

Raises:
    InputError: The file is not of the reader's format, before the first batch.
    SourceError: A program or the disk it needs is unwell.
"""
