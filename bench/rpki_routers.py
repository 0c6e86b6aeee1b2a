"""Do BIRD, FRR and GoBGP read a million VRPs from our RTR server as the set that it serves, and how soon?

Run: python -m bench.rpki_routers [VRPS]   (1e6 by default)
VRPs are those of bench.rpki_serve. Each daemon starts beside a server that is ready, and tells its table by its
own program until it holds as many as are served; then the table is held against the set. Seconds are from
the daemon's start to the first time that it tells the whole number, so they share the processor with the
server; FRR tells its number only below its whole table. A daemon that is not installed is told so. Writes bench/results/rpki_routers.json.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.machine import CACHE, RESULTS, machine, write_result
from bench.rpki_serve import PATIENCE_S, VRPS, asked, serving, snapshot
from noroshi.readiness.rpki import read_vrps
from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.testing.daemons import free_port, program

ASK_EVERY_S = 0.5
Row = tuple[str, int, int]
"""Prefix, maximal length, AS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """How a daemon is started, asked how many VRPs it holds, and asked for all of them."""

    start: list[str]
    count: Callable[[], int]
    table: Callable[[], Iterator[Row]]


def said(*command: object) -> str:
    """What a program tells; nothing while its daemon does not listen yet."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False,
        timeout=PATIENCE_S,
    )  # fmt: skip
    return done.stdout


def bird(folder: Path, port: int) -> Daemon | None:
    """BIRD, with one table a family."""
    daemon, client = program("bird"), program("birdc")
    if daemon is None or client is None:
        return None
    control = folder / "b.ctl"
    (folder / "bird.conf").write_text(
        "router id 192.0.2.1;\nroa4 table r4;\nroa6 table r6;\nprotocol device {}\n"
        "protocol rpki cache { roa4 { table r4; }; roa6 { table r6; };"
        f' remote "127.0.0.1" port {port}; retry keep 5; refresh keep 600; expire 7200; }}\n'
    )

    def count() -> int:
        told = "".join(said(client, "-s", control, f"show route count table r{v}") for v in (4, 6))
        return sum(int(number) for number in re.findall(r"(\d+) of \d+ routes", told))

    def table() -> Iterator[Row]:
        for family in (4, 6):
            for line in said(client, "-s", control, f"show route all table r{family}").splitlines():
                words = line.split()
                if len(words) > 2 and words[1].startswith("AS"):
                    prefix, _, most = words[0].partition("-")
                    yield prefix, int(most), int(words[1].removeprefix("AS"))

    start = [daemon, "-f", "-s", str(control), "-c", str(folder / "bird.conf")]
    return Daemon(start=start, count=count, table=table)


def frr(folder: Path, port: int) -> Daemon | None:
    """FRR's bgpd with its RPKI module (rtrlib)."""
    daemon, client = Path("/usr/lib/frr/bgpd"), program("vtysh")
    if client is None or not daemon.exists():
        return None
    folder.chmod(0o777)  # bgpd leaves root's rights
    (folder / "bgpd.conf").write_text(
        f"rpki\n rpki cache 127.0.0.1 {port} preference 1\nexit\nrouter bgp 64500\n"
    )
    ask = (client, "--vty_socket", folder, "-d", "bgpd", "-c")

    def count() -> int:
        told = re.findall(r"IPv[46] Prefixes: (\d+)", said(*ask, "show rpki prefix-table"))
        return sum(map(int, told))

    def table() -> Iterator[Row]:
        for line in said(*ask, "show rpki prefix-table").splitlines():
            words = line.replace(" - ", " ").split()
            if len(words) == 4 and words[1].isdigit():
                yield f"{words[0]}/{words[1]}", int(words[2]), int(words[3])

    start = [str(daemon), "-M", "rpki", "-f", str(folder / "bgpd.conf"), "-n", "-Z", "-p", "0"]
    start += ["-P", "0", "-i", str(folder / "bgpd.pid"), "--vty_socket", str(folder)]
    return Daemon(start=[*start, "-u", "root", "-g", "root", "-S"], count=count, table=table)


def gobgp(folder: Path, port: int) -> Daemon | None:
    """GoBGP."""
    daemon, client = program("gobgpd"), program("gobgp")
    if daemon is None or client is None:
        return None
    api = free_port()
    (folder / "gobgpd.toml").write_text(
        '[global.config]\nas = 64500\nrouter-id = "192.0.2.1"\nport = -1\n'
        f'[[rpki-servers]]\n[rpki-servers.config]\naddress = "127.0.0.1"\nport = {port}\n'
    )

    def count() -> int:
        server = re.search(r"(\d+)/(\d+)\s*$", said(client, "-p", api, "rpki", "server").strip())
        return sum(map(int, server.groups())) if server else 0

    def table() -> Iterator[Row]:
        for family in ("ipv4", "ipv6"):
            for line in said(client, "-p", api, "rpki", "table", "-a", family).splitlines():
                words = line.split()
                if len(words) == 4 and words[1].isdigit():
                    yield words[0], int(words[1]), int(words[2])

    start = [daemon, "-f", str(folder / "gobgpd.toml"), "--api-hosts", f"127.0.0.1:{api}"]
    return Daemon(start=[*start, "--pprof-disable"], count=count, table=table)


DAEMONS = {"bird": bird, "frr": frr, "gobgp": gobgp}


def read_by(make: Callable[[Path, int], Daemon | None], port: int, expected: Payloads) -> object:
    """How soon a daemon has all, and whether it is the same set."""
    with tempfile.TemporaryDirectory(prefix="rtr") as place:  # short: sockets lie in it
        folder = Path(place)
        daemon = make(folder, port)
        if daemon is None:
            return "not installed"
        began = time.monotonic()
        process = subprocess.Popen(
            daemon.start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            held = 0
            while held < len(expected) and time.monotonic() - began < PATIENCE_S:
                time.sleep(ASK_EVERY_S)
                held = daemon.count()
            spent = time.monotonic() - began
            file = folder / "table.vrps.csv"
            with file.open("w") as rows:
                rows.write("ASN,IP Prefix,Max Length\n")
                rows.writelines(
                    f"AS{number},{prefix},{most}\n" for prefix, most, number in daemon.table()
                )
            same = Payloads.of(read_vrps(file)).is_same(expected)
        finally:
            process.terminate()
            process.wait()
        return {"read_s": round(spent, 1), "held": held, "same_set": same}


def main(vrps: int = VRPS, *, cache: Path = CACHE, results: Path = RESULTS) -> None:
    file = snapshot(vrps, cache / "rpki")
    expected = Payloads.of(read_vrps(file))
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "vrps": len(expected),
    }
    with tempfile.TemporaryDirectory() as home, serving(file, Path(home) / "home") as (_, port):
        asked(port, time.monotonic())
        told |= {name: read_by(make, port, expected) for name, make in DAEMONS.items()}
    write_result("rpki_routers", json.loads(json.dumps(told)), results)


if __name__ == "__main__":
    main(*(int(float(size)) for size in sys.argv[1:2]))
