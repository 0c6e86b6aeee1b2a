"""How many signatures of a zone file does a CPU second verify, and does memory stay flat?

Run: python -m bench.dnssec_zone [NAMES]   (20000 by default)
A made zone of NAMES names, ECDSA P-256, NSEC3 without iterations, is assessed by the whole command; the peer is
BIND's dnssec-verify on the same file, where installed. A zone of a tenth shows the growth of memory.
Writes bench/results/dnssec_zone.json.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from bench.machine import CACHE, RESULTS, Figures, machine, measured, summary, write_result
from noroshi.testing.daemons import program
from noroshi.testing.signed_zone import DAY_S, ZSK, Key, Nsec3, SignedZone

NAMES = 20_000
ROUNDS = 3
ZONE = "isp.test"
YEAR_S = 365 * DAY_S


def made_zone(names: int, folder: Path) -> Path:
    """A zone file, made once and valid for a year."""
    path = folder / f"zone-{names}"
    if not path.exists() or time.time() - path.stat().st_mtime > YEAR_S:
        folder.mkdir(parents=True, exist_ok=True)
        records = "".join(f"h{number} A 192.0.2.{number % 256}\n" for number in range(names))
        keys = (Key.make(), Key.make(flags=ZSK))
        zone = SignedZone(
            name=f"{ZONE}.", records=records, keys=keys, nsec3=Nsec3(), now=int(time.time()), valid_s=YEAR_S
        )  # fmt: skip
        path.write_text(zone.text())
    return path


def ours_once(path: Path, signatures: int) -> Figures:
    """The whole command on one file."""
    with tempfile.TemporaryDirectory() as home:
        words = ["readiness", "dnssec", "assess", ZONE, "--zone-file", str(path), "--json"]
        figures, told = measured([sys.executable, "-m", "noroshi", "--home", home, *words])
    assert f"All {signatures:,} signatures" in told, told[-500:]
    return figures | {"signatures_per_cpu_s": signatures / figures["cpu_s"]}


def peer_once(verifier: str, path: Path, signatures: int) -> Figures:
    """BIND's verifier on the same file."""
    figures, _ = measured([verifier, "-q", "-o", ZONE, str(path)])
    return figures | {"signatures_per_cpu_s": signatures / figures["cpu_s"]}


def signatures_in(path: Path) -> int:
    """RRsets with a signature."""
    with path.open(encoding="ascii") as file:
        return sum(" IN RRSIG " in line for line in file)


def main(names: int = NAMES, *, cache: Path = CACHE, results: Path = RESULTS) -> None:
    path = made_zone(names, cache / "dnssec")
    tenth = made_zone(max(1, names // 10), cache / "dnssec")
    count = signatures_in(path)
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "names": names,
        "signatures": count,
        "ours": summary([ours_once(path, count) for _ in range(ROUNDS)]),
        "ours_on_a_tenth": summary([ours_once(tenth, signatures_in(tenth))]),
    }
    verifier = program("dnssec-verify")
    if verifier:
        told["dnssec_verify"] = summary([peer_once(verifier, path, count) for _ in range(ROUNDS)])
    write_result("dnssec_zone", json.loads(json.dumps(told)), results)


if __name__ == "__main__":
    main(*(int(float(word)) for word in sys.argv[1:2]))
