"""Analysing: the lake opened in an engine, with the detector that the settings describe."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from noroshi.c2.analyse import Analysis
from noroshi.c2.judge import Allowance, ServerDetector, ServerParameters
from noroshi.c2.judge.allow import NO_CLASS, AllowLists
from noroshi.jobs.allowing import allow_lists_of_home
from noroshi.spine.engine import FLOWS, DuckEngine, Engine, Progress
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, Window

AGAINST_ALLOWED = -6.0
"""Log-odds that a place on an allow-list adds: strong, yet evidence can outweigh it, so a hijacked
update server is still found."""


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


def detector_of(home: Home) -> tuple[ServerDetector, AllowLists]:
    """The shipped detector at the home's threshold, with the allow-lists as they are now.

    Raises:
        ConfigError: An allow-list is wrong.
    """
    lists = allow_lists_of_home(home)
    parameters = ServerParameters(threshold=home.settings.c2.threshold)
    return ServerDetector(parameters, lambda analysis: allowance(analysis, lists)), lists


def allowance(analysis: Analysis, lists: AllowLists) -> Allowance:
    """What allow-lists say about the servers of an analysis."""
    servers = analysis.servers
    index = lists.match(
        servers.ints("srv_hi"),
        servers.ints("srv_lo"),
        servers.ints("srv_port"),
        servers.ints("proto"),
    )
    names = np.array([*lists.classes, ""], dtype=object)
    classes = names[np.where(index == NO_CLASS, len(lists.classes), index)]
    return Allowance(against=np.where(classes == "", 0.0, AGAINST_ALLOWED), classes=classes)
