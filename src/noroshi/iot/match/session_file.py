"""Session file: a RADIUS accounting or DHCP lease log as CSV or Parquet, made ready for matching.

Columns: `address`, `start`, `end` (empty while it lasts), `subscriber` (the operator's own name for
a line, opaque here), and where addresses are shared `ports`. Other columns are passed over.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from noroshi.iot.match.port_set import PortSet, parse_port_set
from noroshi.spine.flows.address import I64, Mask, parse_addresses
from noroshi.spine.flows.arrow import (
    Array,
    as_integers,
    cast_whole,
    distinct,
    filled,
    is_null,
    one_array,
    only_where,
    words,
)
from noroshi.spine.flows.blocks import read_lines
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError, SourceError

WANTED = ("address", "start", "end", "subscriber", "ports")
_NEEDED = ("address", "start", "subscriber")
_MOMENT = pa.timestamp("ms", tz="UTC")
BATCH = 1 << 18

_WHOLE = ("hi", "lo", "start", "end")
_SMALL = ("port_first", "port_last", "psid_offset", "psid_length", "psid")
SESSIONS = pa.schema(
    [(name, pa.int64()) for name in _WHOLE]
    + [("subscriber", pa.string())]
    + [(name, pa.int32()) for name in _SMALL]
)
"""Table `sessions` of the matching: halves of the address, Unix milliseconds, the port set."""

FOREVER = (1 << 62) - 1
"""End of a session that lasts."""


@dataclass(frozen=True, slots=True)
class _Moments:
    """Unix milliseconds, where there is none, and where what stands there is no time."""

    numbers: I64
    empty: Mask
    bad: Mask


@dataclass(slots=True)
class SessionFile:
    """One log.

    Attributes:
        path: The file; CSV with a heading, or Parquet by its ending.
        read: Rows read so far.
        refused: Rows that are no session, by reason.
    """

    path: Path
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def sessions(self) -> Iterator[pa.RecordBatch]:
        """The sessions, in the columns of `SESSIONS`, in the order of the file.

        Raises:
            SourceError: The file cannot be read.
            InputError: A column is missing.
        """
        for batch in self._batches():
            lacking = [name for name in _NEEDED if name not in batch.schema.names]
            if lacking:
                raise InputError(f"{self.path} has no column {', '.join(lacking)}")
            self.read += batch.num_rows
            yield self._ready(batch)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        try:
            if self.path.suffix == ".parquet":
                with pq.ParquetFile(self.path) as file:
                    yield from file.iter_batches(BATCH)
            else:
                yield from self._parsed()
        except pa.ArrowInvalid as error:
            raise InputError(f"{self.path} is no session log: {error}") from error
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read: {error}") from error

    def _parsed(self) -> Iterator[pa.RecordBatch]:
        """Rows of separated text, as text; lines that are no rows are counted."""
        names: list[str] = []
        tally = Tally()
        for block in read_lines(self.path, tally):
            rows = block
            if not names:
                heading, _, rows = block.partition(b"\n")
                names = _names(heading)
            if rows.strip():
                yield from self._table(rows, names).to_batches()
        for reason, count in tally.refused.items():
            self.refused[reason] += count
            self.read += count

    def _table(self, rows: bytes, names: list[str]) -> pa.Table:
        return pa_csv.read_csv(
            BytesIO(rows),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=len(rows) + 1),
            parse_options=pa_csv.ParseOptions(invalid_row_handler=self._pass_over),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )

    def _pass_over(self, row: pa_csv.InvalidRow) -> Literal["skip", "error"]:
        self.read += 1
        self.refused["odd-width" if row.actual_columns else "empty"] += 1
        return "skip"

    def _ready(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        rows = batch.num_rows
        addresses, good_address = parse_addresses(_text(batch, "address"))
        start, end = _moments(batch, "start"), _moments(batch, "end")
        ends = np.where(end.empty, FOREVER, end.numbers)
        sets, good_set = _port_sets(batch)
        subscriber = _text(batch, "subscriber")
        kept = np.ones(rows, np.bool_)
        for reason, bad in (
            ("no-address", ~good_address),
            ("bad-time", start.empty | start.bad | end.bad),
            ("ends-before-start", ends < start.numbers),
            ("no-subscriber", np.array([not word for word in words(subscriber)], np.bool_)),
            ("bad-ports", ~good_set),
        ):
            if count := int((kept & bad).sum()):
                self.refused[reason] += count
            kept &= ~bad
        numbers = (addresses.hi, addresses.lo, start.numbers, ends)
        columns = [*map(_column, numbers), subscriber, *map(_column, sets)]
        whole = pa.RecordBatch.from_arrays(columns, schema=SESSIONS)
        return whole if kept.all() else whole.filter(pa.array(kept))


def _names(heading: bytes) -> list[str]:
    """Names of the columns; a repeated or empty one gets a name that nobody asks for."""
    names: list[str] = []
    for at, cell in enumerate(heading.decode().split(",")):
        name = cell.strip('" \t\r').lower()
        names.append(name if name and name not in names else f"column {at}")
    return names


def _text(batch: pa.RecordBatch, name: str) -> Array:
    return filled(cast("Array", one_array(batch.column(name)).cast(pa.string())), "")


def _moments(batch: pa.RecordBatch, name: str) -> _Moments:
    """A column of moments; one that the file does not have is empty."""
    nothing = np.zeros(batch.num_rows, np.int64)
    if name not in batch.schema.names:
        return _Moments(nothing, nothing == 0, nothing != 0)
    column = one_array(batch.column(name))
    if not pa.types.is_timestamp(column.type):
        column = only_where(np.array([bool(word) for word in words(column)], np.bool_), column)
    empty = is_null(column)
    read = cast_whole(column, _MOMENT)
    if read is None:
        read = cast("Array", pa.array([_moment(word) for word in words(column)], _MOMENT))
    known = ~is_null(read)
    numbers = as_integers(filled(cast_whole(read, pa.int64()) or read, 0))
    return _Moments(numbers, empty, ~known & ~empty)


def _column(numbers: I64 | npt.NDArray[np.int32]) -> Array:
    return cast("Array", pa.array(numbers))


def _moment(text: str) -> datetime | None:
    """One time with its zone; null for anything else."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else None
    return None


def _port_sets(batch: pa.RecordBatch) -> tuple[list[npt.NDArray[np.int32]], Mask]:
    """The five numbers of each row's port set, and where they could be read."""
    if "ports" not in batch.schema.names:
        texts, places = [""], np.zeros(batch.num_rows, np.int64)
    else:
        values, places = distinct(_text(batch, "ports"))
        texts = words(values)
    parsed = [_port_set(text) for text in texts]
    table = np.array([astuple(one or PortSet()) for one in parsed], np.int32).reshape(-1, 5)
    good = np.array([one is not None for one in parsed], np.bool_)
    return [np.ascontiguousarray(table[places, at]) for at in range(5)], good[places]


def _port_set(text: str) -> PortSet | None:
    try:
        return parse_port_set(text)
    except InputError:
        return None
