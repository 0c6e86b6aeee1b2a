"""Table: CSV and TSV with or without a header, as columns of text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import pyarrow as pa
import pyarrow.csv

from noroshi.spine.flows.arrow import Array, matches, one_array
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


def read_columns(
    octets: bytes, layout: Layout, refused: Counter[str], wanted: Sequence[int] | None = None
) -> list[Array]:
    """Columns as text without nulls; rows of another width are left out and counted.

    Args:
        octets: The whole table.
        layout: How it is written.
        refused: Counts, to which these are added.
        wanted: Places of columns, in the order in which they are given; all when left out.

    Raises:
        InputError: The table cannot be parted into rows.
    """
    if layout.start >= len(octets):
        return [pa.array([], pa.string())] * (layout.width if wanted is None else len(wanted))
    names = [str(column) for column in range(layout.width)]
    taken = names if wanted is None else [names[place] for place in wanted]
    counted: list[int] = []

    def skip(_: pa.csv.InvalidRow) -> Literal["skip"]:
        counted.append(1)
        return "skip"

    try:
        table = pa.csv.read_csv(
            BytesIO(_clean(octets[layout.start :])),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=pa.csv.ParseOptions(delimiter=layout.delimiter, invalid_row_handler=skip),
            convert_options=pa.csv.ConvertOptions(
                include_columns=taken,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise InputError(f"it is no table: {str(error)[:120]}") from error
    if counted:
        refused["bad-row"] += len(counted)
    return [one_array(table[name]) for name in taken]


def _clean(octets: bytes) -> bytes:
    """UTF-8 alone: other octets become a sign that no number or prefix holds."""
    return octets if octets.isascii() else octets.decode("utf-8", "replace").encode()


def whole_lines(octets: bytes) -> bytes:
    """The octets up to the last line end: what a cut leaves of a line may read as another prefix."""
    return octets[: octets.rfind(b"\n") + 1]


def place_of(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where the first of some names stands; null where none does."""
    return next((names.index(name) for name in wanted if name in names), None)


def looks_like_prefix(column: Array) -> bool:
    """Whether most of the first texts of a column have the form of a prefix."""
    first = column.slice(0, 64)
    found = int(matches(first, r"^\s*[0-9a-fA-F:.]+/[0-9]+\s*$").sum())
    return 2 * found > len(first)
