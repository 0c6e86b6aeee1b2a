"""Arrow: names for Arrow columns of any type, and the few conversions to numpy that all use.

The stubs of pyarrow make every column generic over its scalar type; here it is seldom known.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    Array: TypeAlias = pa.Array[pa.Scalar[pa.DataType]]
    Chunked: TypeAlias = pa.ChunkedArray[pa.Scalar[pa.DataType]]
    Column: TypeAlias = Array | Chunked
else:  # the classes themselves take no parameters
    Array, Chunked, Column = pa.Array, pa.ChunkedArray, pa.Array | pa.ChunkedArray

_MOST: dict[pa.DataType, int] = {
    pa.uint8(): 0xFF,
    pa.uint16(): 0xFFFF,
    pa.uint32(): 0xFFFFFFFF,
    pa.int64(): (1 << 63) - 1,
}


def one_array(column: Column) -> Array:
    """A column as one array."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return cast("Array", column.chunk(0))
    if not column.num_chunks:
        return cast("Array", pa.array([], column.type))
    return pa.concat_arrays(column.chunks)


def distinct(column: Column) -> tuple[Array, npt.NDArray[np.int64]]:
    """Each value once, and for every row its place there; nulls get the place behind the last."""
    encoded = one_array(column)
    if not isinstance(encoded, pa.DictionaryArray):
        encoded = encoded.dictionary_encode()
    assert isinstance(encoded, pa.DictionaryArray)
    values = cast("Array", encoded.dictionary)
    places = pc.fill_null(encoded.indices, pa.scalar(len(values), pa.int32()))
    return values, as_integers(cast("Array", places))


def as_integers(column: Column) -> npt.NDArray[np.int64]:
    """A column of whole numbers without nulls; not to be written to."""
    return np.asarray(one_array(column).to_numpy(zero_copy_only=False)).astype(np.int64, copy=False)


def as_numbers(column: Column) -> npt.NDArray[np.float64]:
    """A column of decimal numbers; nulls become NaN."""
    return np.asarray(one_array(column).to_numpy(zero_copy_only=False)).astype(np.float64)


def as_mask(column: Column) -> npt.NDArray[np.bool_]:
    """A column of truth values; null is false."""
    known = filled(column, False)
    return np.asarray(known.to_numpy(zero_copy_only=False)).astype(np.bool_)


def is_null(column: Column) -> npt.NDArray[np.bool_]:
    """Where a column is null."""
    return np.asarray(one_array(column).is_null().to_numpy(zero_copy_only=False)).astype(np.bool_)


def typed(values: npt.NDArray[np.int64], kind: pa.DataType, known: npt.NDArray[np.bool_]) -> Array:
    """Numbers in a whole-number type, null where not known, negative or too large for it."""
    # Mostly all is known and fits, or nothing is; seeing that costs less than masks.
    if not known.any():
        return nulls(len(values), kind)
    if known.all() and values.min() >= 0 and values.max() <= _MOST[kind]:
        return cast("Array", pa.array(values.astype(kind.to_pandas_dtype()), kind))
    known = known & (values >= 0) & (values <= _MOST[kind])
    shown = np.where(known, values, 0).astype(kind.to_pandas_dtype())
    return cast("Array", pa.array(shown, kind, mask=~known))


def moments_ms(values: npt.NDArray[np.int64]) -> Array:
    """Unix milliseconds as timestamps."""
    return cast("Array", pa.array(values.astype("datetime64[ms]")))


def with_column(table: pa.Table, name: str, column: Column) -> pa.Table:
    """The table with a column added or replaced."""
    at = table.schema.get_field_index(name)
    if at < 0:
        return table.append_column(name, column)
    return table.set_column(at, name, column)


def nulls(rows: int, kind: pa.DataType) -> Array:
    """A column of nothing."""
    return cast("Array", pa.nulls(rows, kind))  # type: ignore[call-overload]  # stubs want a known type


def repeated(text: str, rows: int) -> Array:
    """A column of one text."""
    return cast("Array", pa.repeat(text, rows))


def matches(column: Column, pattern: str) -> npt.NDArray[np.bool_]:
    """Where text fits a regular expression; null does not."""
    return as_mask(cast("Array", pc.match_substring_regex(_text(column), pattern)))


def contains(column: Column, part: str) -> npt.NDArray[np.bool_]:
    """Where text holds a part; null does not."""
    return as_mask(cast("Array", pc.match_substring(_text(column), part)))


def is_one_of(column: Column, *known: str) -> npt.NDArray[np.bool_]:
    """Where text is one of some words; null is none."""
    return as_mask(cast("Array", pc.is_in(_text(column), value_set=pa.array(known, column.type))))


