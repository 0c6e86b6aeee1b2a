"""Compaction: the many files of an hour that is over become one, sorted by source address.

The one is smaller and answers questions about an address by reading one row group. How it takes the
place of the many without a moment of loss or doubling is told in `merged`.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows.arrow import nulls
from noroshi.spine.flows.encoding import DICTIONARY, ENCODINGS
from noroshi.spine.flows.lake import hour_start
from noroshi.spine.flows.merged import (
    PREFIX,
    footer_of,
    is_merged,
    live_files,
    merged_name,
    replaced_by,
)
from noroshi.spine.flows.schema import FLOW_SCHEMA
from noroshi.spine.flows.swap import Swap
from noroshi.spine.home import whole_file
from noroshi.spine.model import SourceError

SETTLED = timedelta(hours=1)
"""How long after its end an hour still grows: exporters keep long flows up to 30 minutes."""
GRACE_S = 3600.0
"""How long replaced files stay for readers that listed them before the swap."""
WORTH_PART, WORTH_FILES, WORTH_S = 10, 24, 86_400.0
"""A merged hour is merged again when what came late is a tenth of it, many files, or a day old."""

ORDER = "sourceAddressHi, sourceAddressLo, flowStartMilliseconds"
ROW_GROUP = 65_536
"""Rows an address is looked up among. Half as many make files larger, twice as many look-ups slower."""
LEVEL = 3
"""Of zstd: a merge costs a tenth more than at level 1, and files are read for months."""
LOOKED_UP = {"destinationAddressLo": {"ndv": 36_000, "fpp": 0.1}}
"""Row groups that an address is no destination of are passed over by a Bloom filter, at 1.5 % of size."""
Settled = Callable[[Path], bool]
"""Tells whether a file is recorded, so that nobody will write or remove it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One hour after its merge.

    Attributes:
        file: The new file.
        files: Files it replaces.
        rows: Rows in it.
        octets_before: Size of the files it replaces.
        octets: Its own size.
    """

    file: Path
    files: int
    rows: int
    octets_before: int
    octets: int


def label_of(hour: Path) -> str:
    """What people call an hour: 2026-01-05 09:00."""
    return f"{hour_start(hour):%Y-%m-%d %H:00}"


def mergeable(hour: Path, *, now: datetime, settled: Settled) -> list[Path]:
    """Files of an hour that are worth merging now; empty for none."""
    if hour_start(hour) + timedelta(hours=1) + SETTLED > now:
        return []
    files = [file for file in live_files(hour) if is_merged(file) or settled(file)]
    loose = [file for file in files if not is_merged(file)]
    if not loose:
        return []
    whole = sum(_rows(file) for file in files if is_merged(file))
    if whole and not _worth(loose, whole, now):
        return []
    return files


def _worth(loose: Sequence[Path], whole: int, now: datetime) -> bool:
    newest = max(file.stat().st_mtime for file in loose)
    late = sum(_rows(file) for file in loose)
    old = now.timestamp() - newest > WORTH_S
    return late * WORTH_PART >= whole or len(loose) >= WORTH_FILES or old


def merge(engine: DuckEngine, flows: Path, sources: Sequence[Path]) -> Merged | None:
    """Put one file in the place of some files of one hour; null when they changed meanwhile.

    A process killed at any point leaves the hour as it was or merged, and perhaps files that
    `sweep` removes.

    Raises:
        SourceError: A file cannot be read, or the lake cannot be written.
        Cancelled: The user stopped it; the hour is as it was.
    """
    before = [_fingerprint(file) for file in sources]
    names = {file.name for file in sources}.union(*(replaced_by(file) for file in sources))
    target = sources[0].with_name(merged_name(names))
    rows = sum(_rows(file) for file in sources)
    try:
        with ExitStack() as stack:
            swap = stack.enter_context(Swap(flows))
            sink = stack.enter_context(whole_file(target))
            written = _write(engine, sources, sink, footer_of(names))
            if written != rows:
                raise SourceError(
                    f"{target.parent}: {written} of {rows} rows were merged; files stay"
                )
            swap.lock()  # held until the rename, which ends `whole_file`
            _check_unchanged(sources, before)
    except (_ChangedError, FileNotFoundError):
        return None
    except OSError as error:
        raise SourceError(f"{target} cannot be written: {error.strerror}") from error
    sizes = sum(size for _, size, _ in before)
    return Merged(
        file=target,
        files=len(sources),
        rows=rows,
        octets_before=sizes,
        octets=target.stat().st_size,
    )


class _ChangedError(Exception):
    """A source was written again or removed while it was read."""


def _check_unchanged(sources: Sequence[Path], before: list[tuple[int, int, int]]) -> None:
    if [_fingerprint(file) for file in sources] != before:
        raise _ChangedError


def sweep(hour: Path, *, grace_s: float = GRACE_S) -> int:
    """Remove replaced files whose successor is old enough; gives their number.

    Only the one process that merges may call it: it takes unfinished merged files for left-overs.
    """
    for part in hour.glob(f"{PREFIX}*.part"):
        part.unlink(missing_ok=True)
    old = [
        file
        for file in hour.glob(f"{PREFIX}*.parquet")
        if time.time() - file.stat().st_mtime >= grace_s
    ]
    # The list must be read before the first of them goes: one may stand in another's.
    replaced = [hour / name for file in old for name in replaced_by(file)]
    gone = [file for file in replaced if file.exists()]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _write(
    engine: DuckEngine, sources: Sequence[Path], sink: BinaryIO, footer: dict[bytes, bytes]
) -> int:
    """Sort and write; gives the rows written. The engine spills what does not fit its memory."""
    columns = _filled_columns(sources)
    engine.register("hour", sources)
    sql = f"SELECT {', '.join(columns)} FROM hour ORDER BY {ORDER}"  # noqa: S608  # declared names
    schema = FLOW_SCHEMA.with_metadata(footer)
    rows = 0
    with pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        compression_level=LEVEL,
        use_dictionary=DICTIONARY,  # type: ignore[arg-type]  # the stubs lack the list form
        column_encoding=ENCODINGS,
        bloom_filter_options=LOOKED_UP,
    ) as writer:
        for table in _groups(engine.stream(sql, rows=ROW_GROUP, name=label_of(sources[0].parent))):
            writer.write_table(_whole_table(table).cast(schema), row_group_size=ROW_GROUP)
            rows += table.num_rows
    return rows


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.Table]:
    """Batches of any size as tables of one row group each."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        while count >= ROW_GROUP:
            table = pa.Table.from_batches(held)
            yield table.slice(0, ROW_GROUP)
            rest = table.slice(ROW_GROUP)
            held, count = rest.to_batches(), rest.num_rows
    if count:
        yield pa.Table.from_batches(held)


def _whole_table(table: pa.Table) -> pa.Table:
    given = set(table.column_names)
    columns = [
        table[field.name] if field.name in given else nulls(table.num_rows, field.type)
        for field in FLOW_SCHEMA
    ]
    return pa.table(columns, schema=FLOW_SCHEMA)


def _filled_columns(sources: Sequence[Path]) -> list[str]:
    """Columns with any value, from the footers; most sources leave half of them empty."""
    filled: set[str] = set()
    for file in sources:
        metadata = pq.read_metadata(file)
        for group in (metadata.row_group(at) for at in range(metadata.num_row_groups)):
            for at in range(group.num_columns):
                column = group.column(at)
                told = column.statistics
                if told is None or told.null_count is None or told.null_count < group.num_rows:
                    filled.add(column.path_in_schema)
    return [name for name in FLOW_SCHEMA.names if name in filled]


def _fingerprint(file: Path) -> tuple[int, int, int]:
    status = file.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _rows(file: Path) -> int:
    try:
        return int(pq.read_metadata(file).num_rows)
    except pa.ArrowInvalid as error:
        raise SourceError(f"{file} is damaged; restore or remove it: {error}") from error
