"""Importing: the record of one file that was taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One file taken in; the same digest is not taken in twice.

    Attributes:
        digest: Digest of the file's octets.
        path: Where the file was.
        format: Format it was read as.
        read: Records read.
        kept: Records kept.
        refused: Records refused, by reason.
        files: Files of the lake that it wrote, relative to the lake.
        imported_at: When, in UTC.
    """

    digest: str
    path: str
    format: str
    read: int
    kept: int
    refused: Mapping[str, int]
    files: tuple[str, ...]
    imported_at: datetime
