"""Made lakes of some size, kept from run to run in a folder that git ignores."""

import shutil
from pathlib import Path

from bench.machine import CACHE
from noroshi.lab import Bulk, write_bulk

OCTETS_A_ROW = 25
"""Room asked for before a lake is written; it takes about 19."""


def lake_of(rows: int, cache: Path = CACHE) -> Path:
    """Folder of a lake with exactly so many rows, made when missing."""
    folder = cache / f"bulk-{rows}"
    done = folder / "whole"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    free = shutil.disk_usage(folder).free
    if free < rows * OCTETS_A_ROW:
        raise SystemExit(f"{rows:,} rows need {rows * OCTETS_A_ROW:,} octets; {free:,} are free")
    write_bulk(Bulk(rows=rows), folder)
    done.touch()
    return folder


def files_of(lake: Path) -> list[Path]:
    """Parquet files of a lake in the order of time."""
    return sorted(lake.rglob("*.parquet"))
