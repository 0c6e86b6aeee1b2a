"""What a result must say about where it was measured, and how a command is measured."""

import json
import os
import platform
import resource
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "bench"
RESULTS = Path(__file__).parent / "results"

Figures = dict[str, float]


def machine() -> dict[str, object]:
    """Processor, memory, load and versions; no name of the host and no path."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": processor(),
        "cpus": os.cpu_count(),
        "memory_gb": round(pages / 1e9),
        "load_average": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        **{name: version(name) for name in ("noroshi", "duckdb", "numpy", "pyarrow")},
    }


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def cpu_s() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def cpu_s_of(pid: int) -> float:
    """CPU seconds of another process so far, in steps of the kernel's clock (10 ms)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(command: Sequence[str]) -> tuple[Figures, str]:
    """Wall and CPU seconds and peak memory of one command, and what it printed."""
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        told = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[0]} ended with {child.returncode}: {told[-500:]}")
    figures = {
        "wall_s": perf_counter() - began,
        "cpu_s": used.ru_utime + used.ru_stime,
        "peak_rss_mb": used.ru_maxrss * 1024 / 1e6,  # Linux counts KiB
        "load_average": os.getloadavg()[0],
    }
    return figures, told


def summary(runs: Sequence[Figures]) -> dict[str, object]:
    """Median of each figure; with more than one run also lowest and highest."""
    told: dict[str, object] = {"runs": len(runs)}
    for name in runs[0]:
        values = [run[name] for run in runs]
        told[name] = round(median(values), 3)
        if len(runs) > 1:
            told[f"{name}_range"] = [round(min(values), 3), round(max(values), 3)]
    return told


def write_result(name: str, result: dict[str, object], folder: Path = RESULTS) -> None:
    """Write and print a result."""
    text = json.dumps(result, indent=2) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    print(text)
