"""JSON Lines: one object a line to text columns, with nested members by dotted path."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import pyarrow as pa

from noroshi.spine.flows.tally import Refusal, Tally

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Reads the members named by `fields`; a dot leads into an object, unless the key bears it."""

    fields: Sequence[str]

    def batches(self, first: bytes, rest: Iterator[bytes], tally: Tally) -> Iterator[pa.Table]:
        """A table of text columns a block; lines that are no object are counted."""
        block = first
        while block:
            yield self.table(list(self.objects(block, tally)))
            block = next(rest, b"")

    def objects(self, block: bytes, tally: Tally) -> Iterator[Json]:
        """The objects of a block; `tally.read` counts them and what is none."""
        decode = msgspec.json.Decoder(Json).decode
        for line in block.splitlines():
            if not line.strip():
                continue
            try:
                found = decode(line)
            except (msgspec.DecodeError, RecursionError):
                tally.drop(Refusal.BAD_ROW)
                continue
            tally.read += 1
            yield found

    def table(self, objects: list[Json]) -> pa.Table:
        """Text columns of the fields; null where an object lacks one."""
        columns = {
            name: pa.array([_text(_member(o, name)) for o in objects], pa.string())
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


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return repr(value)
