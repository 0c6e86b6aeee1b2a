"""Asking: questions of people to the lake. Every read of raw flows is recorded, with its purpose."""

import getpass
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from noroshi.spine.engine import FLOWS, DuckEngine, Progress, Value
from noroshi.spine.flows.daily import TABLES, daily_files
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.macros import address_macros
from noroshi.spine.flows.ranking import Filter, Ranking
from noroshi.spine.flows.readable import Row, readable_rows
from noroshi.spine.home import Home
from noroshi.spine.model import FLOW, ConfigError, Window
from noroshi.spine.model.window import EPOCH
from noroshi.spine.store import Store

BATCH = 10_000
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When and why.

    Attributes:
        start: First start of flows to look at; null for the first there is.
        end: First start not to look at; null for none.
        purpose: Why; kept with the record of the read.
    """

    start: datetime | None = None
    end: datetime | None = None
    purpose: str = ""

    @property
    def window(self) -> Window | None:
        """The time to look at; null for all."""
        if self.start is None and self.end is None:
            return None
        return Window(self.start or EPOCH, self.end or FOREVER)


def query(
    home: Home, sql: str, asked: Asked, *, limit: int = 0, progress: Progress | None = None
) -> Iterator[Row]:
    """The rows of one SELECT of a user over `flows` and the daily tables.

    Args:
        home: Whose lake.
        sql: One SELECT; it can read those tables and nothing else.
        asked: When and why.
        limit: Most rows; 0 for all.
        progress: Called while the engine works.

    Raises:
        ConfigError: It is no single SELECT, or there are no flows.
        EngineError: The engine refuses it.
    """
    with _asking(home, "flows query", {"sql": sql}, asked, progress) as engine:
        most = f" LIMIT {int(limit)}" if limit else ""
        # In brackets nothing but a SELECT can stand; the line end closes a comment of the user's.
        wrapped = f"SELECT * FROM (\n{engine.one_select(sql)}\n){most}"  # noqa: S608  # confined and checked
        for batch in engine.stream(wrapped, rows=BATCH):
            yield from readable_rows(pa.Table.from_batches([batch]))


def top(
    home: Home, ranking: Ranking, asked: Asked, *, progress: Progress | None = None
) -> list[Row]:
    """The largest groups of flows.

    Raises:
        ConfigError: A key or filter is unknown, or there are no flows.
    """
    sql, params = ranking.sql()
    told = {"by": ",".join(ranking.by), "filter": repr(ranking.chosen)}
    with _asking(home, "flows top", told, asked, progress) as engine:
        return list(readable_rows(engine.query(sql, params)))


def find(
    home: Home,
    chosen: Filter,
    asked: Asked,
    *,
    limit: int = 0,
    columns: Sequence[str] = (),
    progress: Progress | None = None,
) -> list[Row]:
    """The flows that a filter takes, oldest first.

    Args:
        home: Whose lake.
        chosen: Which flows.
        asked: When and why.
        limit: Most flows; 0 for all.
        columns: Columns of the flow table to tell; empty for all that any of the flows fills.
        progress: Called while the engine works.

    Raises:
        ConfigError: The filter is wrong, or there are no flows.
    """
    sql, params = found(chosen, columns, limit)
    with _asking(home, "flows find", {"filter": repr(chosen)}, asked, progress) as engine:
        table = engine.query(sql, params)
    if not columns and table.num_rows:
        filled = [n for n in table.column_names if table[n].null_count < table.num_rows]
        table = table.select(filled)
    return list(readable_rows(table))


@contextmanager
def streamed(  # noqa: PLR0913  # as the questions above, and the size of a batch
    home: Home,
    job: str,
    question: Mapping[str, str],
    sql: str,
    asked: Asked,
    *,
    rows: int,
    progress: Progress | None = None,
) -> Iterator[Iterator[pa.RecordBatch]]:
    """The rows of one SELECT of the house, some at a time, and the record of the read.

    Args:
        home: Whose lake.
        job: Name in the record.
        question: What is kept with the record.
        sql: One SELECT over `flows`.
        asked: When and why.
        rows: Most rows a batch.
        progress: Called while the engine works.

    Raises:
        ConfigError: There are no flows.
    """
    with _asking(home, job, question, asked, progress) as engine:
        yield engine.stream(sql, rows=rows, name=job)


def found(chosen: Filter, columns: Sequence[str], limit: int) -> tuple[str, dict[str, Value]]:
    """The SELECT of `find`, and its parameters; few columns cost less than all."""
    flows, params = chosen.flows()
    told = ", ".join(name for name in columns if name in FLOW) or "*"
    most = f" LIMIT {int(limit)}" if limit else ""
    return f"SELECT {told} FROM {flows} ORDER BY flowStartMilliseconds{most}", params  # noqa: S608  # declared names


@contextmanager
def _asking(
    home: Home, job: str, question: Mapping[str, str], asked: Asked, progress: Progress | None
) -> Iterator[DuckEngine]:
    files = _files(home, asked.window)
    limits = home.settings.engine
    with (
        Store.open(home.state) as store,
        DuckEngine(
            memory_limit=limits.memory_limit,
            threads=limits.threads,
            spill_dir=home.spill,
            progress=progress,
        ) as engine,
    ):
        run = store.begin_run(
            job,
            detector=None,
            window=asked.window,
            inputs={**question, "purpose": asked.purpose, "by": _user()},
            at=datetime.now(UTC),
        )
        outcome = "stopped"
        try:
            _prepare(home, engine, files, asked.window)
            yield engine
            outcome = "done"
        finally:
            counts = {"files": len(files)}
            store.end_run(run, outcome=outcome, counts=counts, at=datetime.now(UTC))


def _files(home: Home, window: Window | None) -> list[Path]:
    lake = FlowLake(home.flows)
    files = lake.files(window)
    if files:
        return files
    extent = lake.extent()
    if extent is None:
        raise ConfigError(f"there are no flows in {home.path}; run: noroshi flows import FILE…")
    held = " to ".join(extent.isoformat())
    raise ConfigError(f"there are no flows in that time; {home.path} holds {held}")


def _prepare(home: Home, engine: DuckEngine, files: list[Path], window: Window | None) -> None:
    """Tables and macros; afterwards nothing else can be reached."""
    engine.define(address_macros())
    engine.register("lake_flows" if window else FLOWS, files)
    if window is not None:
        start, end = (
            moment.replace(tzinfo=None).isoformat() for moment in (window.start, window.end)
        )
        engine.define(
            f"CREATE VIEW {FLOWS} AS FROM lake_flows WHERE flowStartMilliseconds >= TIMESTAMP '{start}'"
            f" AND flowStartMilliseconds < TIMESTAMP '{end}'"
        )
    readable = list(files)
    for table in TABLES:
        daily = daily_files(home.daily, table)
        if daily:
            engine.register(f"daily_{table}", daily)
            readable += daily
    engine.confine(readable)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
