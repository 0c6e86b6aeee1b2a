"""AS table: which autonomous system announces an address, from a file of ranges.

Files of the field are read as they come: `start,end,asn[,country],name` with commas or tabs, a
heading or none, addresses as text or (IPv4) as numbers. AS 0 stands for space that nobody
announces (RFC 7607) and holds nothing.
"""

from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from noroshi.spine.flows.address import I64, Addresses, Mask, parse_addresses
from noroshi.spine.flows.arrow import (
    Array,
    as_integers,
    matches,
    one_array,
    picked,
    replaced,
    words,
)
from noroshi.spine.flows.blocks import read_lines
from noroshi.spine.flows.ranges import AddressRanges, Layer
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.model.address import MAPPED

MOST_ROWS = 5_000_000
"""Far above a full table of both families; more is no such file."""

_HIGHEST_ASN = _HIGHEST_V4 = 0xFFFFFFFF
_WIDEST = 8
"""Columns of the widest of these files, and some more."""


@dataclass(slots=True)
class AsTable:
    """Ranges with the AS that announces each.

    Attributes:
        layer: The ranges; their values are places in `numbers`.
        ranges: The same, to be asked.
        numbers: AS numbers, each once, rising.
        names: The name of each, as the file writes it; empty where it has none.
        read: Rows of the file.
        refused: Rows that were left out, by reason.
    """

    layer: Layer
    ranges: AddressRanges
    numbers: I64
    names: tuple[str, ...]
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def numbers_of(self, addresses: Addresses) -> I64:
        """The AS of each address; 0 for those that nobody announces."""
        places = self.ranges.find(addresses)
        return np.append(self.numbers, 0)[places]

    def name_of(self, asn: int) -> str:
        """The name of an AS; empty where the file has none."""
        at = int(np.searchsorted(self.numbers, asn))
        known = at < len(self.numbers) and self.numbers[at] == asn
        return self.names[at] if known else ""


def read_as_table(path: Path) -> AsTable:
    """The AS table in a file, plain or compressed (gzip, bzip2, xz, zstd).

    Raises:
        SourceError: The file cannot be read.
        InputError: It is no table of ranges, or none of its rows can be used.
    """
    columns, odd = _columns_of(path)
    first, known_first = _addresses(columns[0])
    last, known_last = _addresses(columns[1])
    numbers = _numbers(columns[2])
    table = _Rows(first=first, last=last, numbers=numbers, names=columns[-1])
    refused: Counter[str] = Counter()
    kept = np.ones(len(first), np.bool_)
    heading = len(kept) > 0 and not known_first[0] and not known_last[0]
    for reason, bad in (
        ("heading", np.arange(len(kept)) < int(heading)),
        ("no-address", ~known_first | ~known_last),
        ("no-as-number", numbers < 0),
        ("two-families", first.is_v4 != last.is_v4),
        ("ends-before-start", _after(first, last)),
        ("not-announced", numbers == 0),
    ):
        refused[reason] = int((kept & bad).sum())
        kept &= ~bad
    order = np.flatnonzero(kept)
    clear = _clear_of_others(first.take(order), last.take(order))
    refused["overlap"] = int((~clear).sum())
    rows = order[clear]
    if not len(rows):
        raise InputError(f"{path} has no range of addresses; write start,end,asn,name in each line")
    refused["odd-width"] = odd
    read = len(kept) + odd - refused.pop("heading")
    return _table_of(table, rows, read, +refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    first: Addresses
    last: Addresses
    numbers: I64
    names: Array


def _table_of(table: _Rows, rows: I64, read: int, refused: Counter[str]) -> AsTable:
    numbers, samples, places = np.unique(
        table.numbers[rows], return_index=True, return_inverse=True
    )
    names = picked(table.names, rows[samples])
    layer = Layer(
        first=table.first.take(rows), last=table.last.take(rows), values=places.astype(np.int64)
    )
    return AsTable(layer, AddressRanges([layer]), numbers, tuple(words(names)), read, refused)


def _columns_of(path: Path) -> tuple[list[Array], int]:
    """The first three columns and the last, as text; and how many rows have another width."""
    odd: list[int] = []
    tally = Tally()
    try:
        rows = b"".join(read_lines(path, tally))
        table = _parsed(rows, odd)
    except pa.ArrowInvalid as error:
        raise InputError(f"{path} is no table of ranges: {error}") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error}") from error
    if tally.refused:
        raise InputError(f"{path} is cut short or broken; fetch it again")
    if table.num_columns < 3:
        raise InputError(f"{path} has {table.num_columns} columns; write start,end,asn,name")
    if table.num_rows > MOST_ROWS:
        raise InputError(f"{path} has {table.num_rows:,} rows, more than {MOST_ROWS:,}")
    wanted = [*range(3), table.num_columns - 1]
    return [one_array(table.column(at).cast(pa.string())) for at in wanted], len(odd)


