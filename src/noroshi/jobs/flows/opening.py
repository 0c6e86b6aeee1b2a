"""Opening: the lake, or some of its files, in an engine that is limited as the settings say."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from noroshi.spine.engine import FLOWS, DuckEngine, Engine, Progress
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The lake, ready to be asked.

    Attributes:
        engine: Has the table `flows`.
        window: What is looked at.
        flows: Rows in the files of the window.
    """

    engine: Engine
    window: Window
    flows: int


@contextmanager
def open_flows(
    home: Home,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    progress: Progress | None = None,
) -> Iterator[Opened]:
    """The home's lake in an engine, limited as the settings say.

    Args:
        home: Lake and settings.
        start: First instant to look at; the first flow when left out.
        end: First instant not to look at; just after the last flow when left out.
        progress: Called while steps run.

    Raises:
        ConfigError: The lake has no flows in that time.
    """
    lake = FlowLake(home.flows)
    extent = lake.extent()
    if extent is None:
        raise ConfigError(f"there are no flows in {home.path}; run: noroshi flows import FILE…")
    window = Window(start or extent.start, end or extent.end)
    files = lake.files(window)
    if not files:
        held = " to ".join(extent.isoformat())
        raise ConfigError(f"there are no flows in that time; {home.path} holds {held}")
    with engine_on(home, files, progress=progress) as engine:
        yield Opened(engine=engine, window=window, flows=lake.rows_of(files))


@contextmanager
def engine_on(
    home: Home, files: Sequence[Path], *, progress: Progress | None = None
) -> Iterator[Engine]:
    """An engine that knows some files of the lake as `flows`, limited as the settings say."""
    limits = home.settings.engine
    with DuckEngine(
        memory_limit=limits.memory_limit,
        threads=limits.threads,
        spill_dir=home.spill,
        progress=progress,
    ) as engine:
        engine.register(FLOWS, files)
        yield engine
