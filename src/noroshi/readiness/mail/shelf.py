"""Shelf: the reports of a home as Parquet files, each report once.

A file appears whole or not at all, and no report is spread over two files but those too large for one
batch, which get a file of their own. Reports that broke off lie in files named `cut-…` and give way to
the whole report when it comes. What was read is told only once it lies on disk, so a kill at any
moment loses nothing: running again reads what is missing and doubles nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import reduce
from hashlib import blake2b
from operator import or_
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from noroshi.readiness.mail.sense.aggregate import Head
from noroshi.readiness.mail.sense.record import ROW, Row
from noroshi.spine.home.whole import whole_file

BATCH = 20_000
"""Rows of one file, about."""

WHOLE, CUT = "whole", "cut"

_TEXTS = pa.list_(pa.string())
_TYPES: dict[str, pa.DataType] = {
    "key": pa.binary(16),
    "begin_s": pa.int64(),
    "end_s": pa.int64(),
    "testing": pa.bool_(),
    "count": pa.int64(),
    "dkim_results": _TEXTS,
    "spf_results": _TEXTS,
}
_HEAD = (
    "key", "org", "report_id", "begin_s", "end_s", "domain", "policy", "subdomain_policy", "testing",
)  # fmt: skip
AGGREGATE = pa.schema([(name, _TYPES.get(name, pa.string())) for name in (*_HEAD, *ROW)])
"""Columns of aggregate reports: what holds for the report, then the record."""

_NOTHING: Row = (None, 0, *[None] * 7, [], [])
"""Stands for a report without records."""


class Shelf:
    """One kind of report."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder = folder
        self._schema = schema
        folder.mkdir(parents=True, exist_ok=True)
        self._keys = {kind: set(_keys_of(folder, kind)) for kind in (WHOLE, CUT)}
        self._rows: dict[str, list[tuple[object, ...]]] = {WHOLE: [], CUT: []}

    @property
    def waiting(self) -> int:
        """Rows that do not lie on disk yet."""
        return sum(map(len, self._rows.values()))

    def knows(self, key: bytes, kind: str = WHOLE) -> bool:
        """Whether a report is there; a whole one stands for its cut-off part."""
        return key in self._keys[WHOLE] or (kind == CUT and key in self._keys[CUT])

    def add(self, key: bytes, rows: Iterable[tuple[object, ...]], kind: str = WHOLE) -> None:
        """Take the rows of a report, key first."""
        self._keys[kind].add(key)
        self._rows[kind] += rows

    def flush(self) -> None:
        """Put all that waits on disk."""
        for kind, rows in self._rows.items():
            if rows:
                name = _name_of(kind, {row[0] for row in rows})
                with whole_file(self._folder / name) as file:
                    pq.write_table(table_of(rows, self._schema), file, compression="zstd")
                rows.clear()

    def large(self, key: bytes) -> "LargeReport":
        """A file of its own for a report of many rows."""
        return LargeReport(self._folder, self._schema, key, self._keys)


class LargeReport:
    """The file of one report while it is written."""

    def __init__(
        self, folder: Path, schema: pa.Schema, key: bytes, keys: dict[str, set[bytes]]
    ) -> None:
        self._folder, self._schema, self._key, self._keys = folder, schema, key, keys
        self._stack = ExitStack()
        self._part = folder / f"{CUT}-{key.hex()}.writing"
        self._file: BinaryIO = self._stack.enter_context(self._part.open("wb"))
        self._writer = self._stack.enter_context(pq.ParquetWriter(self._file, schema, compression="zstd"))  # fmt: skip

    def add(self, rows: list[tuple[object, ...]]) -> None:
        """Write rows on."""
        self._writer.write_table(table_of(rows, self._schema))

    def finish(self, kind: str) -> None:
        """Put the file in its place."""
        self._stack.close()
        self._part.replace(self._folder / _name_of(kind, {self._key}))
        self._keys[kind].add(self._key)

    def drop(self) -> None:
        """Forget it."""
        self._stack.close()
        self._part.unlink(missing_ok=True)


class ReportTaker:
    """Takes one aggregate report from its reader and puts it on a shelf, unless it is known."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._key = b""
        self._rows: list[tuple[object, ...]] = []
        self._large: LargeReport | None = None

    def __call__(self, head: Head, rows: list[Row]) -> None:
        """Take records; a second chunk shows that the report is large."""
        if self._key and self._large is None:
            self._large = self._shelf.large(self._key)
        self._key = self._key or head.key
        made = [_full(self._key, head, row) for row in rows or [_NOTHING]]
        if self._large is None:
            self._rows = made
            return
        for part in (self._rows, made):
            if part:
                self._large.add(part)
        self._rows = []

    def finish(self, *, cut: bool) -> bool:
        """Put the report on the shelf; false where it is there already."""
        kind, key = CUT if cut else WHOLE, self._key
        known = self._shelf.knows(key, kind)
        if self._large is not None:
            if known:
                self._large.drop()
            else:
                self._large.finish(kind)
        elif not known:
            self._shelf.add(key, self._rows, kind)
        return not known

    def drop(self) -> None:
        """Forget what was taken."""
        if self._large is not None:
            self._large.drop()


def read_shelf(
    folder: Path,
    columns: list[str],
    domains: set[str] | None = None,
    *,
    named: tuple[str, ...] = ("domain", "header_from"),
) -> Iterator[pa.Table]:
    """Rows of a shelf, a batch at a time; of a report that came whole its cut-off part is left out.

    Args:
        folder: The shelf.
        columns: What to give; `key` is read beside it.
        domains: Only rows of these policy or author's domains; all when left out.
        named: Columns that may hold the domain.
    """
    whole = set(_keys_of(folder, WHOLE)) if any(folder.glob(f"{CUT}-*.parquet")) else set()
    about = sorted(domains or ())
    either = reduce(or_, (pc.field(name).isin(about) for name in named))
    wanted_rows = either if domains else None
    wanted = list(dict.fromkeys(("key", *columns, *(named if domains else ()))))
    for path in sorted(folder.glob("*.parquet")):
        hidden = whole if path.name.startswith(CUT) else set()
        for part in _batches(path, wanted):
            narrowed = part if wanted_rows is None else part.filter(wanted_rows)
            table = _without(narrowed, hidden)
            if table.num_rows:
                yield table.select(columns)


def _without(table: pa.Table, keys: set[bytes]) -> pa.Table:
    """Rows of other reports than these."""
    if not keys:
        return table
    mask = pa.array([key not in keys for key in table["key"].to_pylist()], pa.bool_())
    return table.filter(mask)


def _batches(path: Path, columns: list[str]) -> Iterator[pa.Table]:
    """A file by parts: one report may have millions of rows."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH, columns=columns):
            yield pa.Table.from_batches([batch])


def table_of(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as a table."""
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _full(key: bytes, head: Head, row: Row) -> tuple[object, ...]:
    return (
        key, head.org, head.report_id, head.begin_s, head.end_s, head.domain,
        head.policy, head.subdomain_policy, head.testing, *row,
    )  # fmt: skip


def _name_of(kind: str, keys: set[object]) -> str:
    digest = blake2b(digest_size=12)
    for key in sorted(key for key in keys if isinstance(key, bytes)):
        digest.update(key)
    return f"{kind}-{digest.hexdigest()}.parquet"


def _keys_of(folder: Path, kind: str) -> Iterator[bytes]:
    for path in folder.glob(f"{kind}-*.parquet"):
        seen: bytes | None = None
        for table in _batches(path, ["key"]):
            for key in table["key"].to_pylist():
                if isinstance(key, bytes) and key != seen:
                    seen = key
                    yield key
