"""How many flow records a second does the lab make, export and write?

Run: python -m bench.lab [ROWS]
Writes bench/results/lab.json: machine, versions, sizes, and the median and spread of three runs.
"""

import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa

from noroshi.lab import Bulk, Plan, export_records, make_day, write_bulk

RUNS = 3
RESULTS = Path(__file__).parent / "results" / "lab.json"


def timed(work: Callable[[], int]) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and rows of one run."""
    wall, cpu = perf_counter(), process_time()
    rows = work()
    return perf_counter() - wall, process_time() - cpu, rows


def summary(runs: list[tuple[float, float, int]]) -> dict[str, float | int]:
    walls = [run[0] for run in runs]
    return {
        "rows": runs[0][2],
        "wall_s_median": round(statistics.median(walls), 2),
        "wall_s_spread": round(max(walls) - min(walls), 2),
        "cpu_s_median": round(statistics.median(run[1] for run in runs), 2),
        "rows_per_wall_s": round(runs[0][2] / statistics.median(walls)),
        "rows_per_cpu_s": round(runs[0][2] / statistics.median(run[1] for run in runs)),
    }


def measured(rows: int, folder: Path) -> dict[str, dict[str, float | int]]:
    plan = Plan()
    records = make_day(plan).records()
    start_ms = plan.window.start_ms

    def export() -> int:
        return sum(f.records for f in export_records(records, plan.observation, start_ms, folder))

    def bulk() -> int:
        write_bulk(Bulk(rows=rows), folder / "flows")
        return rows

    questions: dict[str, Callable[[], int]] = {
        "make and observe the default day": lambda: len(make_day(plan).records()),
        "export it as datagrams": export,
        "write bulk rows into lake hours, 2 workers": bulk,
    }
    return {name: summary([timed(work) for _ in range(RUNS)]) for name, work in questions.items()}


def main() -> None:
    rows = int(float(sys.argv[1])) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(rows, Path(folder))
    result = {
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} CPUs",
        "load_average": round(os.getloadavg()[0], 1),
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "pyarrow": pa.__version__,
        },
        "runs": RUNS,
        "figures": figures,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
