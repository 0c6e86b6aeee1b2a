"""Stocktaking: what the lake holds, from footers and one pass over a few narrow columns."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from noroshi.jobs.flows.opening import engine_on
from noroshi.spine.engine import Progress
from noroshi.spine.flows.daily import TABLES, daily_files
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.merged import is_merged
from noroshi.spine.flows.readable import Row, readable_rows
from noroshi.spine.flows.retention import octets_of
from noroshi.spine.home import Home
from noroshi.spine.model import SamplingSource, Window

_EXPORTERS = """
    SELECT exporter, samplingInterval AS sampling_interval, samplingSource AS sampling_source,
           count(*) AS flows, min(flowStartMilliseconds) AS first, max(flowStartMilliseconds) AS last
    FROM flows GROUP BY ALL ORDER BY flows DESC, exporter, sampling_interval
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What is there.

    Attributes:
        hours: Hours with flows.
        merged_hours: Of them, those that are one merged file.
        files: Files that hold the flows.
        replaced_files: Files that wait for their removal.
        flows: Rows.
        octets: Size of the files that hold the flows.
        replaced_octets: Size of those that wait.
        extent: From the first to the last start; null when empty.
        days: Days with aggregates.
        daily_octets: Their size.
        exporters: Rows by exporter and sampling interval.
    """

    hours: int
    merged_hours: int
    files: int
    replaced_files: int
    flows: int
    octets: int
    replaced_octets: int
    extent: Window | None
    days: tuple[date, ...]
    daily_octets: int
    exporters: tuple[Row, ...]

    def as_row(self) -> Row:
        """Machine output of `noroshi flows stats`."""
        first, last = self.extent.isoformat() if self.extent else (None, None)
        return {
            "hours": self.hours,
            "merged_hours": self.merged_hours,
            "files": self.files,
            "replaced_files": self.replaced_files,
            "flows": self.flows,
            "octets": self.octets,
            "replaced_octets": self.replaced_octets,
            "octets_per_flow": round(self.octets / self.flows, 2) if self.flows else None,
            "from": first,
            "to": last,
            "daily_days": len(self.days),
            "daily_octets": self.daily_octets,
            "exporters": list(self.exporters),
        }


def take_stock(home: Home, *, progress: Progress | None = None) -> Stock:
    """What the home's lake holds; no flow is shown, so nothing is recorded."""
    lake = FlowLake(home.flows)
    files = lake.files()
    replaced = set(home.flows.glob("*/*/*.parquet")) - set(files)
    by_hour: dict[str, list[bool]] = {}
    for file in files:
        by_hour.setdefault(str(file.parent), []).append(is_merged(file))
    exporters: tuple[Row, ...] = ()
    if files:
        with engine_on(home, files, progress=progress) as engine:
            exporters = tuple(_named(engine.query(_EXPORTERS)))
    daily = daily_files(home.daily, TABLES[-1])
    return Stock(
        hours=len(by_hour),
        merged_hours=sum(kinds == [True] for kinds in by_hour.values()),
        files=len(files),
        replaced_files=len(replaced),
        flows=lake.rows_of(files),
        octets=sum(file.stat().st_size for file in files),
        replaced_octets=sum(file.stat().st_size for file in replaced),
        extent=lake.extent(),
        days=tuple(date.fromisoformat(file.stem.removeprefix("date=")) for file in daily),
        daily_octets=octets_of(home.daily),
        exporters=exporters,
    )


def _named(table: pa.Table) -> list[Row]:
    rows = list(readable_rows(table))
    for row in rows:
        row["sampling_source"] = SamplingSource(int(str(row["sampling_source"]))).name.lower()
    return rows
