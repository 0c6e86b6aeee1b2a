"""Moment: times of logs as Unix seconds, whether numbers or ISO 8601 stamps."""

from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noroshi.spine.flows.arrow import Array, cast_whole, distinct_words, joined, matches
from noroshi.spine.flows.draft import F64
from noroshi.spine.flows.importers.table import is_text, numbers, texts

_STAMP = (
    r"^(?P<day>\d{4}[-/]\d\d[-/]\d\d)[ T](?P<clock>\d\d:\d\d:\d\d)(?P<part>\.\d{1,9})?"
    r"(?P<zone>Z|[-+]\d\d:?\d\d)?$"
)


def moments(column: Array) -> F64:
    """Unix seconds; a stamp without a zone is UTC; NaN for null, not finite for anything else."""
    if not is_text(column.type):
        return numbers(column)
    column = texts(column)
    if cast_whole(column, pa.float64()) is not None:
        return numbers(column)
    stamps = matches(column, _STAMP)
    if not stamps.any():
        return numbers(column)
    if stamps.all() and (quick := _cast(column)) is not None:
        return quick
    return np.where(stamps, _stamped(column), numbers(column))


def _cast(column: Array) -> F64 | None:
    """Stamps of one kind, all with a zone or all without; null where they differ."""
    dashed = cast("Array", pc.replace_substring(cast("pa.StringArray", column), "/", "-"))
    for kind in (pa.timestamp("ns"), pa.timestamp("ns", "UTC")):
        whole = cast_whole(dashed, kind)
        if whole is not None:
            return numbers(cast("Array", whole.cast(pa.int64()))) / 1e9
    return None


def seconds_between(start: F64, end: F64) -> F64:
    """Duration; 0 where there is no end, not finite where either is no time."""
    known = np.isfinite(start) & np.isfinite(end)
    between = np.where(known, end, 0.0) - np.where(known, start, 0.0)
    return np.where(known | np.isnan(end), between, np.inf)


def _stamped(column: Array) -> F64:
    found = pc.extract_regex(cast("pa.StringArray", column), _STAMP)
    day, clock, part, zone = (
        cast("Array", pc.struct_field(found, name)) for name in ("day", "clock", "part", "zone")
    )
    dashed = cast("Array", pc.replace_substring(cast("pa.StringArray", day), "/", "-"))
    whole = pc.strptime(
        cast("pa.StringArray", joined(dashed, clock, " ")),
        format="%Y-%m-%d %H:%M:%S",
        unit="s",
        error_is_null=True,
    )
    seconds = numbers(cast("Array", whole.cast(pa.int64())))
    return seconds + np.nan_to_num(numbers(part), posinf=0) - _offset(zone)


def _offset(zone: Array) -> F64:
    """Seconds east of Greenwich; a file has few zones."""
    values, places = distinct_words(zone)
    return np.array([_zone_seconds(text) for text in values], np.float64)[places]


def _zone_seconds(text: str) -> float:
    if not text or text == "Z":
        return 0.0
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return float(-seconds if text[0] == "-" else seconds)
