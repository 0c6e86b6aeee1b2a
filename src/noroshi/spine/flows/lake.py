"""Lake: the flow table on disk, one folder an hour of flow start, and how files get there.

A file's name follows from what it was made of, so writing it twice overwrites. Files appear whole
or not at all: written aside, flushed, renamed.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.flows.arrow import as_integers
from noroshi.spine.flows.encoding import DICTIONARY, ENCODINGS
from noroshi.spine.flows.merged import holds, live_files
from noroshi.spine.flows.schema import flow_table
from noroshi.spine.home import whole_file
from noroshi.spine.model import SourceError, Window

HOUR_MS = 3_600_000
ROWS_HELD = 600_000
"""Rows in memory before the fullest hours are written: about 120 MB of narrow columns."""
WRITES_AHEAD = 2
"""Files that may wait for the disk; beyond it reading waits."""
ROW_GROUP = 131_072


@dataclass(frozen=True, slots=True)
class FlowLake:
    """Reads the flow table's layout: `date=YYYY-MM-DD/hour=HH/NAME.parquet`."""

    root: Path

    def files(self, window: Window | None = None) -> list[Path]:
        """Files with flows that may start inside the window, oldest hour first."""
        return [
            file
            for hour in self._hours()
            if window is None or _overlaps(hour, window)
            for file in live_files(hour)
        ]

    def hours(self, window: Window | None = None) -> list[Path]:
        """Folders of hours that overlap the window, oldest first."""
        return [h for h in self._hours() if window is None or _overlaps(h, window)]

    def holds(self, file: str) -> bool:
        """Whether the rows of a file, named below the root, are here, by itself or merged."""
        return holds(self.root, file)

    def extent(self) -> Window | None:
        """From the first flow's start to just after the last flow's start; null when empty."""
        hours = [hour for hour in self._hours() if any(hour.glob("*.parquet"))]
        if not hours:
            return None
        first = min(_start_range(file)[0] for file in live_files(hours[0]))
        last = max(_start_range(file)[1] for file in live_files(hours[-1]))
        return Window.of_ms(first, last + 1)

    def rows(self) -> int:
        """Rows in all files."""
        return self.rows_of(self.files())

    @staticmethod
    def rows_of(files: Sequence[Path]) -> int:
        """Rows in some files, from their footers."""
        return sum(int(pq.read_metadata(file).num_rows) for file in files)

    def _hours(self) -> list[Path]:
        return sorted(self.root.glob("date=*/hour=*"))


def hour_start(hour: Path) -> datetime:
    """When the hour of a folder begins."""
    day, number = hour.parent.name.removeprefix("date="), hour.name.removeprefix("hour=")
    return datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=int(number))


def _overlaps(hour: Path, window: Window) -> bool:
    start = hour_start(hour)
    return start < window.end and start + timedelta(hours=1) > window.start


def _start_range(file: Path) -> tuple[int, int]:
    column = pq.read_table(file, columns=["flowStartMilliseconds"]).column(0).cast(pa.int64())
    starts = as_integers(column)
    return int(starts.min()), int(starts.max())


class LakeWriter:
    """Writes the flows of one import, hour by hour, while the next rows are being read.

    Args:
        root: The flow table's folder.
        content: Name of the content; files of an earlier import of it are replaced.
        options: Name of the options it is read with.
        rows_held: Rows in memory before some are written.
    """

    def __init__(self, root: Path, content: str, options: str, rows_held: int = ROWS_HELD) -> None:
        self._root, self._content, self._options = root, content, options
        self._rows_held = rows_held
        self._held: dict[int, list[pa.Table]] = {}
        self._rows: Counter[int] = Counter()
        self._parts: Counter[int] = Counter()
        self._files: list[Path] = []
        self._pool = ThreadPoolExecutor(1, "lake")
        self._running: deque[Future[None]] = deque()

    def add(self, table: pa.Table) -> None:
        """Take flow columns of any hours; writes the fullest hours when much is held.

        Raises:
            SourceError: The disk does not take an earlier part.
        """
        for hour, part in _by_hour(table):
            self._held.setdefault(hour, []).append(part)
            self._rows[hour] += part.num_rows
        if self._rows.total() < self._rows_held:
            return
        for hour in sorted(self._rows, key=lambda h: (-self._rows[h], h)):
            self._write(hour)
            if self._rows.total() < self._rows_held // 2:
                return

    def finish(self) -> tuple[str, ...]:
        """Write what is held, remove what an earlier import left, and name the files.

        Raises:
            SourceError: The disk does not take it.
        """
        for hour in sorted(self._held):
            self._write(hour)
        self._wait(0)
        self._pool.shutdown()
        kept = set(self._files)
        for stale in self._root.glob(f"date=*/hour=*/{self._content}-*"):
            if stale not in kept:
                stale.unlink(missing_ok=True)
        return tuple(sorted(file.relative_to(self._root).as_posix() for file in self._files))

    def abandon(self) -> None:
        """Remove what was written; for a file that turns out to be unreadable."""
        self._held.clear()
        self._pool.shutdown(cancel_futures=True)
        for file in self._files:
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def _write(self, hour: int) -> None:
        parts = self._held.pop(hour)
        del self._rows[hour]
        self._files.append(self._place(hour))
        self._running.append(self._pool.submit(_write_hour, parts, self._files[-1]))
        self._wait(WRITES_AHEAD)

    def _wait(self, most: int) -> None:
        while len(self._running) > most:
            self._running.popleft().result()

    def _place(self, hour: int) -> Path:
        part = self._parts[hour]
        self._parts[hour] += 1
        moment = datetime.fromtimestamp(hour * 3600, UTC)
        folder = self._root / f"date={moment:%Y-%m-%d}" / f"hour={moment:%H}"
        return folder / f"{self._content}-{self._options}-{part:04d}.parquet"


def _write_hour(parts: list[pa.Table], file: Path) -> None:
    table = pa.concat_tables(parts, promote_options="default")
    _write_whole(flow_table({name: table[name] for name in table.column_names}), file)


def _by_hour(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    if not table.num_rows:
        return
    starts = as_integers(table["flowStartMilliseconds"].cast(pa.int64()))
    hours = starts // HOUR_MS
    if hours.min() == hours.max():
        yield int(hours[0]), table
        return
    if (np.diff(hours) < 0).any():
        order = np.argsort(hours, kind="stable")
        table, hours = table.take(order), hours[order]
    bounds = np.flatnonzero(np.diff(hours)) + 1
    edges = [0, *bounds.tolist(), len(hours)]
    for start, end in pairwise(edges):
        yield int(hours[start]), table.slice(start, end - start)


def _write_whole(table: pa.Table, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as sink:
            pq.write_table(
                table,
                sink,
                compression="zstd",
                compression_level=1,
                use_dictionary=DICTIONARY,  # type: ignore[arg-type]  # the stubs lack the list form
                column_encoding=ENCODINGS,
                row_group_size=ROW_GROUP,
            )
    except OSError as error:
        raise SourceError(f"the lake cannot be written at {file}: {error.strerror}") from error
