"""Content: all octets of one file, unpacked by their first octets, within a bound."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError

NO_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a decoder of JSON says of hostile octets."""

LARGEST_BYTES = 1 << 30
"""Unpacked octets of a file; a table of a million routes has about 30 MB as text."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, and whether it is whole or its compression ends too early."""

    octets: bytes
    whole: bool


def read_content(path: Path, *, most: int = LARGEST_BYTES) -> Content:
    """The content of a file, plain or packed by gzip, bzip2, xz or zstd.

    Raises:
        InputError: The file cannot be read, or is larger than `most` octets unpacked.
    """
    tally, parts, size = Tally(), [], 0
    try:
        for block in read_blocks(path, tally):
            size += len(block)
            if size > most:
                raise InputError(f"{path.name} is larger than {most:,} octets unpacked; split it")
            parts.append(block)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}") from error
    return Content(b"".join(parts), not tally.refused)
