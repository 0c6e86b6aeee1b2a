"""Retention: whole hours of raw flows go, oldest first, by age and by share of the disk."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import pyarrow as pa

from noroshi.spine.flows.lake import FlowLake, hour_start
from noroshi.spine.flows.merged import live_files
from noroshi.spine.model import SourceError

DROPPED = ".dropped-"
"""Before the name of an hour that is on its way out; no reader looks there."""

Reason = Literal["age", "disk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much stays.

    Attributes:
        oldest: Hours that ended at this moment or before go; null for no limit of age.
        octets: Most octets of all hours.
    """

    oldest: datetime | None
    octets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """One hour that went."""

    hour: datetime
    reason: Reason
    rows: int
    octets: int


def overdue(flows: Path, limits: Limits, now: datetime) -> Iterator[tuple[Path, Reason]]:
    """Hours that must go, oldest first; never one that is not over."""
    hours = [h for h in FlowLake(flows).hours() if hour_start(h) + timedelta(hours=1) <= now]
    total = octets_of(flows)
    for hour in hours:
        size = octets_of(hour)
        if limits.oldest is not None and hour_start(hour) + timedelta(hours=1) <= limits.oldest:
            yield hour, "age"
        elif total > limits.octets:
            yield hour, "disk"
        else:
            return
        total -= size


def drop(hour: Path, reason: Reason) -> Dropped:
    """Remove an hour. Readers see all of it or nothing; a killed process leaves what `sweep` removes.

    Raises:
        SourceError: The folder cannot be removed.
    """
    dropped = Dropped(
        hour=hour_start(hour),
        reason=reason,
        rows=_rows(hour),
        octets=octets_of(hour),
    )
    aside = hour.with_name(DROPPED + hour.name)
    try:
        if aside.exists():  # left by a killed process; the hour was filled again since
            shutil.rmtree(aside)
        hour.rename(aside)
        _remove(aside)
    except OSError as error:
        raise SourceError(f"{hour} cannot be removed: {error.strerror}") from error
    return dropped


def sweep_dropped(flows: Path) -> None:
    """Remove what a killed process left of dropped hours."""
    for aside in flows.glob(f"date=*/{DROPPED}*"):
        _remove(aside)


def octets_of(folder: Path) -> int:
    """Size of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _rows(hour: Path) -> int:
    """Rows of an hour, as far as its files can be read."""
    rows = 0
    for file in live_files(hour):
        with suppress(pa.ArrowInvalid):
            rows += FlowLake.rows_of([file])
    return rows


def _remove(aside: Path) -> None:
    shutil.rmtree(aside)
    day = aside.parent
    if not any(day.iterdir()):
        day.rmdir()
