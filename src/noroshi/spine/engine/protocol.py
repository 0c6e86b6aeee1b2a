"""Engine: what the rooms may ask of a query engine, whichever it is."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from noroshi.spine.engine.step import Step

Value = int | float | str | bool | None
Progress = Callable[[str, float], None]
"""Called with the step's name and the part done in [0, 1]."""


class Engine(Protocol):
    """Runs named steps over registered tables; DuckDB today, Spark by URL later.

    Tables are registered from Parquet files (bulk) or Arrow (small look-ups). A step's result is a
    table that later steps may read. Nothing leaves the engine except through `fetch` and `write`.
    """

    def register(self, name: str, paths: Sequence[Path]) -> None:
        """Make Parquet files readable as table `name`."""

    def load(self, name: str, table: pa.Table) -> None:
        """Make a small Arrow table readable as table `name`."""

    def step(self, step: Step, params: Mapping[str, Value] | None = None) -> int:
        """Run a step, keep its result as table `step.name`, give its number of rows."""

    def fetch(self, name: str) -> pa.Table:
        """The rows of a table."""

    def query(self, sql: str, params: Mapping[str, Value] | None = None) -> pa.Table:
        """The rows of one SELECT that nobody will read again."""

    def write(self, name: str, path: Path) -> int:
        """Write a table as one Parquet file (zstd); gives its number of rows."""

    def drop(self, name: str) -> None:
        """Forget a table and free its memory."""

    def interrupt(self) -> None:
        """Stop the running step, from any thread; it raises `Cancelled` where it runs."""

    def close(self) -> None:
        """Stop and remove spilled files."""
