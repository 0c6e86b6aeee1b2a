"""100,000 made routes have the same state here and in live rtrlib, fed by our cache."""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from ipaddress import ip_network
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from noroshi.readiness.rpki import State, read_vrps, validate
from noroshi.readiness.rpki.routes import parse_routes
from noroshi.testing.daemons import free_port, program, running

pytestmark = pytest.mark.slow

ROUTES, VRPS = 100_000, 30_000


def made(seed=9):
    """VRPs, and routes around them: the same prefix, longer ones, other origins and free space."""
    random = np.random.default_rng(seed)
    vrps, routes = [], set()
    while len(vrps) < VRPS:
        is_v6 = random.random() < 0.2
        length = int(random.integers(24, 49) if is_v6 else random.integers(10, 25))
        number = (
            (0x2400 << 112) + (int(random.integers(0, 2**62)) << 58)
            if is_v6
            else int(random.integers(2**24, 3 * 2**30))
        )
        network = ip_network((number, length), strict=False)
        most = int(random.integers(length, (48 if is_v6 else 24) + 1))
        vrps.append((network, most, int(random.integers(0, 50)) + 64496 * (random.random() < 0.95)))
    while len(routes) < ROUTES:
        network, most, asn = vrps[int(random.integers(0, VRPS))]
        longer = min(int(random.integers(network.prefixlen, most + 3)), network.max_prefixlen)
        number = int(network.network_address) + int(
            random.random() * 2 ** (network.max_prefixlen - network.prefixlen)
        )
        if random.random() < 0.2:  # free space: no VRP begins there
            low = int(random.integers(0, 2**28))
            number = (0x3000 << 112) | low << 80 if network.version == 6 else 0xD0000000 | low
        found = ip_network((number, longer), strict=False)
        routes.add((str(found), max(1, asn + int(random.random() < 0.3))))
    return vrps, sorted(routes)


@pytest.fixture(scope="module")
def world():
    with tempfile.TemporaryDirectory(prefix="agree") as path:
        folder = Path(path)
        vrps, routes = made()
        lines = [f"AS{asn},{network},{most}" for network, most, asn in vrps]
        (folder / "vrps.csv").write_text("ASN,IP Prefix,Max Length\n" + "\n".join(lines) + "\n")
        columns = (pa.array([str(row[place]) for row in routes]) for place in (0, 1))
        states = validate(
            parse_routes(*columns, refused=Counter()), read_vrps(folder / "vrps.csv")
        ).state
        port = free_port()
        command = [
            sys.executable,
            "-m",
            "noroshi",
            "--home",
            str(folder / "home"),
            "readiness",
            "rpki",
            "serve",
        ]
        command += ["--vrps", str(folder / "vrps.csv"), "--listen", f"127.0.0.1:{port}"]
        ready = lambda: "VRPs are served" in (folder / "daemon.log").read_text()  # noqa: E731
        with running(command, folder, lambda: True):
            slowly(ready, "the cache")
            yield port, routes, states


def test_all_three_states_are_there(world):
    counts = Counter(world[2].tolist())
    assert min(counts[state] for state in State) > 5_000, counts


def test_rtrlib_says_the_same(world):
    port, routes, states = world
    rov = program("rpki-rov")
    if rov is None:
        pytest.skip("rpki-rov is not installed")
    asked = "".join(f"{prefix.replace('/', ' ')} {asn}\n" for prefix, asn in routes)
    done = subprocess.run(
        [rov, "127.0.0.1", str(port)],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    told = [line.rpartition("|")[2].strip() for line in done.stdout.splitlines() if "|" in line]
    assert len(told) == len(routes), done.stdout[-300:] + done.stderr[-300:]
    names = {"0": State.VALID, "1": State.NOT_FOUND, "2": State.INVALID}
    different = [row for row, word in enumerate(told) if names[word] != states[row]]
    assert different == []


def slowly(holds, what):
    """Sessions of BGP take their time, and so do daemons on a busy machine: up to two minutes."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.2)