def _parsed(rows: bytes, odd: list[int]) -> pa.Table:
    def pass_over(row: pa_csv.InvalidRow) -> Literal["skip", "error"]:
        odd.append(row.actual_columns)
        return "skip"

    delimiter = "\t" if b"\t" in rows.partition(b"\n")[0] else ","
    return pa_csv.read_csv(
        BytesIO(rows),
        read_options=pa_csv.ReadOptions(autogenerate_column_names=True),
        parse_options=pa_csv.ParseOptions(delimiter=delimiter, invalid_row_handler=pass_over),
        convert_options=pa_csv.ConvertOptions(
            column_types={f"f{at}": pa.string() for at in range(_WIDEST)}
        ),
    )


def _addresses(texts: Array) -> tuple[Addresses, Mask]:
    """Addresses written as text, or IPv4 as one number."""
    found, known = parse_addresses(texts)
    bare = np.flatnonzero(matches(texts, "^[0-9]{1,10}$"))
    if not len(bare):
        return found, known
    numbers = _whole(picked(texts, bare))
    fits = numbers <= _HIGHEST_V4
    found.hi[bare[fits]], found.lo[bare[fits]] = 0, numbers[fits] | MAPPED
    known[bare[fits]] = True
    return found, known


def _numbers(texts: Array) -> I64:
    """AS numbers (RFC 5396 asplain, with or without AS before it); -1 where there is none."""
    plain = replaced(texts, "^(?i:AS)", "")
    numbers = np.full(len(plain), -1, np.int64)
    rows = np.flatnonzero(matches(plain, "^[0-9]{1,10}$"))
    numbers[rows] = _whole(picked(plain, rows))
    numbers[numbers > _HIGHEST_ASN] = -1
    return numbers


def _whole(texts: Array) -> I64:
    return as_integers(texts.cast(pa.int64()))


def _after(first: Addresses, last: Addresses) -> Mask:
    (first_hi, first_lo), (last_hi, last_lo) = first.unsigned, last.unsigned
    after: Mask = (first_hi > last_hi) | ((first_hi == last_hi) & (first_lo > last_lo))
    return after


def _clear_of_others(first: Addresses, last: Addresses) -> Mask:
    """Which ranges begin behind the end of all that begin before them; of equals the first row."""
    clear = np.ones(len(first), np.bool_)
    order = np.lexsort(first.unsigned[::-1])
    ends_hi, ends_lo = (half[order] for half in last.unsigned)
    begins_hi, begins_lo = (half[order] for half in first.unsigned)
    clash = (begins_hi[1:] < ends_hi[:-1]) | (
        (begins_hi[1:] == ends_hi[:-1]) & (begins_lo[1:] <= ends_lo[:-1])
    )
    # Seldom any: only then each is held against the furthest end before it.
    if clash.any():
        furthest = (-1, -1)
        for at in range(len(order)):
            begin = (int(begins_hi[at]), int(begins_lo[at]))
            if begin <= furthest:
                clear[order[at]] = False
            else:
                furthest = (int(ends_hi[at]), int(ends_lo[at]))
    return clear
