"""How many routes a second does RFC 6811 validation judge, and what does a whole table cost from files?

Run: python -m bench.rpki_validate [ROUTES [VRPS]]   (1e6 1e6 by default)
Tables are made and seeded: a fifth IPv6, most routes inside some VRP, a few per cent of them invalid.
The sweep is timed in CPU seconds of this process; the whole command runs in fresh processes, from CSV
to CSV with a sentence a route. The peer is pytricia, where it is installed, on a part of the routes.
Writes bench/results/rpki_validate.json.
"""

import csv
import sys
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

import numpy as np

from bench.machine import CACHE, RESULTS, Figures, cpu_s, machine, measured, summary, write_result
from noroshi.readiness.rpki import Routes, Vrps, read_routes, read_vrps, validate
from noroshi.readiness.rpki.analyse.cover import Cover, sorting_of
from noroshi.readiness.rpki.analyse.sweep import sweep

SIZES = (1_000_000, 1_000_000)
ROUNDS = 3
PEER_ROUTES = 100_000
BASE = {4: int(ip_address("1.0.0.0")), 6: int(ip_address("2400::"))}
SPAN = {4: 3 * 2**29, 6: 2**123}
Payload = tuple[tuple[int, int, int], int, int]


def made_tables(routes: int, vrps: int, folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """Files of VRPs and routes, made once."""
    files = folder / f"vrps-{vrps}.csv", folder / f"routes-{routes}-{vrps}.csv"
    if all(file.exists() for file in files):
        return files
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    payloads = [_payload(random) for _ in range(vrps)]
    with files[0].open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["ASN", "IP Prefix", "Max Length", "Trust Anchor"])
        out.writerows([f"AS{asn}", _text(*prefix), most, "made"] for prefix, most, asn in payloads)
    with files[1].open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["prefix", "origin"])
        out.writerows(sorted(_route(random, payloads) for _ in range(routes)))
    return files


def _payload(random: np.random.Generator, *, covered: bool = True) -> Payload:
    """A prefix, its maxLength and AS; what is not covered lies in the other half of the space."""
    version = 6 if random.random() < 0.2 else 4
    bits, longest = (128, 48) if version == 6 else (32, 24)
    length = max(longest - int(random.geometric(0.4)) + 1, longest - 10)
    number = BASE[version] + int(random.random() * SPAN[version])
    number += 0 if covered else SPAN[version]
    most = longest if random.random() < 0.2 else length
    asn = int(random.integers(1, 80_000))
    return (number >> bits - length << bits - length, length, version), most, asn


def _route(random: np.random.Generator, payloads: list[Payload]) -> tuple[str, int]:
    """Of 100 routes about 50 have no VRP, 47 are valid, and 3 invalid."""
    if random.random() < 0.5:
        prefix, _, asn = _payload(random, covered=False)
        return _text(*prefix), asn
    (number, length, version), most, asn = payloads[int(random.integers(0, len(payloads)))]
    longer = int(random.integers(length, most + 1)) + (random.random() < 0.01)
    return _text(number, longer, version), asn + (random.random() < 0.04)


def _text(number: int, length: int, version: int) -> str:
    address = ip_address(number) if version == 4 else ip_address(number.to_bytes(16, "big"))
    return f"{address}/{length}"


def sweep_once(routes: Routes, vrps: Vrps) -> Figures:
    """CPU seconds of each part of validation, IPv4 and IPv6 together."""
    figures = {"forest_cpu_s": 0.0, "sorting_cpu_s": 0.0, "sweep_cpu_s": 0.0}
    for is_v6 in (False, True):
        at = cpu_s()
        cover = Cover.of(vrps.take(vrps.prefixes.is_v6 == is_v6))
        figures["forest_cpu_s"] += cpu_s() - at
        rows = np.flatnonzero(routes.prefixes.is_v6 == is_v6)
        prefixes, origin = routes.prefixes.take(rows), routes.origin[rows]
        at = cpu_s()
        order = sorting_of(prefixes)
        if order is not None:
            prefixes, origin = prefixes.take(order), origin[order]
        figures["sorting_cpu_s"] += cpu_s() - at
        at = cpu_s()
        sweep(prefixes, origin, cover)
        spent = cpu_s() - at
        figures["sweep_cpu_s"] += spent
        name = "ipv6" if is_v6 else "ipv4"
        figures[f"{name}_routes_per_sweep_cpu_s"] = len(rows) / spent
    figures["routes_per_sweep_cpu_s"] = len(routes) / figures["sweep_cpu_s"]
    figures["routes_per_cpu_s_with_forest_and_sorting"] = len(routes) / sum(
        figures[name] for name in ("forest_cpu_s", "sorting_cpu_s", "sweep_cpu_s")
    )
    return figures


