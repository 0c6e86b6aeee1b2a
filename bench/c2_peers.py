"""What does the whole C&C analysis cost beside nfdump and a RITA-like pass, on the same rows?

Run: python -m bench.c2_peers [ROWS]   (4e6 by default; nfcapd and nfdump must be installed)
Each is a fresh process; nfdump only groups by client, server and port, and has no statistics of
intervals. Writes bench/results/c2_peers.json.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.bulk import lake_of
from bench.machine import CACHE, RESULTS, Figures, machine, measured, summary, write_result
from bench.peers_nfdump import nfdump_files

ROWS, RUNS = 4_000_000, 3
GROUPED = "srcip,dstip,dstport"


def runs_of(command: Sequence[str], runs: int) -> list[Figures]:
    return [measured(command)[0] for _ in range(runs)]


def compared(lake: Path, runs: int) -> dict[str, list[Figures]]:
    """Runs of each contestant; nfdump where it is installed."""
    python = [sys.executable, "-m"]
    told = {
        "noroshi_whole_analysis": runs_of([*python, "bench.c2_speed", "--once", str(lake)], runs),
        "rita_like_pairs": runs_of([*python, "bench.peers_pairs", str(lake)], runs),
    }
    if shutil.which("nfcapd") and shutil.which("nfdump"):
        with tempfile.TemporaryDirectory(dir=lake.parent) as folder:
            nfdump_files(lake, Path(folder))
            store = str(Path(folder) / "nfdump")
            command = ["nfdump", "-R", store, "-A", GROUPED, "-O", "flows", "-n", "10", "-q"]
            told["nfdump_grouping"] = runs_of(command, runs)
    return told


def nfdump_version() -> str:
    if not shutil.which("nfdump"):
        return "not installed"
    told = subprocess.run(["nfdump", "-V"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)+", told)
    return found[0] if found else "unknown"


def main(rows: int = ROWS, runs: int = RUNS, cache: Path = CACHE, results: Path = RESULTS) -> None:
    lake = lake_of(rows, cache)
    told = {name: summary(figures) for name, figures in compared(lake, runs).items()}
    ours = json.loads(json.dumps(told["noroshi_whole_analysis"]))
    ratios = {
        name: {key: round(float(str(peer[key])) / ours[key], 2) for key in ("cpu_s", "peak_rss_mb")}
        for name, peer in told.items()
        if name != "noroshi_whole_analysis"
    }
    result: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        "rows": rows,
        "nfdump": nfdump_version(),
        **machine(),
        "contestants": told,
        "times_noroshi": ratios,
    }
    write_result("c2_peers", result, results)


if __name__ == "__main__":
    main(*(int(float(rows)) for rows in sys.argv[1:2]))
