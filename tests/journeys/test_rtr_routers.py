"""Routers' own programs read from the cache what the validator's file says, and follow its changes."""

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from ipaddress import ip_network
from pathlib import Path

import numpy as np
import pytest

from noroshi.testing.daemons import eventually, free_port, program, running

pytestmark = pytest.mark.slow


def made(count, seed=5):
    """Distinct `(prefix, maxLength, AS)`, a fifth of them IPv6."""
    random = np.random.default_rng(seed)
    rows = set()
    while len(rows) < count:
        if random.random() < 0.2:
            length = int(random.integers(29, 49))
            number = (0x20010DB8 << 96) | int(random.integers(0, 2**30)) << 66
            network, most = ip_network((number, length), strict=False), 48
        else:
            length = int(random.integers(12, 25))
            network, most = (
                ip_network((int(random.integers(2**24, 2**30)), length), strict=False),
                24,
            )
        rows.add(
            (str(network), int(random.integers(length, most + 1)), int(random.integers(1, 2**32)))
        )
    return rows


def write(file, rows):
    roas = [{"prefix": prefix, "maxLength": most, "asn": asn} for prefix, most, asn in rows]
    whole = file.with_suffix(".part")
    whole.write_text(json.dumps({"roas": roas}))
    whole.rename(file)


@pytest.fixture
def folder():
    """A short path: daemons keep sockets in it."""
    with tempfile.TemporaryDirectory(prefix="rtr") as path:
        yield Path(path)


@pytest.fixture
def cache(folder):
    rows, port = made(5_000), free_port()
    write(folder / "vrps.json", rows)
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
    command += [
        "--vrps",
        str(folder / "vrps.json"),
        "--listen",
        f"127.0.0.1:{port}",
        "--every",
        "1",
    ]
    ready = lambda: "VRPs are served" in (folder / "daemon.log").read_text()  # noqa: E731
    with running([*command], folder, ready):
        yield port, rows


def said(*command):
    return subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=False, timeout=60
    ).stdout


def need(*names):
    found = [program(name) for name in names]
    if None in found:
        pytest.skip(f"{', '.join(names)} are not installed")
    return found


def test_rtrlib_reads_the_same_set(cache, folder):
    port, rows = cache
    [rtrclient] = need("rtrclient")
    done = said(rtrclient, "-e", "-t", "csv", "-o", folder / "out.csv", "tcp", "127.0.0.1", port)
    assert "error" not in done.lower()
    cells = [
        line.replace('"', "").split(",") for line in (folder / "out.csv").read_text().splitlines()
    ]
    found = {
        (str(ip_network(f"{c[0].strip()}/{c[1].strip()}")), int(c[2]), int(c[3]) % 2**32)
        for c in cells
        if len(c) >= 4 and c[1].strip().isdigit()
    }
    assert found == rows


def test_bird_reads_the_same_set_and_follows_a_change(cache, folder):
    port, rows = cache
    bird, birdc = need("bird", "birdc")
    (folder / "bird.conf").write_text(
        "log stderr all;\nrouter id 192.0.2.1;\nroa4 table r4;\nroa6 table r6;\nprotocol device {}\n"
        "protocol rpki cache { roa4 { table r4; }; roa6 { table r6; };"
        f' remote "127.0.0.1" port {port}; retry keep 5; refresh keep 30; expire 600; }}\n'
    )
    control = folder / "b.ctl"

    def held():
        lines = said(birdc, "-s", control, "show route all table r4") + said(
            birdc, "-s", control, "show route all table r6"
        )
        return {
            (
                words[0].partition("-")[0],
                int(words[0].partition("-")[2]),
                int(words[1].removeprefix("AS")),
            )
            for line in lines.splitlines()
            if len(words := line.split()) > 2 and words[1].startswith("AS")
        }

    command = [bird, "-f", "-s", control, "-c", folder / "bird.conf"]
    ready = lambda: f"{v4} of" in said(birdc, "-s", control, "show route count table r4")  # noqa: E731
    v4 = sum(":" not in prefix for prefix, _, _ in rows)
    with running(list(map(str, command)), folder, ready):
        eventually(lambda: len(held()) == len(rows), "both families")
        assert held() == rows
        more = rows | {("203.0.113.0/24", 24, 64500)}
        write(folder / "vrps.json", more)
        eventually(lambda: len(held()) == len(more), "the change")
        assert held() == more
        write(folder / "vrps.json", list(more)[:10])  # a sudden loss
        eventually(lambda: "sudden-loss" in (folder / "daemon.log").read_text(), "the refusal")
        assert held() == more


def test_frr_reads_the_same_set(cache, folder):
    port, rows = cache
    [vtysh] = need("vtysh")
    bgpd = "/usr/lib/frr/bgpd"
    if not Path(bgpd).exists() or not list(Path("/usr/lib").glob("*/frr/modules/bgpd_rpki.so")):
        pytest.skip("FRR with its RPKI module is not installed")
    folder.chmod(0o777)
    (folder / "bgpd.conf").write_text(
        f"rpki\n rpki cache 127.0.0.1 {port} preference 1\nexit\nrouter bgp 64500\n"
    )
    command = [bgpd, "-M", "rpki", "-f", folder / "bgpd.conf", "-n", "-Z", "-p", "0", "-P", "0"]
    command += [
        "-i",
        folder / "bgpd.pid",
        "--vty_socket",
        folder,
        "-u",
        "root",
        "-g",
        "root",
        "-S",
        "--log",
        "stdout",
    ]

    def table():
        return said(vtysh, "--vty_socket", folder, "-d", "bgpd", "-c", "show rpki prefix-table")

    with ExitStack() as stack:
        stack.enter_context(
            running(
                list(map(str, command)),
                folder,
                lambda: (
                    f"{len(rows)}" in table().replace(" ", "")[-400:]
                    or table().count("\n") > len(rows)
                ),
            )
        )
        found = set()
        for line in table().splitlines():
            words = line.replace(" - ", " ").split()
            if len(words) == 4 and words[1].isdigit():
                found.add((f"{words[0]}/{words[1]}", int(words[2]), int(words[3])))
        assert found == rows


def test_gobgp_reads_the_same_set(cache, folder):
    port, rows = cache
    gobgpd, gobgp = need("gobgpd", "gobgp")
    api = free_port()
    (folder / "gobgpd.toml").write_text(
        '[global.config]\nas = 64500\nrouter-id = "192.0.2.1"\nport = -1\n'
        f'[[rpki-servers]]\n[rpki-servers.config]\naddress = "127.0.0.1"\nport = {port}\n'
    )

    def held():
        lines = said(gobgp, "-p", api, "rpki", "table") + said(
            gobgp, "-p", api, "rpki", "table", "-a", "ipv6"
        )
        cells = [words for line in lines.splitlines() if len(words := line.split()) == 4]
        return {(c[0], int(c[1]), int(c[2])) for c in cells if c[1].isdigit()}

    command = [
        gobgpd,
        "-f",
        folder / "gobgpd.toml",
        "--api-hosts",
        f"127.0.0.1:{api}",
        "--pprof-disable",
    ]
    with running(list(map(str, command)), folder, lambda: bool(held())):
        eventually(lambda: len(held()) == len(rows), "the whole set")
        assert held() == rows
