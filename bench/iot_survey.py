"""How many probes a CPU second does the survey's sweep send, with which recall, beside masscan and zmap?

Run: python -m bench.iot_survey   (root; masscan and zmap where they are installed)
Two network namespaces on one cable, 131,072 addresses of which 3 % are alive with six open ports.
Ours is measured twice: the whole process with interpreter, signature, grabs and results, and the
sweep's loop alone (no grabs), boundary included. Peers are whole processes without grabs; zmap asks
one port a run. Interleaved. On a cable between namespaces the kernel handles what arrives at the
made devices in the time of whoever sent it: of the sweep's CPU, perf saw 30 % there. All sides bear
it alike, so the figures compare, and none is what a network card would give. Writes bench/results/iot_survey.json.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from shutil import which

import msgspec
import numpy as np

from bench.machine import RESULTS, cpu_s, machine, measured, summary, write_result
from noroshi.iot.scope import Scope, check_scope
from noroshi.iot.survey.boundary import Boundary
from noroshi.iot.survey.dealer import Dealer, Pace
from noroshi.iot.survey.networks import Networks
from noroshi.iot.survey.order import Order
from noroshi.iot.survey.permission import Permission
from noroshi.iot.survey.ranges import Ranges
from noroshi.iot.survey.sweep import Sweep
from noroshi.iot.survey.targets import Targets
from noroshi.jobs.iot import scoping
from noroshi.spine.home import Home
from noroshi.spine.net.namespace import ASKER, Cable, cable

ROUNDS = 3
RATE_PPS = 60_000
PREFIX, ADDRESSES, ALIVE = "198.18.0.0/15", 1 << 17, 3932
PROBES = {"ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "http": 80, "rtsp": 554}
PORTS = ",".join(map(str, PROBES.values()))
DEVICES = """
import asyncio
SAYS = {21: b"220 x\\r\\n", 22: b"SSH-2.0-x\\r\\n", 23: b"login: ", 25: b"220 x\\r\\n",
        80: b"HTTP/1.0 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\nx", 554: b"RTSP/1.0 200 OK\\r\\n\\r\\n"}
async def serve(reader, writer):
    port = writer.get_extra_info("sockname")[1]
    try:
        if port in (80, 554):
            await reader.readuntil(b"\\r\\n\\r\\n")
        writer.write(SAYS[port])
        await reader.read(1)
    except (OSError, asyncio.IncompleteReadError):
        pass
    writer.close()
async def main():
    for port in SAYS:
        await asyncio.start_server(serve, "0.0.0.0", port, backlog=4096)
    print("up", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


def draft() -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "id": "bench-round",
        "lab": True,
        "authority": {
            "legal_basis": "bench",
            "body": "bench",
            "person": "bench",
            "contact": "survey@coordinator.example",
        },
        "valid": {"start": now - timedelta(days=1), "end": now + timedelta(days=1)},
        "sources": [str(ASKER)],
        "prefixes": [PREFIX],
        "probes": [{"probe": name, "ports": [port]} for name, port in PROBES.items()],
        "caps": dict.fromkeys(("global_pps", "per_24_pps", "per_as_pps", "per_isp_pps"), 80_000),
        "hours": {"start": "00:00", "end": "24:00", "utc_offset": "+09:00"},
        "retention_days": 1,
    }


def sweep_once() -> dict[str, float]:
    """The sweep alone, in this process and namespace."""
    scope = msgspec.convert(draft(), Scope)
    check_scope(scope)
    held = Permission(
        scope=scope, digest="", key="", source=str(ASKER), excluded=Ranges(), networks=Networks()
    )
    boundary = Boundary(held, share=1, now=lambda: datetime.now(UTC), monotonic=time.monotonic)
    targets = Targets(scope)
    first = IPv4Address(PREFIX.partition("/")[0])
    with Sweep(ASKER, first, targets.slots, b"bench") as sweep:
        before, began = cpu_s(), time.monotonic()
        boundary.renew(Ranges())
        positions = np.arange(len(targets))
        addresses, slots = targets.at(Order(len(targets), b"bench").at(positions))
        dealer = Dealer(boundary, Pace(RATE_PPS, time.monotonic), addresses, slots)
        found = sweep.found()
        sweep.run(dealer, boundary, lambda: None, found)
        used, wall = cpu_s() - before, time.monotonic() - began
    answered = int(found.among(addresses, slots).sum())
    return {
        "probes_per_cpu_s": len(targets) / used,
        "recall": answered / (ALIVE * len(PROBES)),
        "pps": len(targets) / (wall - 1.0),
    }


