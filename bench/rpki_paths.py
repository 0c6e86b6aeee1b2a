"""How many AS paths a CPU second does ASPA verification judge?

Run: python -m bench.rpki_paths [PATHS [ASPAS]]   (1e6 3e3 by default)
Paths of three to seven hops and ASPAs are made and seeded. Reading the texts and judging are timed apart; the
peer is the draft's algorithm in plain Python, a path at a time, on a part of the paths.
Writes bench/results/rpki_paths.json.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa

from bench.machine import RESULTS, Figures, cpu_s, machine, summary, write_result
from noroshi.readiness.rpki.analyse.ramps import Outcome, verify
from noroshi.readiness.rpki.aspas import AspaTable
from noroshi.readiness.rpki.paths import Paths, parse_paths

PATHS, ASPAS, ASES = 1_000_000, 3_000, 60_000
ROUNDS, PEER = 3, 20_000


def made(paths: int, aspas: int, seed: int = 4) -> tuple[pa.Array, dict[int, tuple[int, ...]]]:
    """Texts of paths, and ASPAs of some of their ASes."""
    random = np.random.default_rng(seed)
    hops = random.integers(3, 8, paths)
    numbers = (random.pareto(0.6, int(hops.sum())) * 10).astype(np.int64) % ASES + 1
    parts = np.split(numbers.astype(str), np.cumsum(hops)[:-1])
    texts = pa.array([" ".join(part) for part in parts])
    table = {
        int(asn): tuple(int(one) for one in random.integers(1, 500, 4))
        for asn in random.choice(ASES, aspas, replace=False) + 1
    }
    return texts, table


def once(texts: pa.Array, table: AspaTable) -> tuple[Figures, np.ndarray, Paths]:
    at = cpu_s()
    paths = parse_paths(texts)
    read = cpu_s()
    state = verify(paths, table, np.ones(len(paths), np.bool_)).state
    done = cpu_s()
    figures = {
        "paths_read_per_cpu_s": len(paths) / (read - at),
        "paths_judged_per_cpu_s": len(paths) / (done - read),
    }
    return figures, state, paths


def slow_state(path: list[int], aspas: dict[int, tuple[int, ...]]) -> Outcome:
    """Downstream verification of one path, nearest AS first, as the draft writes it."""
    asn, n = path[::-1], len(path)

    def ramp(order: list[int], bad: tuple[bool, ...]) -> int:
        for place in range(n - 1):
            known = order[place] in aspas
            named = known and order[place + 1] in aspas[order[place]]
            if not named and known in bad:
                return place + 1
        return n

    if ramp(asn, (True,)) + ramp(path, (True,)) < n:
        return Outcome.INVALID
    if ramp(asn, (True, False)) + ramp(path, (True, False)) < n:
        return Outcome.UNKNOWN
    return Outcome.VALID


def main(paths: int = PATHS, aspas: int = ASPAS, results: Path = RESULTS) -> None:
    texts, known = made(paths, aspas)
    table = AspaTable.of(known)
    runs = [once(texts, table) for _ in range(ROUNDS)]
    _, state, read = runs[-1]
    few = [read.of(row) for row in range(min(PEER, paths))]
    at = cpu_s()
    slow = [slow_state(path, known) for path in few]
    spent = cpu_s() - at
    told = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "paths": paths,
        "aspas": aspas,
        "states": {one.name: int((state == one).sum()) for one in Outcome},
        "ours": summary([figures for figures, _, _ in runs]),
        "peer_paths_per_cpu_s": round(len(few) / spent),
        "peer_agrees": round(float((state[: len(few)] == np.array(slow)).mean()), 6),
    }
    write_result("rpki_paths", told, results)


if __name__ == "__main__":
    main(*(int(float(size)) for size in sys.argv[1:3]))
