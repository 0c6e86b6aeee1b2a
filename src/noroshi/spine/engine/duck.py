"""DuckDB, embedded: the default engine. One process, a memory limit, spills to disk."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from noroshi.spine.engine.protocol import Progress, Value
from noroshi.spine.engine.step import Step
from noroshi.spine.model import Cancelled, ConfigError, EngineError

POLL_S = 0.2
"""How often a running step's progress is read."""

CONTROL_C = "Query interrupted"
"""What DuckDB's client raises, as a RuntimeError, when it meets a SIGINT in the middle of a query."""


class DuckEngine:
    """Runs steps in an in-memory DuckDB whose tables spill to `spill_dir`.

    Args:
        memory_limit: DuckDB size text, for example `2GB`.
        threads: Worker threads; 0 takes every core.
        spill_dir: Folder for spilled blocks; made when missing.
        progress: Called with step name and part done while a step runs.
    """

    def __init__(
        self,
        *,
        memory_limit: str = "2GB",
        threads: int = 0,
        spill_dir: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        import duckdb  # noqa: PLC0415  # 27 MB that a hub without flows never needs

        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads:
            config["threads"] = threads
        if spill_dir is not None:
            spill_dir.mkdir(parents=True, exist_ok=True)
            config["temp_directory"] = str(spill_dir)
        try:
            self._connection = duckdb.connect(config=config)
        except duckdb.Error as error:
            raise EngineError(f"DuckDB did not start: {error}") from error
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET parquet_metadata_cache = true")  # checked against file times
        self._progress = progress
        if progress is not None:
            self._connection.execute("SET enable_progress_bar = true")
            self._connection.execute("SET enable_progress_bar_print = false")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def register(self, name: str, paths: Sequence[Path]) -> None:
        """Make Parquet files readable as table `name`."""
        if not paths:
            raise EngineError(f"no Parquet file for table {name}")
        listed = ", ".join(_text(str(path)) for path in paths)
        with self._translated(name):
            self._connection.execute(
                f"CREATE OR REPLACE VIEW {_name(name)} AS "
                f"SELECT * FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
            )

    def load(self, name: str, table: pa.Table) -> None:
        """Make a small Arrow table readable as table `name`."""
        with self._translated(name):
            self._connection.register("_incoming", table)
            self._connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {_name(name)} AS SELECT * FROM _incoming"
            )
            self._connection.unregister("_incoming")

    def define(self, sql: str) -> None:
        """Run statements that define macros; for SQL of the house, never of a user."""
        with self._translated("macros"):
            self._connection.execute(sql)

    def step(self, step: Step, params: Mapping[str, Value] | None = None) -> int:
        """Run a step, keep its result as table `step.name`, give its number of rows (0 for a view)."""
        given = dict(params or {})
        missing = set(step.params) - set(given)
        if missing:
            raise EngineError(f"step {step.name} lacks parameters: {', '.join(sorted(missing))}")
        bound = {name: given[name] for name in step.params}
        if step.view:
            with self._translated(step.name):
                self._connection.execute(
                    f"CREATE OR REPLACE TEMP VIEW {_name(step.name)} AS {_literal(step.sql, bound)}"
                )
            return 0
        with self._translated(step.name), self._watched(step.name):
            self._connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {_name(step.name)} AS {step.sql}", bound or None
            )
        return self._count(step.name)

    def fetch(self, name: str) -> pa.Table:
        """The rows of a table."""
        return self.query(f"SELECT * FROM {_name(name)}")

    def query(self, sql: str, params: Mapping[str, Value] | None = None) -> pa.Table:
        """The rows of one SELECT that nobody will read again."""
        with self._translated("query"):
            table: pa.Table = self._connection.sql(
                sql, params=dict(params) if params else None
            ).to_arrow_table()
        return table

    def stream(self, sql: str, *, rows: int, name: str = "query") -> Iterator[pa.RecordBatch]:
        """The rows of one SELECT in their order, some at a time; memory holds only those.

        Args:
            sql: One SELECT.
            rows: Most rows a batch.
            name: What progress and errors call it.
        """
        with self._translated(name), self._watched(name):
            yield from self._connection.sql(sql).to_arrow_reader(rows)

    def confine(self, paths: Sequence[Path]) -> None:
        """From now on read these files only, and let no statement change that: for SQL of users."""
        listed = ", ".join(_text(str(path)) for path in paths)
        with self._translated("confine"):
            # Without the first, SQL could name variables of this program as tables.
            self._connection.execute("SET python_enable_replacements = false")
            self._connection.execute(f"SET allowed_paths = [{listed}]")
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")

    def one_select(self, sql: str) -> str:
        """The text of a user's only statement, without its semicolon.

        Raises:
            ConfigError: It is no SQL, more than one statement, or does anything but read.
        """
        import duckdb  # noqa: PLC0415  # as above

        try:
            statements = duckdb.extract_statements(sql)
        except duckdb.Error as error:
            raise ConfigError(f"this is no SQL: {error}") from error
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise ConfigError("write one SELECT; the lake is only read here")
        return statements[0].query.strip().rstrip(";").rstrip()

    def write(self, name: str, path: Path) -> int:
        """Write a table as one Parquet file (zstd); gives its number of rows."""
        with self._translated(name), self._watched(name):
            self._connection.execute(
                f"COPY {_name(name)} TO {_text(str(path))} (FORMAT parquet, COMPRESSION zstd)"
            )
        return self._count(name)

    def drop(self, name: str) -> None:
        """Forget a table and free its memory."""
        with self._translated(name):
            self._connection.execute(f"DROP TABLE IF EXISTS {_name(name)}")

    def interrupt(self) -> None:
        """Stop the running step, from any thread; it raises `Cancelled` where it runs."""
        self._connection.interrupt()

    def close(self) -> None:
        """Stop and remove spilled files."""
        self._connection.close()

    def _count(self, name: str) -> int:
        # fetchall, not fetchone: DuckDB 2 refuses other work while a result is unfinished.
        [(count,)] = self._connection.execute(f"SELECT count(*) FROM {_name(name)}").fetchall()
        return int(count)

    @contextmanager
    def _translated(self, name: str) -> Iterator[None]:
        import duckdb  # noqa: PLC0415  # as above

        try:
            yield
        except duckdb.InterruptException as error:
            raise Cancelled(f"stopped while computing {name}; nothing was written") from error
        except KeyboardInterrupt as error:
            self._connection.interrupt()
            raise Cancelled(f"stopped while computing {name}; nothing was written") from error
        except duckdb.Error as error:
            raise EngineError(f"{name}: {error}") from error
        except RuntimeError as error:
            if str(error) != CONTROL_C:
                raise
            raise Cancelled(f"stopped while computing {name}; nothing was written") from error

    @contextmanager
    def _watched(self, name: str) -> Iterator[None]:
        """Report progress from a side thread while the statement runs."""
        if self._progress is None:
            yield
            return
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(name, done), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()
            self._progress(name, 1.0)

    def _watch(self, name: str, done: threading.Event) -> None:
        assert self._progress is not None
        while not done.wait(POLL_S):
            part = self._connection.query_progress()
            if part >= 0:
                self._progress(name, min(part / 100.0, 1.0))


def _literal(sql: str, values: Mapping[str, Value]) -> str:
    """A view's text with its integer parameters written in; a view cannot bind."""
    for name, value in values.items():
        if not isinstance(value, int):
            raise EngineError(f"a view takes integers only; {name} is {value!r}")
        sql = sql.replace(f"${name}", str(int(value)))
    return sql


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
