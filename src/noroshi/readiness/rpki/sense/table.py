"""Table: CSV and TSV with or without a header, as columns of text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv

from noroshi.spine.flows.arrow import Array, cast_whole, matches, one_array
from noroshi.spine.model import InputError

LONGEST_LINE = 1 << 16
"""Octets of the longest believed line at the start of a table."""

MOST_COLUMNS = 64
_COMMENTS = (b"#", b"%", b";")
_BLOCK = 1 << 24


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written.

    Attributes:
        start: Octet where its rows start, behind comments and header.
        delimiter: What parts its columns.
        names: Columns in lower case; empty where no header names them.
        width: Number of columns.
    """

    start: int
    delimiter: str
    names: tuple[str, ...]
    width: int


def layout_of(octets: bytes, known: Sequence[str]) -> Layout:
    """How a table is written, from its first lines.

    Args:
        octets: The whole table; comments and blank lines may lead it.
        known: Names in lower case, one of which shows that a line is the header.

    Raises:
        InputError: It has no row, or a first line longer or wider than any table's.
    """
    start = 0
    while start < len(octets):
        end = octets.find(b"\n", start)
        end = len(octets) if end < 0 else end
        line = octets[start:end]
        if len(line) > LONGEST_LINE:
            raise InputError("its first lines are longer than any table's")
        delimiter, cells = _cells(line.lstrip(b"#%; \xef\xbb\xbf"))
        if set(cells) & set(known) and len(cells) > 1:
            return Layout(end + 1, delimiter, cells, len(cells))
        if line.strip() and not line.startswith(_COMMENTS):
            if len(cells) > MOST_COLUMNS:
                raise InputError("it has more columns than any table")
            return Layout(start, delimiter, (), len(cells))
        start = end + 1
    raise InputError("it holds no row")


def _cells(line: bytes) -> tuple[str, tuple[str, ...]]:
    text = line.decode("utf-8", "replace").strip("\r\n")
    delimiter = next((mark for mark in "\t,;|" if mark in text), ",")
    return delimiter, tuple(cell.strip(' "').lower() for cell in text.split(delimiter))


def read_columns(octets: bytes, layout: Layout, refused: Counter[str]) -> list[Array]:
    """All columns as text without nulls; rows of another width are left out and counted.

    Raises:
        InputError: The table cannot be parted into rows.
    """
    if layout.start >= len(octets):
        return [pa.array([], pa.string())] * layout.width
    names = [str(column) for column in range(layout.width)]
    counted: list[int] = []

    def skip(_: pa.csv.InvalidRow) -> Literal["skip"]:
        counted.append(1)
        return "skip"

    try:
        table = pa.csv.read_csv(
            BytesIO(memoryview(octets)[layout.start :]),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=pa.csv.ParseOptions(delimiter=layout.delimiter, invalid_row_handler=skip),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.binary()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise InputError(f"it is no table: {str(error)[:120]}") from error
    if counted:
        refused["bad-row"] += len(counted)
    return [_text(one_array(table[name])) for name in names]


def _text(column: Array) -> Array:
    """The column as text; what is no UTF-8 becomes a sign that no number or prefix holds."""
    text = cast_whole(column, pa.string())
    if text is not None:
        return text
    cells = [bytes(cell.as_py()).decode("utf-8", "replace") for cell in column]
    return cast("Array", pa.array(cells, pa.string()))


def whole_lines(octets: bytes) -> bytes:
    """The octets up to the last line end: what a cut leaves of a line may read as another prefix."""
    return octets[: octets.rfind(b"\n") + 1]


def column_at(columns: Sequence[Array], place: int | None, rows: int) -> Array:
    """One column, or empty texts where a table has none at that place."""
    return pa.array(np.full(rows, "")) if place is None else columns[place]


def place_of(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where the first of some names stands; null where none does."""
    return next((names.index(name) for name in wanted if name in names), None)


def looks_like_prefix(column: Array) -> bool:
    """Whether most of the first texts of a column have the form of a prefix."""
    first = column.slice(0, 64)
    found = int(matches(first, r"^\s*[0-9a-fA-F:.]+/[0-9]+\s*$").sum())
    return 2 * found > len(first)
