"""ROA stream: the `roas` of a validator's JSON, block by block, so that a million need little memory.

It takes the form that validators write and nothing else: an object with one array `roas` of flat records.
Every octet still passes a strict JSON decoder: blocks of records one by one, then all that stands around
the array. Whatever is unusual raises `Unusual`, and the caller reads the whole at once instead.
"""

import re
from collections.abc import Iterator

import msgspec

from noroshi.readiness.rpki.sense.content import NO_JSON

LONGEST_HEAD, LONGEST_RECORD = 1 << 20, 1 << 20
"""Octets before the array, and of a record, beyond which a file is unusual."""

_INK = re.compile(rb"[^ \t\r\n]")
_START = re.compile(rb'"roas"\s*:\s*\[')


class Unusual(Exception):  # noqa: N818  # no error: another way of reading is taken
    """The file has not the form that is read block by block."""


class RoaStream:
    """Reads once.

    Args:
        blocks: Content of the file, in blocks of any size.

    Attributes:
        frame: What stands around the array, once all is read: the object with an empty array.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.frame = b""
        self._blocks = blocks

    def records(self) -> Iterator[bytes]:
        """The array in parts, each a JSON array of some records.

        Raises:
            Unusual: The form is another.
        """
        before, held = self._found()
        first = True
        while True:
            end = held.find(b"]")
            cut = held.rfind(b"}") + 1 if end < 0 else end
            begun, rest = _INK.search(held, 0, cut), held[cut:]
            if begun is not None:
                start = begun.start()
                if not first:
                    if begun[0] != b"," or _INK.search(held, start + 1, cut) is None:
                        raise Unusual
                    start += 1
                yield b"".join((b"[", memoryview(held)[start:cut], b"]"))
                first = False
            if end >= 0:
                self.frame = b"".join([before, b"[]", rest[1:], *self._blocks])
                return
            if len(rest) > LONGEST_RECORD:
                raise Unusual
            held = rest + self._next()

    def _found(self) -> tuple[bytes, bytes]:
        """What stands before the array, and what has been read of it."""
        held = b""
        while len(held) <= LONGEST_HEAD:
            held += self._next()
            if start := _START.search(held, 0, LONGEST_HEAD):
                # The bracket itself is left out: the frame gets a pair of its own.
                return held[: start.end() - 1], held[start.end() :]
        raise Unusual

    def _next(self) -> bytes:
        block = next(self._blocks, b"")
        if not block:
            raise Unusual
        return block


class _Frame(msgspec.Struct):
    roas: list[msgspec.Raw]


def is_frame(octets: bytes) -> bool:
    """Whether the array that was read is the object's own `roas`, and the only one."""
    try:
        octets.decode()  # a typed decoder passes over names that it need not know, and their octets
        return msgspec.json.decode(octets, type=_Frame).roas == []
    except NO_JSON:
        return False
