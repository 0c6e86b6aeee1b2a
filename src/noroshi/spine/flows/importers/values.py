"""Values: the JSON objects of a file, one a line, in an array, in an envelope, or spread over lines."""

import codecs
import json
import re
from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec

from noroshi.spine.flows.blocks import head, read_blocks, read_lines
from noroshi.spine.flows.importers.jsonl import Json, JsonLines, Numbered
from noroshi.spine.flows.tally import Refusal, Tally

LONGEST_VALUE = 64 << 20
"""Characters of one object: Azure writes the minute of an interface as one."""

_BETWEEN = re.compile(r'(?:[\s,\[\]}\0]|\{\s*"records"\s*:\s*\[)*')
"""What stands between objects: white space, an array's signs, the envelope `{"records": […]}`."""
_NEAR_END = 16
"""A fault so close to the end may be a word that is cut."""


def read_objects(path: Path, tally: Tally) -> Iterator[Numbered]:
    """Objects with their lines (0 where an object has none), taken out of `{"records": […]}`.

    Broken ones are counted. An object is no row yet: what is read is for the caller to count.
    """
    for line, found in _wrapped(path, tally):
        records = found.get("records")
        if isinstance(records, list):
            yield from ((line, record) for record in records if isinstance(record, dict))
        else:
            yield line, found


def _wrapped(path: Path, tally: Tally) -> Iterator[Numbered]:
    if _is_by_line(head(path)):
        reader = JsonLines(())
        for block in read_lines(path, tally):
            for found in reader.objects(block, tally):
                tally.read -= 1
                yield found
        return
    for value in _values(path, tally):
        if isinstance(value, dict):
            yield 0, value
        else:
            tally.drop(Refusal.BAD_ROW)


def _is_by_line(first: bytes) -> bool:
    for line in first.removeprefix(codecs.BOM_UTF8).split(b"\n"):
        if line.strip():
            try:
                msgspec.json.decode(line, type=Json)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                return False
            return True
    return False


def _values(path: Path, tally: Tally) -> Iterator[object]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    text = ""
    for block in read_blocks(path, tally):
        text = yield from _whole(text + decoder.decode(block), tally)
    rest = yield from _whole(text, tally, last=True)
    assert not rest


def _whole(text: str, tally: Tally, *, last: bool = False) -> Generator[object, None, str]:
    """The values that are whole; returns the text of one that may go on."""
    decode = json.JSONDecoder().raw_decode
    at = _after(text, 0)
    while at < len(text):
        try:
            value, end = decode(text, at)
        except RecursionError:
            fault = at
        except ValueError as error:
            if not last and _may_go_on(error, text) and len(text) - at < LONGEST_VALUE:
                return text[at:]
            fault = max(getattr(error, "pos", at), at)
        else:
            yield value
            at = _after(text, end)
            continue
        tally.drop(Refusal.BAD_ROW)
        at = _resumed(text, fault)
    return ""


def _after(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _may_go_on(error: ValueError, text: str) -> bool:
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated") or error.pos >= len(text) - _NEAR_END


def _resumed(text: str, fault: int) -> int:
    """Where reading goes on behind a broken value: the next line, else the next object."""
    line = text.find("\n", fault)
    following = line if line >= 0 else text.find("{", fault + 1)
    return _after(text, following) if following >= 0 else len(text)
