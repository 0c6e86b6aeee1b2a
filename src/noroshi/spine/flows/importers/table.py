"""Table: reading loose columns of a batch, whatever type they came in."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.draft import BAD, F64, MISSING

Batch = pa.RecordBatch | pa.Table


def one_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def loose(batch: Batch, name: str) -> pa.Array:
    """A column by name, or nulls where the batch has none."""
    if name not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.string())
    return one_array(batch.column(batch.schema.get_field_index(name)))


def integers(column: pa.Array) -> I64:
    """Whole numbers; `MISSING` for null or empty, `BAD` for negatives and what is no number."""
    if _is_text(column.type):
        column = _blank_to_null(column)
        whole = pc.match_substring_regex(column, r"^\d{1,18}$")
        numbers = pc.if_else(whole, column, None).cast(pa.int64())
        return _filled(numbers, column)
    if pa.types.is_null(column.type):
        return np.full(len(column), MISSING, np.int64)
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return np.full(len(column), BAD, np.int64)
    return _filled(_whole(column), column)


def _whole(column: pa.Array) -> pa.Array:
    if pa.types.is_floating(column.type):
        inside = pc.and_(pc.is_finite(column), pc.less(pc.abs(column), float(1 << 62)))
        return pc.round(pc.if_else(inside, column, None)).cast(pa.int64())
    if column.type == pa.uint64():
        column = pc.if_else(pc.less(column, pa.scalar(1 << 62, pa.uint64())), column, None)
    return column.cast(pa.int64())


def _filled(numbers: pa.Array, given: pa.Array) -> I64:
    values = numbers.fill_null(BAD).to_numpy(zero_copy_only=False).astype(np.int64)
    values = np.where(values < 0, BAD, values)
    if not given.null_count:
        return values
    missing = given.is_null().to_numpy(zero_copy_only=False)
    return np.where(missing, MISSING, values)


def numbers(column: pa.Array) -> F64:
    """Decimal numbers; NaN for null and infinity for what is no number."""
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return (
            column.cast(pa.float64(), safe=False).fill_null(np.nan).to_numpy(zero_copy_only=False)
        )
    if not _is_text(column.type):
        return np.full(len(column), np.nan)
    column = _blank_to_null(column)
    decimal = pc.match_substring_regex(
        column, r"^[-+]?(\d{1,18}\.?\d{0,18}|\.\d{1,18})([eE][-+]?\d{1,2})?$"
    )
    values = pc.if_else(decimal, column, None).cast(pa.float64()).fill_null(np.inf)
    missing = column.is_null().to_numpy(zero_copy_only=False)
    return np.where(missing, np.nan, values.to_numpy(zero_copy_only=False))


def texts(column: pa.Array) -> pa.Array:
    """Text, trimmed; null where the column holds none."""
    if _is_text(column.type):
        return pc.utf8_trim_whitespace(column.cast(pa.string()))
    if pa.types.is_dictionary(column.type):
        return texts(column.dictionary_decode())
    return pa.nulls(len(column), pa.string())


def _blank_to_null(column: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view()
