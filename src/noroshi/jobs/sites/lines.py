"""Job: rows of a text file or of stdin, each bounded in length."""

import sys
from collections.abc import Iterator
from typing import BinaryIO

MOST_OCTETS = 1_000_000
"""Longest line that is read; the rest of a longer one is passed over."""


def opened_lines(name: str) -> Iterator[bytes | None]:
    """Lines of a file, or of stdin for `-`, without their ends; null for one that is too long."""
    if name == "-":
        yield from lines_of(sys.stdin.buffer)
        return
    with open(name, "rb") as stream:  # noqa: PTH123  # the name comes from the command line as it is
        yield from lines_of(stream)


def lines_of(stream: BinaryIO, most_octets: int = MOST_OCTETS) -> Iterator[bytes | None]:
    """Lines of a stream without their ends; null for one above the bound. Blank lines are left out."""
    while line := stream.readline(most_octets + 1):
        if len(line) > most_octets and not line.endswith(b"\n"):
            _skip_line(stream, most_octets)
            yield None
        elif line := line.strip():
            yield line


def _skip_line(stream: BinaryIO, most_octets: int) -> None:
    while (rest := stream.readline(most_octets)) and not rest.endswith(b"\n"):
        pass
