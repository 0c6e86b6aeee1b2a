"""How many flows a CPU second does the what-if send through the table with and without invalid routes?

Run: python -m bench.rpki_simulate [FLOWS [ROUTES [VRPS]]]   (5e6 1e6 1e6 by default)
Tables are those of bench.rpki_validate. Flows are made and seeded: IPv4 destinations inside routes whose
popularity falls as a power of their rank. Timed are looking up and adding up, as `readiness rpki simulate`
does it in batches of the lake, by numpy and by compiled code (extra `[speed]`). The peer is pytricia,
where it is installed, two tries and a flow at a time, on a part of the flows.
Writes bench/results/rpki_simulate.json.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bench.machine import CACHE, RESULTS, Figures, cpu_s, machine, summary, write_result
from bench.rpki_validate import made_tables
from noroshi.readiness.rpki import Routes, State, read_routes, read_vrps, validate
from noroshi.readiness.rpki.analyse.effect import Effect
from noroshi.readiness.rpki.analyse.whatif import U8, Fate, Stage, WhatIf
from noroshi.spine.flows.address import Addresses, format_addresses

SIZES = (5_000_000, 1_000_000, 1_000_000)
ROUNDS, PEER_FLOWS, BATCH = 3, 100_000, 1 << 20
KERNELS = "noroshi.readiness.rpki.analyse.kernels"


def made_flows(routes: Routes, flows: int, seed: int = 2) -> tuple[Addresses, np.ndarray]:
    """Destinations and octets."""
    random = np.random.default_rng(seed)
    v4 = random.permutation(np.flatnonzero(~routes.prefixes.is_v6))
    rank = (random.pareto(1.1, flows) * 300).astype(np.int64) % len(v4)
    base = (routes.prefixes.hi[v4[rank]] >> np.uint64(32)).astype(np.int64)
    low = base | random.integers(0, 256, flows) | 0xFFFF << 32
    return Addresses(np.zeros(flows, np.int64), low), random.pareto(1.2, flows) * 1000


def once(
    whatif: WhatIf, routes: int, flows: Addresses, octets: np.ndarray
) -> tuple[Figures, Effect]:
    """Flows a CPU second, and what came out."""
    effect, at = Effect(routes, 0), cpu_s()
    for start in range(0, len(flows), BATCH):
        part = slice(start, start + BATCH)
        fate, row = whatif.fates(Addresses(flows.hi[part], flows.lo[part]))
        effect.add(fate, row, np.full(len(fate), -1), octets[part])
    return {"flows_per_cpu_s": len(flows) / (cpu_s() - at)}, effect


def peer(routes: Routes, states: U8, flows: Addresses, fates: U8) -> dict[str, object]:
    """The same by two tries of pytricia."""
    if find_spec("pytricia") is None:
        return {"pytricia": "not installed"}
    from pytricia import PyTricia  # noqa: PLC0415  # not a dependency

    before, after, at = PyTricia(32), PyTricia(32), cpu_s()
    for row in np.flatnonzero(~routes.prefixes.is_v6)[::-1].tolist():
        text = routes.prefixes.text(row)
        before[text] = row
        if states[row] != State.INVALID:
            after[text] = row
    built = cpu_s()
    asked = format_addresses(flows).to_pylist()
    ready, origin = cpu_s(), routes.origin.tolist()
    found = [_peer_fate(before, after, origin, text) for text in asked]
    spent = cpu_s() - ready
    return {
        "pytricia_build_cpu_s": round(built - at, 2),
        "pytricia_flows_per_cpu_s": round(len(asked) / spent),
        "pytricia_agrees": round(float((fates == np.array(found)).mean()), 6),
    }


def _peer_fate(before: object, after: object, origin: list[int], text: str) -> Fate:
    was = before.get(text)  # type: ignore[attr-defined]
    if was is None:
        return Fate.NO_ROUTE
    now = after.get(text)  # type: ignore[attr-defined]
    if now is None:
        return Fate.LOST
    if now == was:
        return Fate.KEPT
    return Fate.SAME_AS if origin[now] == origin[was] > 0 else Fate.OTHER_AS


def main(
    flows: int = SIZES[0], routes: int = SIZES[1], vrps: int = SIZES[2],
    cache: Path = CACHE, results: Path = RESULTS,
) -> None:  # fmt: skip
    files = made_tables(routes, vrps, cache / "rpki")
    table = read_routes(files[1])
    states = validate(table, read_vrps(files[0])).state
    at = cpu_s()
    whatif = WhatIf(table, states, Stage.DROP)
    built = cpu_s() - at
    asked, octets = made_flows(table, flows)
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "flows": flows,
        "routes": len(table),
        "tables_cpu_s": round(built, 2),
    }
    few = Addresses(asked.hi[:PEER_FLOWS], asked.lo[:PEER_FLOWS])
    told["peer"] = peer(table, states, few, whatif.fates(few)[0])
    told["numpy"] = summary([once(whatif, len(table), asked, octets)[0] for _ in range(ROUNDS)])
    if find_spec("numba"):
        import_module(KERNELS)
        once(whatif, len(table), few, octets[:PEER_FLOWS])  # compiles, or loads what was compiled
        told["compiled"] = summary(
            [once(whatif, len(table), asked, octets)[0] for _ in range(ROUNDS)]
        )
        sys.modules.pop(KERNELS)
    shares = once(whatif, len(table), asked, octets)[1].octets[-1]
    told["shares"] = {fate.name: round(float(shares[fate] / shares.sum()), 6) for fate in Fate}
    write_result("rpki_simulate", told, results)


if __name__ == "__main__":
    main(*(int(float(size)) for size in sys.argv[1:4]))
