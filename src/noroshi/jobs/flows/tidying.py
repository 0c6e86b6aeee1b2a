"""Tidying: what becomes of the lake's hours once they are over: counted by day, merged, dropped.

Each hour and each day is a step of its own; a stopped run leaves whole steps, the next goes on.
"""

import fcntl
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog

from noroshi.spine.engine import DuckEngine, Progress
from noroshi.spine.flows.compaction import Merged, merge, mergeable, sweep
from noroshi.spine.flows.daily import (
    close,
    days_due,
    days_of,
    forget_days,
    is_closed,
    is_summarised,
    summarise,
)
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.retention import Dropped, Limits, drop, overdue, sweep_dropped
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, EngineError, SourceError, rfc3339
from noroshi.spine.store import Store

log = structlog.get_logger()

JOB = "flows tidy"
_IMPORTED = re.compile(r"[0-9a-f]{16}-[0-9a-f]{12}-\d+\.parquet")
_COLLECTED = re.compile(r"(?P<collector>.+)-\d{16}-(?P<last>\d{16})-\d+\.parquet")


@dataclass(slots=True, kw_only=True)
class Tidied:
    """What a run did.

    Attributes:
        merged: Hours that became one file.
        days: Days whose aggregates were computed.
        dropped: Hours of raw flows that went.
        dropped_days: Days whose aggregates went.
        swept: Replaced files that were removed.
        problems: What could not be done, in sentences; the rest was.
    """

    merged: list[Merged] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    dropped_days: list[date] = field(default_factory=list)
    swept: int = 0
    problems: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Sums for the record of runs and for machines."""
        return {
            "merged_hours": len(self.merged),
            "merged_files": sum(one.files for one in self.merged),
            "merged_rows": sum(one.rows for one in self.merged),
            "octets_before": sum(one.octets_before for one in self.merged),
            "octets_after": sum(one.octets for one in self.merged),
            "summarised_days": len(self.days),
            "dropped_hours": len(self.dropped),
            "dropped_rows": sum(one.rows for one in self.dropped),
            "dropped_octets": sum(one.octets for one in self.dropped),
            "dropped_days": len(self.dropped_days),
            "swept_files": self.swept,
            "problems": len(self.problems),
        }


def tidy(home: Home, *, now: datetime | None = None, progress: Progress | None = None) -> Tidied:
    """Compute daily aggregates, merge hours that are over, drop what is too old or too much.

    Args:
        home: Whose lake; `[lake]` of its settings says what stays.
        now: The moment it is; the clock's when left out.
        progress: Called while the engine works.

    Raises:
        ConfigError: Another run works on this home.
        Cancelled: The user stopped it; what was complete is kept.
    """
    moment = now or datetime.now(UTC)
    home.create()
    limits = home.settings.engine
    with (
        _alone(home),
        Store.open(home.state) as store,
        DuckEngine(
            memory_limit=limits.memory_limit,
            threads=limits.threads,
            spill_dir=home.spill,
            progress=progress,
        ) as engine,
    ):
        run = store.begin_run(JOB, detector=None, window=None, inputs={}, at=datetime.now(UTC))
        done, outcome = Tidied(), "stopped"
        try:
            _Run(home, store, engine, moment, done).all()
            outcome = "done"
        finally:
            store.end_run(run, outcome=outcome, counts=done.counts(), at=datetime.now(UTC))
    return done


def tidy_job(home: Home, store: Store, at: datetime) -> Mapping[str, int]:  # noqa: ARG001  # what every job takes
    """The clock's work: tidy where there are flows."""
    if not FlowLake(home.flows).hours():
        return {}
    return tidy(home, now=at).counts()


@dataclass(frozen=True, slots=True)
class _Run:
    home: Home
    store: Store
    engine: DuckEngine
    now: datetime
    done: Tidied

    def all(self) -> None:
        sweep_dropped(self.home.flows)
        for day in days_due(self.home.flows, self.home.daily, self.now):
            self._try(f"{day}", lambda day=day: self._summarise(day))  # type: ignore[misc]  # a default binds it
        settled = settled_files(self.store)
        for hour in FlowLake(self.home.flows).hours():
            self._try(str(hour), lambda hour=hour: self._merge(hour, settled))  # type: ignore[misc]  # as above
        for hour, reason in list(overdue(self.home.flows, self._limits(), self.now)):
            self._try(str(hour), lambda h=hour, r=reason: self._drop(h, r))  # type: ignore[misc]  # as above
        self._forget_days()

    def _try(self, what: str, work: Callable[[], None]) -> None:
        """One unwell hour does not stop the others."""
        try:
            work()
        except (SourceError, EngineError) as error:
            log.warning("not tidied", what=what, reason=str(error))
            self.done.problems.append(str(error).split("\n", 1)[0])

    def _summarise(self, day: date) -> None:
        rows = summarise(self.engine, self.home.flows, self.home.daily, day)
        self.done.days.append(day)
        log.info("day summarised", day=day.isoformat(), rows=rows)

    def _merge(self, hour: Path, settled: Callable[[Path], bool]) -> None:
        self.done.swept += sweep(hour)
        sources = mergeable(hour, now=self.now, settled=settled)
        if not sources:
            return
        merged = merge(self.engine, self.home.flows, sources)
        if merged is None:
            log.info("hour changed while it was merged; next time", hour=str(hour))
            return
        self.done.merged.append(merged)
        log.info("hour merged", file=merged.file.name, files=merged.files, rows=merged.rows)

    def _drop(self, hour: Path, reason: str) -> None:
        [day] = days_of([hour])
        if not is_closed(self.home.daily, day):
            if not is_summarised(self.home.daily, day):
                # A damaged hour must not fill the disk for ever; what it costs is told.
                self._try(f"{day}", lambda: self._summarise(day))
            close(self.home.daily, day)
        dropped = drop(hour, "age" if reason == "age" else "disk")
        self.done.dropped.append(dropped)
        log.warning(
            "hour dropped",
            hour=rfc3339(dropped.hour),
            reason=reason,
            rows=dropped.rows,
            octets=dropped.octets,
        )

    def _limits(self) -> Limits:
        lake = self.home.settings.lake
        disk = shutil.disk_usage(self.home.flows)
        return Limits(
            oldest=self.now - timedelta(days=lake.keep_days) if lake.keep_days else None,
            octets=int(disk.total * lake.max_disk_share),
        )

    def _forget_days(self) -> None:
        keep = self.home.settings.lake.keep_daily_days
        if keep:
            oldest = (self.now - timedelta(days=keep)).date()
            self.done.dropped_days += forget_days(self.home.daily, oldest)


def settled_files(store: Store) -> Callable[[Path], bool]:
    """Tells whether a file is recorded: a writer that died would otherwise write its rows again.

    Files whose names are no importer's and no collector's were put there by people; they count as
    recorded.
    """
    imported = store.imported_files()
    last: dict[str, int] = {}

    def settled(file: Path) -> bool:
        if _IMPORTED.fullmatch(file.name):
            return f"{file.parent.parent.name}/{file.parent.name}/{file.name}" in imported
        found = _COLLECTED.fullmatch(file.name)
        if found is None:
            return True
        collector = found["collector"]
        if collector not in last:
            last[collector] = store.last_segment(collector)
        return int(found["last"]) <= last[collector]

    return settled


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    with (home.lake / ".tidy.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConfigError("the lake is being tidied already; wait for that run") from error
        yield
