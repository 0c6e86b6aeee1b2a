"""Table: reading loose columns of a batch, whatever type they came in."""

from typing import cast

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Mask
from noroshi.spine.flows.arrow import (
    Array,
    as_integers,
    as_numbers,
    cast_whole,
    filled,
    is_null,
    is_one_of,
    matches,
    one_array,
    only_where,
    trimmed,
)
from noroshi.spine.flows.draft import BAD, F64, MISSING

Batch = pa.RecordBatch | pa.Table

_DECIMAL = r"^[-+]?(\d{1,18}\.?\d{0,18}|\.\d{1,18})([eE][-+]?\d{1,2})?$"


def loose(batch: Batch, name: str) -> Array:
    """A column by name, or nulls where the batch has none."""
    at = batch.schema.get_field_index(name)
    if at < 0:
        return pa.nulls(batch.num_rows, pa.string())
    return one_array(batch.column(at))


def integers(column: Array) -> I64:
    """Whole numbers; `MISSING` for null or empty, `BAD` for negatives and what is no number."""
    if is_text(column.type):
        column = blank_to_null(column)
        whole = cast_whole(column, pa.int64())
        if whole is None:
            whole = only_where(matches(column, r"^\d{1,18}$"), column).cast(pa.int64())
        return _filled(as_integers(filled(whole, BAD)), is_null(column))
    if pa.types.is_null(column.type):
        return np.full(len(column), MISSING, np.int64)
    if pa.types.is_floating(column.type):
        return _filled(_rounded(as_numbers(column)), is_null(column))
    if not pa.types.is_integer(column.type):
        return np.full(len(column), BAD, np.int64)
    values = np.asarray(filled(column, 0).to_numpy(zero_copy_only=False))
    return _filled(np.where(values > 1 << 62, BAD, values).astype(np.int64), is_null(column))


def _rounded(values: F64) -> I64:
    good = np.isfinite(values) & (np.abs(values) < float(1 << 62))
    return np.where(good, np.rint(np.where(good, values, 0)), BAD).astype(np.int64)


def _filled(values: I64, missing: Mask) -> I64:
    return np.where(missing, MISSING, np.where(values < 0, BAD, values))


def numbers(column: Array) -> F64:
    """Decimal numbers; NaN for null and infinity for what is no number. Timestamps are Unix seconds."""
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return as_numbers(column.cast(pa.float64(), safe=False))
    if pa.types.is_timestamp(column.type):
        microseconds = column.cast(pa.timestamp("us", column.type.tz), safe=False)
        return numbers(microseconds.cast(pa.int64())) / 1e6
    if not is_text(column.type):
        return np.full(len(column), np.nan)
    column = blank_to_null(column)
    values = cast_whole(column, pa.float64())
    if values is None:
        values = only_where(matches(column, _DECIMAL), column).cast(pa.float64())
    return np.where(is_null(column), np.nan, as_numbers(filled(values, np.inf)))


def texts(column: Array) -> Array:
    """Text, trimmed; null where the column holds none."""
    if is_text(column.type):
        return trimmed(column.cast(pa.string()))
    if pa.types.is_dictionary(column.type) and is_text(column.type.value_type):
        return _trimmed_once(column)
    return pa.nulls(len(column), pa.string())


def _trimmed_once(column: Array) -> Array:
    """The same for a dictionary column: only its distinct values are touched."""
    assert isinstance(column, pa.DictionaryArray)
    values = texts(cast("Array", column.dictionary))
    return cast("Array", pa.DictionaryArray.from_arrays(column.indices, values))


def blank_to_null(column: Array) -> Array:
    """Trimmed text, null where nothing is left."""
    column = trimmed(column)
    return only_where(~is_one_of(column, ""), column)


def is_text(kind: pa.DataType) -> bool:
    """Whether a type holds text."""
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view()
