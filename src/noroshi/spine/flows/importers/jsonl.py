"""JSON Lines: one object a line to text columns, with nested members by dotted path."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import pyarrow as pa

from noroshi.spine.flows.tally import Refusal, Tally

Json = dict[str, object]
Numbered = tuple[int, Json]
"""An object, and the line it stands on."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Reads the members named by `fields`; a dot leads into an object, unless the key bears it."""

    fields: Sequence[str]

    def batches(self, first: bytes, rest: Iterator[bytes], tally: Tally) -> Iterator[pa.Table]:
        """A table of text columns a block; lines that are no object are counted."""
        block = first
        while block:
            yield self.table(list(self.objects(block, tally)), tally)
            block = next(rest, b"")

    def objects(self, block: bytes, tally: Tally) -> Iterator[Numbered]:
        """The objects of a block; `tally.read` counts them and what is none."""
        decode = msgspec.json.Decoder(Json).decode
        for number, line in enumerate(block.split(b"\n"), tally.line + 1):
            if not line or line.isspace():
                continue
            try:
                found = decode(line)
            except (msgspec.DecodeError, RecursionError):
                tally.drop(Refusal.BAD_ROW, lines=[number])
                continue
            tally.read += 1
            yield number, found

    def table(self, objects: list[Numbered], tally: Tally) -> pa.Table:
        """Text columns of the fields, placed in `tally`; null where an object lacks one."""
        tally.lines = np.array([number for number, _ in objects], np.int64)
        columns = {
            name: pa.array([text_of(_member(o, name)) for _, o in objects], pa.string())
            for name in self.fields
        }
        return pa.table(columns)


def _member(found: Json, name: str) -> object:
    if name in found:
        return found[name]
    value: object = found
    for part in name.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


def text_of(value: object) -> str | None:
    """A member as text; null for truth values, lists, objects and null itself."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return repr(value)
