"""Moment: times of logs as Unix seconds, whether numbers or ISO 8601 stamps."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noroshi.spine.flows.draft import F64
from noroshi.spine.flows.importers.table import numbers, texts

_STAMP = (
    r"^(?P<day>\d{4}[-/]\d\d[-/]\d\d)[ T](?P<clock>\d\d:\d\d:\d\d)(?P<part>\.\d{1,9})?"
    r"(?P<zone>Z|[-+]\d\d:?\d\d)?$"
)


def moments(column: pa.Array) -> F64:
    """Unix seconds; a stamp without a zone is UTC; NaN for null, not finite for anything else."""
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return numbers(column)
    column = texts(column)
    stamps = pc.match_substring_regex(column, _STAMP).fill_null(False)
    if not pc.any(stamps).as_py():
        return numbers(column)
    found = pc.extract_regex(column, _STAMP)
    clock = pc.binary_join_element_wise(
        pc.replace_substring(pc.struct_field(found, "day"), "/", "-"),
        pc.struct_field(found, "clock"),
        " ",
    )
    whole = pc.strptime(clock, format="%Y-%m-%d %H:%M:%S", unit="s", error_is_null=True)
    seconds = numbers(whole.cast(pa.int64()))
    part = numbers(pc.binary_join_element_wise("0", pc.struct_field(found, "part"), ""))
    stamped = seconds + np.nan_to_num(part) - _offset(pc.struct_field(found, "zone"))
    return np.where(np.asarray(stamps), stamped, numbers(column))


def _offset(zone: pa.Array) -> F64:
    """Seconds east of Greenwich; a file has few zones."""
    encoded = zone.dictionary_encode()
    values = [_zone_seconds(text) for text in encoded.dictionary.to_pylist()] + [0.0]
    codes = encoded.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)
    return np.array(values, np.float64)[codes]


def _zone_seconds(text: str | None) -> float:
    if not text or text == "Z":
        return 0.0
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return float(-seconds if text[0] == "-" else seconds)
