"""Importing: what is remembered of a file that was taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One import: what came in, what was kept, and why the rest was refused.

    Attributes:
        digest: Name of the import: content, format and options (hexadecimal).
        path: Where the file was, as given; for people only.
        format: Format it was read as, for example `zeek`.
        read: Rows read.
        kept: Rows written to the lake.
        refused: Rows refused, by reason; `read` is `kept` plus their sum.
        files: Files it wrote, relative to the flow table.
        imported_at: When, UTC.
    """

    digest: str
    path: str
    format: str
    read: int
    kept: int
    refused: Mapping[str, int]
    files: tuple[str, ...]
    imported_at: datetime
