"""Blocks: the octets of a file, decompressed by its content, a block at a time.

A file cut in the middle gives all octets before the cut; the cut is counted.
"""

import bz2
import codecs
import gzip
import lzma
import zlib
from collections.abc import Iterator
from io import IOBase
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from noroshi.spine.flows.tally import Refusal, Tally

BLOCK = 8 << 20
LONGEST_LINE = 1 << 20

GZIP, BZIP2, XZ, ZSTD = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"
_FAULTS = (EOFError, OSError, zlib.error, lzma.LZMAError, pa.ArrowException)


def content_of(file: BinaryIO) -> BinaryIO:
    """A file's content, decompressed where its first octets say so."""
    magic = file.read(6)
    file.seek(0)
    if magic.startswith(GZIP):
        return cast("BinaryIO", gzip.GzipFile(fileobj=file))
    if magic.startswith(BZIP2):
        return cast("BinaryIO", bz2.BZ2File(file))
    if magic.startswith(XZ):
        return cast("BinaryIO", lzma.LZMAFile(file))
    if magic.startswith(ZSTD):
        return cast("BinaryIO", pa.CompressedInputStream(cast("IOBase", file), "zstd"))
    return file


def read_blocks(path: Path, tally: Tally, size: int = BLOCK) -> Iterator[bytes]:
    """Blocks of content; ends early, with a count, where the file is cut or its compression broken."""
    with path.open("rb") as file, content_of(file) as content:
        while True:
            parts: list[bytes] = []
            got, whole = 0, True
            while got < size:
                try:
                    part = _some(content, size - got)
                except _FAULTS:
                    whole = False
                    break
                if not part:
                    break
                parts.append(part)
                got += len(part)
            if parts:
                tally.octets = _place(file, tally.octets)
                yield b"".join(parts)
            if not whole:
                tally.drop(Refusal.CUT_SHORT)
            if not whole or not parts:
                return


def _some(content: BinaryIO, size: int) -> bytes:
    """What one read gives, so that a fault later does not take it along."""
    read1 = getattr(content, "read1", None)
    octets: bytes = content.read(size) if read1 is None else read1(size)
    return octets


def _place(file: BinaryIO, before: int) -> int:
    # Arrow closes the file below its own streams at their end.
    return before if file.closed else file.tell()


def head(path: Path, size: int = 65_536) -> bytes:
    """The first octets of the content."""
    return next(read_blocks(path, Tally(), size), b"")


def read_lines(path: Path, tally: Tally) -> Iterator[bytes]:
    """Blocks of whole lines in UTF-8; lines beyond a mebioctet are counted and left out."""
    rest = b""
    before = 0
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    for block in read_blocks(path, tally):
        clean = block if block.isascii() and not decoder.getstate()[0] else b""
        text = clean or decoder.decode(block).encode()
        lines, mark, rest = (rest + text).rpartition(b"\n")
        tally.line = before
        before += lines.count(b"\n") + len(mark)
        if len(rest) > LONGEST_LINE:
            tally.drop(Refusal.LINE_TOO_LONG, lines=[before + 1])
            rest = b"\0"  # what follows belongs to the line that was left out
        if mark:
            yield _short_lines(lines, tally) + b"\n"
    tally.line = before
    if rest.strip(b"\r\n\0 "):
        yield rest + b"\n"


def _short_lines(lines: bytes, tally: Tally) -> bytes:
    if len(lines) <= LONGEST_LINE:
        return lines
    parts = lines.split(b"\n") if _may_be_long(lines) else None
    if parts is None:
        return lines
    long = [number for number, part in enumerate(parts, 1) if len(part) > LONGEST_LINE]
    tally.drop(Refusal.LINE_TOO_LONG, len(long), (tally.line + number for number in long))
    # An empty line keeps the numbers of those behind it.
    return b"\n".join(part if len(part) <= LONGEST_LINE else b"" for part in parts)


def _may_be_long(lines: bytes) -> bool:
    """Whether some half mebioctet holds no line end; cheaper than splitting every block."""
    step = LONGEST_LINE // 2
    return any(lines.find(b"\n", at, at + step) < 0 for at in range(0, len(lines) - step, step))