def survey_once(made: Cable, folder: Path) -> dict[str, float]:
    """A whole round: from the signed scope to Parquet."""
    home = Home(Path(tempfile.mkdtemp(dir=folder))).create()
    file = home.path / "draft.json"
    file.write_bytes(msgspec.json.encode(draft()))
    signed = scoping.sign(file, home.path / "scope.json", key_file=home.scope_key_file)
    home.authorities.mkdir()
    signed.public_key.rename(home.authorities / "bench.pub")
    words = ["-m", "noroshi", "--home", str(home.path), "iot", "survey", "run", str(signed.path)]
    figures, told = measured(made.inside(made.asker, [sys.executable, *words, "--json"]))
    last = json.loads(told.splitlines()[-1])
    expected = ALIVE * len(PROBES)
    rows = list((home.path / "surveys").rglob("results/*.parquet"))
    octets = sum(path.stat().st_size for path in rows)
    return figures | {
        "recall": last["open"] / expected,
        "bannered": last["answered"] / expected,
        "octets_a_row": octets / (last["open"] + ALIVE),  # the second page of the web is a row, too
    }


def peer_once(made: Cable, command: list[str], expected: int, probes: int) -> dict[str, float]:
    figures, told = measured(made.inside(made.asker, command))
    found = len(
        {line for line in told.splitlines() if line[:1].isdigit() or line.startswith("open")}
    )
    return figures | {"probes_per_cpu_s": probes / figures["cpu_s"], "recall": found / expected}


def router_mac(made: Cable) -> str:
    """Hardware address of the devices' end, which peers do not find without a default route."""
    words = ["ip", "-n", made.devices, "-j", "link", "show", "dev0"]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return str(json.loads(told)[0]["address"])


def masscan(mac: str) -> list[str]:
    words = ["masscan", PREFIX, "-p", PORTS, "--rate", str(RATE_PPS), "--wait", "2", "-oL", "-"]
    return [*words, "--interface", "ask0", "--source-ip", str(ASKER), "--router-mac", mac]


def zmap(mac: str) -> list[str]:
    words = ["zmap", "-p", "80", "-r", str(RATE_PPS), "-b", "/dev/null", "-c", "2", "-q"]
    return [*words, "-i", "ask0", "-S", str(ASKER), "-G", mac, PREFIX]


def compare(made: Cable, folder: Path) -> dict[str, object]:
    runs: dict[str, list[dict[str, float]]] = {}
    mac = router_mac(made)
    for _ in range(ROUNDS):
        told = subprocess.run(
            made.inside(made.asker, [sys.executable, "-m", "bench.iot_survey", "--sweep"]),
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        runs.setdefault("sweep", []).append(json.loads(told.stdout))
        expected, probes = ALIVE * len(PROBES), ADDRESSES * len(PROBES)
        if which("masscan"):
            runs.setdefault("masscan", []).append(peer_once(made, masscan(mac), expected, probes))
        if which("zmap"):
            runs.setdefault("zmap", []).append(peer_once(made, zmap(mac), ALIVE, ADDRESSES))
        runs.setdefault("whole_survey", []).append(survey_once(made, folder))
    return {name: summary(figures) for name, figures in runs.items()}


def main(results: Path = RESULTS) -> None:
    """Measure and write the result."""
    random = np.random.default_rng(1)
    first = int(IPv4Address(PREFIX.partition("/")[0]))
    alive = [IPv4Address(first + int(n)) for n in random.choice(ADDRESSES, ALIVE, replace=False)]
    with tempfile.TemporaryDirectory() as folder, cable([PREFIX], alive) as made:
        devices = subprocess.Popen(
            made.inside(made.devices, [sys.executable, "-c", DEVICES]), stdout=subprocess.PIPE
        )
        try:
            assert devices.stdout is not None
            devices.stdout.readline()
            figures = compare(made, Path(folder))
        finally:
            devices.terminate()
            devices.communicate()
    result = {"machine": machine(), "targets": ADDRESSES * len(PROBES), "rate_pps": RATE_PPS}
    write_result("iot_survey", result | figures, results)


if __name__ == "__main__":
    if sys.argv[1:] == ["--sweep"]:
        print(json.dumps(sweep_once()))
    else:
        main()
