"""Generated configurations in running routers: an invalid route is tagged, taken last or dropped, and comes back.

Two namespaces joined by a cable: on one side a speaker announces a valid, an invalid and an unknown route, on
the other a router runs with the text of a step and asks our cache.
"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from noroshi.readiness.rpki.configure import DIALECTS, Cache, Neighbour, Treatment, Wish
from noroshi.spine.net.namespace import ASKER, ROUTER, cable, can_make
from noroshi.testing.daemons import program, running

pytestmark = pytest.mark.slow

VALID, INVALID, UNKNOWN = "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"
VRPS = "ASN,IP Prefix,Max Length\nAS64501,192.0.2.0/24,24\nAS64999,198.51.100.0/24,24\n"
WISH = Wish(
    asn=64500,
    router_id=IPv4Address("192.0.2.1"),
    caches=(Cache(address=IPv4Address("127.0.0.1"), port=3323),),
    neighbours=(Neighbour(address=ASKER, asn=64501),),
    treatment=Treatment.TAG,
)
COMMUNITY = "64500:6811:2"


def said(*command):
    done = subprocess.run(
        [str(one) for one in command], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout


def slowly(holds, what):
    """Sessions of BGP take their time, and so do daemons on a busy machine: up to two minutes."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.2)


class Bird:
    needs = ("bird", "birdc")

    def __init__(self, folder, inside):
        self.folder, self.inside = folder, inside

    def command(self, text):
        (self.folder / "bird.conf").write_text(text)
        return [
            "bird",
            "-f",
            "-s",
            str(self.folder / "b.ctl"),
            "-c",
            str(self.folder / "bird.conf"),
        ]

    def routes(self):
        out = said(
            *self.inside(["birdc", "-s", str(self.folder / "b.ctl"), "show", "route", "all"])
        )
        found, prefix = {}, ""
        for line in out.splitlines():
            words = line.split()
            if words and "/" in words[0] and words[0][0].isdigit():
                prefix = words[0]
                found[prefix] = {"tag": False, "preference": 100}
            elif "local_pref" in line and prefix:
                found[prefix]["preference"] = int(words[-1])
            elif "large_community" in line and prefix:
                found[prefix]["tag"] = "64500, 6811, 2" in line
        return found


class GoBgp:
    needs = ("gobgpd", "gobgp")

    def __init__(self, folder, inside):
        self.folder, self.inside = folder, inside

    def command(self, text):
        (self.folder / "gobgpd.toml").write_text(text)
        return [
            "gobgpd",
            "-f",
            str(self.folder / "gobgpd.toml"),
            "--api-hosts",
            "127.0.0.1:50051",
            "--pprof-disable",
        ]

    def routes(self):
        # Routes that came before the VRPs are judged again.
        said(*self.inside(["gobgp", "neighbor", str(ASKER), "softresetin"]))
        out = said(*self.inside(["gobgp", "global", "rib", "-j"]))
        try:
            table = json.loads(out)
        except ValueError:
            return {}
        found = {}
        for prefix, paths in table.items():
            attributes = {one["type"]: one for one in paths[0]["attrs"]}
            tags = attributes.get(32, {}).get("value") or []
            found[prefix] = {
                "tag": any(list(one.values()) == [64500, 6811, 2] for one in tags),
                "preference": attributes.get(5, {}).get("value", 100),
            }
        return found


class Frr:
    needs = ("vtysh",)

    def __init__(self, folder, inside):
        self.folder, self.inside = folder, inside
        folder.chmod(0o777)

    def command(self, text):
        if not list(Path("/usr/lib").glob("*/frr/modules/bgpd_rpki.so")):
            pytest.skip("FRR with its RPKI module is not installed")
        (self.folder / "bgpd.conf").write_text(text)
        words = [
            "-M",
            "rpki",
            "-f",
            self.folder / "bgpd.conf",
            "-n",
            "-Z",
            "-P",
            "0",
            "-i",
            self.folder / "bgpd.pid",
        ]
        words += ["--vty_socket", self.folder, "-u", "root", "-g", "root", "-S", "--log", "stdout"]
        return ["/usr/lib/frr/bgpd", *map(str, words)]

    def asked(self, words):
        ask = ["vtysh", "--vty_socket", str(self.folder), "-d", "bgpd", "-c", words]
        try:
            return json.loads(said(*self.inside(ask)))
        except ValueError:
            return {}

    def routes(self):
        found = {}
        for prefix in self.asked("show bgp ipv4 unicast json").get("routes", {}):
            paths = self.asked(f"show bgp ipv4 unicast {prefix} json").get("paths", [])
            if paths:
                tag = paths[0].get("largeCommunity", {}).get("string", "")
                found[prefix] = {"tag": COMMUNITY in tag, "preference": paths[0].get("locPrf", 100)}
        return found