def is_empty(column: Column) -> npt.NDArray[np.bool_]:
    """Where text is empty; null is not. Far cheaper than comparing texts."""
    lengths = cast("Array", pc.binary_length(_text(column)))
    return as_mask(cast("Array", pc.equal(lengths, pa.scalar(0, lengths.type))))


def without_start(column: Column, start: str) -> Array | None:
    """Text of digits without the letters it starts with; null where any text is otherwise.

    Far cheaper than a regular expression, and than slicing text by text.
    """
    data, bounds = octets_of(column)
    is_digit = data - np.uint8(ord("0")) <= np.uint8(9)
    size, rows = len(start), len(bounds) - 1
    if len(data) - np.count_nonzero(is_digit) != size * rows or (np.diff(bounds) < size).any():
        return None
    for place, letter in enumerate(start.encode()):
        if not (data[bounds[:-1] + place] == letter).all():
            return None
    return texts_of(data[is_digit], bounds - np.arange(rows + 1) * size)


def texts_of(octets: npt.NDArray[np.uint8], bounds: npt.NDArray[np.int64]) -> Array:
    """Texts of UTF-8 octets one behind the other, by the bounds of each."""
    buffers = (pa.py_buffer(bounds.data), pa.py_buffer(octets.data))
    return cast("Array", pa.LargeStringArray.from_buffers(len(bounds) - 1, *buffers))


def octets_of(column: Column) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Octets of all texts one behind the other, and the bounds of each."""
    texts = one_array(column).cast(pa.large_string())
    _, offsets, octets = texts.buffers()
    bounds = np.frombuffer(memoryview(offsets or bytes(8)), np.int64)
    bounds = bounds[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(memoryview(octets or b""), np.uint8)
    return data[bounds[0] : bounds[-1]], bounds - bounds[0]


def holds(column: Column, character: str) -> bool:
    """Whether any text holds an ASCII character; far cheaper than asking of each."""
    data, _ = octets_of(column)
    return bool((data == np.uint8(ord(character))).any())


def written(columns: Sequence[Column], between: str) -> memoryview:
    """Text columns row by row as UTF-8, with something between them and nothing behind a row."""
    cells = (*(_text(column) for column in columns), pa.scalar(between))
    rows = pc.binary_join_element_wise(*cells)  # type: ignore[call-overload]  # stubs want scalars only
    _, _, octets = rows.buffers()
    return memoryview(octets or b"")


def is_digits(column: Column) -> bool:
    """Whether all characters of a text column are digits."""
    data, _ = octets_of(column)
    return not bool((data - np.uint8(ord("0")) > np.uint8(9)).any())


def cast_whole(column: Column, kind: pa.DataType) -> Array | None:
    """The column in another type; null where any value does not fit. Far cheaper than looking first."""
    try:
        return one_array(column).cast(kind)
    except pa.ArrowInvalid:
        return None


def only_where(mask: npt.NDArray[np.bool_], column: Column) -> Array:
    """The values where the mask is true; null elsewhere."""
    nothing = pa.scalar(None, column.type)
    return cast("Array", pc.if_else(pa.array(mask), one_array(column), nothing))


def chosen(mask: npt.NDArray[np.bool_], first: Column, second: Column) -> Array:
    """Values of the first column where the mask is true, and of the second elsewhere."""
    return cast("Array", pc.if_else(pa.array(mask), one_array(first), one_array(second)))


def trimmed(column: Column) -> Array:
    """Text without blanks around it."""
    return cast("Array", pc.utf8_trim_whitespace(_text(column)))


def joined(left: Column, right: Column, between: str) -> Array:
    """Two text columns with something between; null where either is."""
    both = (_text(left), _text(right), pa.scalar(between))
    return cast("Array", pc.binary_join_element_wise(*both))  # type: ignore[call-overload]  # stubs want scalars only


def _text(column: Column) -> "pa.StringArray":
    return cast("pa.StringArray", one_array(column))


def filled(column: Column, value: float | str | bool) -> Array:
    """A column with a value where it is null."""
    return cast("Array", pc.fill_null(_text(column), pa.scalar(value, column.type)))


def either(first: Column, second: Column) -> Array:
    """Text of the first column; of the second where that is null."""
    both = (_text(first), _text(second))
    return cast("Array", pc.coalesce(*both))


def replaced(column: Column, pattern: str, by: str) -> Array:
    """Text with every match of a regular expression replaced."""
    return cast("Array", pc.replace_substring_regex(_text(column), pattern, by))


def words(column: Column) -> list[str]:
    """A text column as a list; null becomes empty."""
    return [word or "" for word in _text(column).to_pylist()]


def distinct_words(column: Column) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Each text once, and for every row its place there; null counts as empty."""
    values, places = distinct(column)
    return [*words(values), ""], places


def picked(column: Column, rows: npt.NDArray[np.int64]) -> Array:
    """Rows by index."""
    return one_array(column).take(rows)
