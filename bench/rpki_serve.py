"""How long and how much memory does the RTR server need from a validator's JSON to a router that has it all?

Run: python -m bench.rpki_serve [VRPS]   (1e6 by default)
VRPs are those of bench.rpki_validate, as rpki-client writes them. Each round starts `noroshi readiness rpki
serve` in a fresh home (first start) and then again in the same home (the last good set is there at once), and
asks as a router does. Ready is when the Cache Response comes, the whole set prepared; then our own client
reads all of it, from the question to the packed set. Wall time from the start of the process and CPU time of
the server are told for both, CPU time alone for the client. On a later start the server reads the file again
while it serves. Memory is the highest that the kernel saw of the server by the end.
Where rtrlib's own client (rtrclient of rtr-tools) is installed, it reads the set as well, once.
Writes bench/results/rpki_serve.json.
"""

import csv
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.machine import CACHE, RESULTS, Figures, cpu_s, cpu_s_of, machine, summary, write_result
from bench.rpki_validate import made_tables
from noroshi.jobs.readiness.payload_source import read_cache
from noroshi.readiness.rpki import read_vrps
from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.readiness.rpki.rtr.pdu import Kind, head
from noroshi.spine.model import NoroshiError
from noroshi.testing.daemons import free_port, program

VRPS, ROUNDS = 1_000_000, 3
PATIENCE_S = 600


def snapshot(vrps: int, folder: Path) -> Path:
    """The VRPs as JSON, made once."""
    file = folder / f"vrps-{vrps}.json"
    if not file.exists():
        table = made_tables(1000, vrps, folder)[0]
        with table.open() as opened:
            rows = list(csv.reader(opened))[1:]
        roas = [
            {
                "asn": int(asn[2:]),
                "prefix": prefix,
                "maxLength": int(most),
                "ta": ta,
                "expires": 4_000_000_000,
            }
            for asn, prefix, most, ta in rows
        ]
        file.write_text(
            json.dumps({"metadata": {"buildtime": "2026-01-01T00:00:00Z"}, "roas": roas})
        )
    return file


@contextmanager
def serving(file: Path, home: Path) -> Iterator[tuple[int, int]]:
    """A server: its process and its port."""
    port = free_port()
    command = [sys.executable, "-m", "noroshi", "--home", str(home), "readiness", "rpki", "serve"]
    server = subprocess.Popen(
        [*command, "--vrps", str(file), "--listen", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield server.pid, port
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def start(file: Path, home: Path) -> tuple[Figures, Payloads]:
    """Figures of one start, and the set that a router got."""
    began = time.monotonic()
    with serving(file, home) as (pid, port):
        await_ready(port, began)
        figures = {"ready_s": time.monotonic() - began, "ready_cpu_s": cpu_s_of(pid)}
        asking, own = time.monotonic(), cpu_s()
        vrps = asked(port, began)
        figures |= {
            "client_read_s": time.monotonic() - asking,
            "client_cpu_s": cpu_s() - own,
            "cpu_s": cpu_s_of(pid),
            "peak_mb": peak_mb(pid),
        }
    return figures, vrps


def await_ready(port: int, began: float) -> None:
    """Ask until a Cache Response comes."""
    while time.monotonic() - began < PATIENCE_S:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 60) as router:
            router.sendall(head(1, Kind.RESET_QUERY, 0, 0))
            answer = router.recv(8)
            if len(answer) == 8 and answer[1] == Kind.CACHE_RESPONSE:
                return
        time.sleep(0.02)
    raise SystemExit("the server never became ready")


def by_rtrlib(file: Path, home: Path, expected: Payloads) -> dict[str, object]:
    """What rtrlib's client reads, and how long it takes; words where it is not installed."""
    client = program("rtrclient")
    if client is None:
        return {"rtrlib": "rtrclient is not installed"}
    out = home.parent / "rtrlib.csv"
    with serving(file, home) as (_, port):
        asked(port, time.monotonic())
        began = time.monotonic()
        words = [client, "-e", "-t", "csv", "-o", str(out), "tcp", "127.0.0.1", str(port)]
        subprocess.run(words, check=False, capture_output=True, timeout=PATIENCE_S)
        spent = time.monotonic() - began
    found = out.with_suffix(".vrps.csv")
    with out.open() as lines, found.open("w") as rows:
        rows.write("ASN,IP Prefix,Max Length\n")
        for line in lines:
            cells = [cell.strip() for cell in line.replace('"', "").split(",")]
            if len(cells) >= 4 and cells[1].isdigit():  # AS numbers are written with a sign
                rows.write(f"AS{int(cells[3]) % 2**32},{cells[0]}/{cells[1]},{cells[2]}\n")
    return {"rtrlib_read_s": round(spent, 3), "rtrlib_got_the_same_set": Payloads.of(read_vrps(found)).is_same(expected)}  # fmt: skip


def asked(port: int, began: float) -> Payloads:
    """The set, as soon as the server has one."""
    while True:
        try:
            return Payloads.of(read_cache(f"rtr://127.0.0.1:{port}")[0])
        except NoroshiError:
            if time.monotonic() - began > PATIENCE_S:
                raise
            time.sleep(0.02)


def peak_mb(pid: int) -> float:
    """Highest resident memory of a process so far, in 10^6 octets."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


def main(
    vrps: int = VRPS, *, cache: Path = CACHE, results: Path = RESULTS, rounds: int = ROUNDS
) -> None:
    file = snapshot(vrps, cache / "rpki")
    expected = Payloads.of(read_vrps(file))
    first, again, same = list[Figures](), list[Figures](), True
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as home:
            for figures in (first, again):
                told, found = start(file, Path(home) / "home")
                figures.append(told)
                same &= found.is_same(expected)
    with tempfile.TemporaryDirectory() as home:
        rtrlib = by_rtrlib(file, Path(home) / "home", expected)
    told = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "vrps": len(expected),
        "router_got_the_same_set": same,
        **rtrlib,
        "first_start": summary(first),
        "later_start": summary(again),
    }
    write_result("rpki_serve", told, results)


if __name__ == "__main__":
    main(*(int(float(size)) for size in sys.argv[1:2]))
