"""Daily: small tables of each day, kept when its raw flows are gone.

No table holds a subscriber's address, pseudonyms included; subscribers are only counted. A day is
computed from the files it has, and computed again when those change. Once raw hours of a day were
dropped it is closed: it stays as it was, because what is left would tell less.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.engine import FLOWS, DuckEngine, load_step
from noroshi.spine.flows.compaction import SETTLED
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.merged import is_merged, live_files, replaced_by
from noroshi.spine.home import whole_file
from noroshi.spine.model import SourceError, Window

TABLES = ("servers", "services", "links", "exporters")
"""In the order they are written; the last one's footer says what the day was made of."""
MADE_OF = b"noroshi.made-of"
CLOSED = ".closed"
LEVEL = 9
"""zstd level: written once, kept for years."""


def days_due(flows: Path, daily: Path, now: datetime) -> list[date]:
    """Days that are over and whose aggregates are missing or older than their flows."""
    lake = FlowLake(flows)
    over = [day for day in days_of(lake.hours()) if _window(day).end + SETTLED <= now]
    return [
        day
        for day in over
        if not is_closed(daily, day) and _made_of(daily, day) != _files(lake, day)
    ]


def days_of(hours: Iterable[Path]) -> list[date]:
    """The days of some hours, oldest first."""
    return sorted({date.fromisoformat(hour.parent.name.removeprefix("date=")) for hour in hours})


def summarise(engine: DuckEngine, flows: Path, daily: Path, day: date) -> int:
    """Compute a day's tables from its flows and put them in the place of earlier ones; gives their rows.

    Raises:
        SourceError: They cannot be written.
        Cancelled: The user stopped it; the day is computed again next time.
    """
    lake = FlowLake(flows)
    made_of = _files(lake, day)
    engine.register(FLOWS, lake.files(_window(day)))
    engine.step(load_step("noroshi.spine.flows", "daily_flows"))
    rows = 0
    for name in TABLES:
        step = load_step("noroshi.spine.flows", f"daily_{name}")
        engine.step(step)
        table = engine.fetch(step.name)
        engine.drop(step.name)
        table = table.add_column(0, "date", pa.array([day] * table.num_rows, pa.date32()))
        footer = {MADE_OF: json.dumps(made_of).encode()} if name == TABLES[-1] else None
        _write(table.replace_schema_metadata(footer), _file(daily, name, day))
        rows += table.num_rows
    return rows


def close(daily: Path, day: date) -> None:
    """Say that raw flows of a day are gone, so that its aggregates stay as they are."""
    file = _file(daily, TABLES[-1], day).with_suffix(CLOSED)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def is_closed(daily: Path, day: date) -> bool:
    """Whether a day's aggregates stay as they are."""
    return _file(daily, TABLES[-1], day).with_suffix(CLOSED).exists()


def is_summarised(daily: Path, day: date) -> bool:
    """Whether a day has aggregates."""
    return _file(daily, TABLES[-1], day).exists()


def daily_files(daily: Path, table: str) -> list[Path]:
    """Files of one table, oldest day first."""
    return sorted((daily / table).glob("date=*.parquet"))


def forget_days(daily: Path, before: date) -> list[date]:
    """Remove the aggregates of days before one; gives those days."""
    gone: set[date] = set()
    for file in daily.glob("*/date=*"):
        day = date.fromisoformat(file.name.removeprefix("date=")[:10])
        if day < before:
            file.unlink(missing_ok=True)
            gone.add(day)
    return sorted(gone)


def _file(daily: Path, table: str, day: date) -> Path:
    return daily / table / f"date={day.isoformat()}.parquet"


def _window(day: date) -> Window:
    start = datetime.combine(day, time(), UTC)
    return Window(start, start + timedelta(days=1))


def _files(lake: FlowLake, day: date) -> list[str]:
    """What the day consists of, the same before and after merging."""
    return sorted(
        f"{hour.name}/{name}"
        for hour in lake.hours(_window(day))
        for file in live_files(hour)
        for name in ({file.name} | replaced_by(file))
        if not is_merged(Path(name))
    )


def _made_of(daily: Path, day: date) -> list[str] | None:
    file = _file(daily, TABLES[-1], day)
    if not file.exists():
        return None
    try:
        told = (pq.read_metadata(file).metadata or {}).get(MADE_OF, b"[]")
        return [str(name) for name in json.loads(told)]
    except (pa.ArrowInvalid, ValueError):
        return None  # damaged: computed again


def _write(table: pa.Table, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as sink:
            pq.write_table(table, sink, compression="zstd", compression_level=LEVEL)
    except OSError as error:
        raise SourceError(f"{file} cannot be written: {error.strerror}") from error