ROUTERS = {"bird": Bird, "gobgp": GoBgp, "frr": Frr}


@contextmanager
def speaker(folder, inside):
    """Announces the three routes from AS 64501."""
    (folder / "speaker.toml").write_text(
        f'[global.config]\nas = 64501\nrouter-id = "{ASKER}"\nport = -1\n'
        f'[[neighbors]]\n[neighbors.config]\nneighbor-address = "{ROUTER}"\npeer-as = 64500\n'
        "[neighbors.timers.config]\nconnect-retry = 5\n"
    )
    command = [
        "gobgpd",
        "-f",
        str(folder / "speaker.toml"),
        "--api-hosts",
        "127.0.0.1:50051",
        "--pprof-disable",
    ]
    up = lambda: "Peer" in said(*inside(["gobgp", "neighbor"]))  # noqa: E731
    with running(inside(command), folder, lambda: True):
        slowly(up, "the speaker")
        for prefix in (VALID, INVALID, UNKNOWN):
            said(*inside(["gobgp", "global", "rib", "add", prefix]))
        yield


@pytest.fixture
def network():
    missing = [name for name in ("gobgpd", "gobgp") if program(name) is None]
    if missing or not can_make():
        pytest.skip(f"needs root, namespaces and {missing or 'ip'}")
    with tempfile.TemporaryDirectory(prefix="rov") as path, cable([], []) as made:
        folder = Path(path)
        (folder / "speaker").mkdir()
        (folder / "cache").mkdir()
        (folder / "cache/vrps.csv").write_text(VRPS)
        inside = lambda command: made.inside(made.devices, command)  # noqa: E731
        serve = [
            sys.executable,
            "-m",
            "noroshi",
            "--home",
            str(folder / "home"),
            "readiness",
            "rpki",
            "serve",
        ]
        serve += ["--vrps", str(folder / "cache/vrps.csv"), "--listen", "127.0.0.1:3323"]
        log = folder / "cache/daemon.log"
        served = lambda: log.exists() and "VRPs are served" in log.read_text()  # noqa: E731
        asker = lambda command: made.inside(made.asker, command)  # noqa: E731
        with running(inside(serve), folder / "cache", lambda: True):
            slowly(served, "the cache")
            with speaker(folder / "speaker", asker):
                yield folder, inside


def shows(router, treatment):
    """Whether the invalid route is treated as it should be, and the others are as they came."""
    held = router.routes()
    if {VALID, UNKNOWN} - set(held):
        return False
    if treatment is Treatment.DROP:
        return INVALID not in held
    found = held.get(INVALID, {})
    return found.get("tag") if treatment is Treatment.TAG else found.get("preference") == 50


def run_step(router, home, inside, dialect, treatment):
    home.mkdir(exist_ok=True)
    text = DIALECTS[dialect](replace(WISH, treatment=treatment))
    with running(inside(router.command(text)), home, lambda: True):
        slowly(lambda: shows(router, treatment), f"{treatment} in {dialect}")
        held = router.routes()
        for prefix in (VALID, UNKNOWN):
            assert held[prefix] == {"tag": False, "preference": 100}, (treatment, prefix)


@pytest.mark.parametrize("dialect", ROUTERS)
def test_each_step_does_what_it_says_and_the_way_back_restores(network, dialect):
    folder, inside = network
    made = ROUTERS[dialect]
    if any(program(name) is None for name in made.needs):
        pytest.skip(f"{', '.join(made.needs)} are not installed")
    way = [Treatment.TAG, Treatment.PREFER, Treatment.DROP, Treatment.PREFER]
    for place, treatment in enumerate(way):
        home = folder / f"router{place}"
        home.mkdir()
        run_step(made(home, inside), home, inside, dialect, treatment)
