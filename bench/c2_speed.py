"""How many flow rows a second does the whole C&C analysis take, and in how much memory?

Run: python -m bench.c2_speed [ROWS ...]   (7e6 22e6 53e6 by default)
Each run is a fresh process with two threads and a memory limit of 2 GB; larger sizes run once.
Writes bench/results/c2_speed.json. Sizes are measured as they are given, so a busy machine can be
told from a slow one by CPU seconds beside wall seconds and by the load average.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from bench.bulk import files_of, lake_of
from bench.machine import CACHE, RESULTS, Figures, cpu_s, machine, measured, summary, write_result
from noroshi.c2.judge import ServerDetector
from noroshi.lab import A_DAY
from noroshi.spine.engine import FLOWS, DuckEngine, Step, Value

SIZES = (7_000_000, 22_000_000, 53_000_000)
MEMORY_LIMIT, THREADS = "2GB", 2
FEW = 10_000_000
"""Up to so many rows a size runs three times."""


class TimedEngine(DuckEngine):
    """Notes CPU seconds of each step and the most that lay spilled on disk."""

    def __init__(self, spill: Path) -> None:
        super().__init__(
            memory_limit=MEMORY_LIMIT, threads=THREADS, spill_dir=spill, progress=self.note
        )
        self.spill = spill
        self.most_spilled = 0
        self.cpu: dict[str, float] = {}

    def note(self, _name: str, _part: float) -> None:
        """Look at the spill folder; files may vanish meanwhile."""
        sizes = (spilled_octets(path) for path in self.spill.rglob("*"))
        self.most_spilled = max(self.most_spilled, sum(sizes))

    def step(self, step: Step, params: Mapping[str, Value] | None = None) -> int:
        """Run a step and time it."""
        before = cpu_s()
        rows = super().step(step, params)
        self.cpu[step.name] = cpu_s() - before
        return rows


def spilled_octets(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def analyse_once(lake: Path) -> Figures:
    """Analyse, judge and word the findings of one lake in this process."""
    with tempfile.TemporaryDirectory(dir=lake.parent) as spill:
        began, before = perf_counter(), cpu_s()
        with TimedEngine(Path(spill)) as engine:
            engine.register(FLOWS, files_of(lake))
            ServerDetector().detect(engine, A_DAY)
        wall, cpu = perf_counter() - began, cpu_s() - before
    steps = {f"cpu_s_{name}": seconds for name, seconds in engine.cpu.items()}
    rest = {"cpu_s_fetch_and_judge": cpu - sum(engine.cpu.values())}
    figures = {"wall_s": wall, "cpu_s": cpu, "spilled_mb": engine.most_spilled / 1e6}
    return figures | steps | rest


def figures_of(rows: int, cache: Path) -> dict[str, object]:
    """Runs of one size, each in a fresh process."""
    lake = lake_of(rows, cache)
    runs = []
    for _ in range(3 if rows <= FEW else 1):
        process, told = measured([sys.executable, "-m", "bench.c2_speed", "--once", str(lake)])
        own: Figures = json.loads(told)
        runs.append(process | own | rates(rows, own))
    return {"rows": rows, **summary(runs)}


def rates(rows: int, figures: Figures) -> Figures:
    return {
        "rows_per_wall_s": rows / figures["wall_s"],
        "rows_per_cpu_s": rows / figures["cpu_s"],
        "cpu_us_per_row": figures["cpu_s"] / rows * 1e6,
    }


def main(sizes: tuple[int, ...] = SIZES, cache: Path = CACHE, results: Path = RESULTS) -> None:
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        "memory_limit": MEMORY_LIMIT,
        "threads": THREADS,
        **machine(),
    }
    sizes_told = [figures_of(rows, cache) for rows in sizes]
    costs = [float(str(size["cpu_us_per_row"])) for size in sizes_told]
    growth = round(costs[-1] / costs[0], 2)
    told |= {"sizes": sizes_told, "growth_of_cpu_per_row_first_to_last": growth}
    write_result("c2_speed", told, results)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(analyse_once(Path(sys.argv[2]))))
    else:
        main(tuple(int(float(size)) for size in sys.argv[1:]) or SIZES)