def compiled(routes: Routes, vrps: Vrps) -> object:
    """The same by compiled code, once it is loaded; words where numba is not installed."""
    if find_spec("numba") is None:
        return "numba is not installed"
    name = "noroshi.readiness.rpki.analyse.kernels"
    import_module(name)
    sweep_once(routes, vrps)  # compiles, or loads what was compiled
    told = summary([sweep_once(routes, vrps) for _ in range(ROUNDS)])
    sys.modules.pop(name)
    return told


def peer_once(routes: Routes, vrps: Vrps) -> dict[str, object]:
    """The same verdicts by a trie of pytricia, a route at a time; empty where it is not installed."""
    if find_spec("pytricia") is None:
        return {"pytricia": "not installed"}
    from pytricia import PyTricia  # noqa: PLC0415  # not a dependency

    before = cpu_s()
    trie = PyTricia(128)
    for row in np.flatnonzero(~vrps.prefixes.is_v6).tolist():
        text = vrps.prefixes.text(row)
        permits = trie[text] if trie.has_key(text) else []
        trie[text] = [*permits, (int(vrps.max_length[row]), int(vrps.asn[row]))]
    built = cpu_s()
    rows = np.flatnonzero(~routes.prefixes.is_v6)
    rows = rows[:: max(1, len(rows) // PEER_ROUTES)]
    asked = [(routes.prefixes.text(row), int(routes.origin[row])) for row in rows.tolist()]
    ready = cpu_s()
    found = [_peer_state(trie, prefix, origin) for prefix, origin in asked]
    spent = cpu_s() - ready
    ours = validate(routes.take(rows), vrps).state
    return {
        "pytricia_build_cpu_s": round(built - before, 2),
        "pytricia_routes_per_cpu_s": round(len(asked) / spent),
        "pytricia_agrees": round(float((ours == np.array(found)).mean()), 6),
    }


def _peer_state(trie: object, prefix: str, origin: int) -> int:
    length = int(prefix.rpartition("/")[2])
    at = trie.get_key(prefix)  # type: ignore[attr-defined]
    covered = at is not None
    while at is not None:
        if any(asn == origin and length <= most for most, asn in trie[at]):  # type: ignore[index]
            return 1
        at = trie.parent(at)  # type: ignore[attr-defined]
    return 2 if covered else 0


def main(
    routes: int = SIZES[0], vrps: int = SIZES[1], cache: Path = CACHE, results: Path = RESULTS
) -> None:
    files = made_tables(routes, vrps, cache / "rpki")
    words = ["readiness", "rpki", "validate", "--vrps", str(files[0]), "--routes", str(files[1])]
    command = [sys.executable, "-m", "noroshi", *words]
    whole = [measured(command)[0] for _ in range(ROUNDS)]
    payloads, table = read_vrps(files[0]), read_routes(files[1])
    counts = {state.name: count for state, count in validate(table, payloads).counts().items()}
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "routes": len(table),
        "vrps": len(payloads),
        "states": counts,
        "sweep": summary([sweep_once(table, payloads) for _ in range(ROUNDS)]),
        "compiled_sweep": compiled(table, payloads),
        "command": summary(whole),
        "peer": peer_once(table, payloads),
    }
    write_result("rpki_validate", told, results)


if __name__ == "__main__":
    main(*(int(float(size)) for size in sys.argv[1:3]))
