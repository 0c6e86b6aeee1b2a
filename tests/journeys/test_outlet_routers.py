"""The outlet at real routers: BIRD and FRR hold what the list says, by the step, and let go of it."""

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path

import pytest

from noroshi.jobs.outlet.staging import take_step, withdraw
from noroshi.spine.home import Home
from noroshi.spine.model import Act, Endpoint, Outlet, Standing, Subject
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.changes import REASON
from noroshi.testing.daemons import eventually, free_port, program, running
from noroshi.testing.indicators import make_indicator

pytestmark = pytest.mark.slow
BY = "user:hanako"

EXABGP = """
process noroshi {{ run {python} -m noroshi --home {home} readiness outlet speak; encoder text; }}
neighbor 127.0.0.1 {{ router-id 192.0.2.9; local-address 127.0.0.2; local-as 64512; peer-as 64512;
  connect {port}; family {{ ipv4 unicast; ipv4 flow; }} api {{ processes [ noroshi ]; }} }}
"""
FRR = """
router bgp 64512
 bgp router-id 192.0.2.254
 neighbor 127.0.0.2 remote-as 64512
 neighbor 127.0.0.2 passive
 address-family ipv4 flowspec
  neighbor 127.0.0.2 activate
 exit-address-family
"""
BIRD = """
log stderr all;
router id 192.0.2.254;
flow4 table flowtab4;
protocol device {{}}
protocol bgp peer {{ local 127.0.0.1 port {port} as 64512; neighbor 127.0.0.2 as 64512; passive;
  ipv4 {{ import all; export none; }}; flow4 {{ import all; export none; }}; }}
"""


@pytest.fixture
def folder():
    """A short path: daemons keep sockets in it."""
    with tempfile.TemporaryDirectory(prefix="out") as path:
        yield Path(path)


@pytest.fixture
def home(folder):
    (folder / "home").mkdir()
    (folder / "home" / "noroshi.toml").write_text(
        '[outlet]\nredirect_target = "64496:666"\nsinkhole_v4 = "203.0.113.9"\n'
    )
    return Home(folder / "home").create()


def publish(home, standing=Standing.LIVE):
    now = datetime.now(UTC)
    change = Change(
        collection="c2-servers",
        indicator=fresh(now),
        standing=standing,
        reason=REASON,
        by="policy:x",
    )
    with Store.open(home.state) as store:
        SharedList(store.database).publish([change], now)


def fresh(now):
    made = make_indicator(Subject.endpoint(Endpoint("198.51.100.7", 443, "tcp")))
    return replace(made, valid_from=now, valid_until=now + timedelta(days=1))


def need(*names):
    paths = [program(name) for name in names]
    if None in paths:
        pytest.skip(f"{' and '.join(names)} are needed; the Makefile names their packages")
    return paths


def said(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False, timeout=30)  # fmt: skip
    return done.stdout


def exabgp(folder, home, port):
    [path] = need("exabgp")
    mine = folder / "exabgp"
    mine.mkdir()
    (mine / "exabgp.conf").write_text(
        EXABGP.format(python=sys.executable, home=home.path, port=port)
    )
    options = {"daemon.user": getuser(), "api.cli": "false"}
    command = ["env", *(f"exabgp.{key}={value}" for key, value in options.items()), path]
    return running([*command, str(mine / "exabgp.conf")], mine, lambda: True)


def walk(home, table, flows, routes):
    """Every step, each seen in the router's own table.

    Args:
        home: Of the speaker.
        table: Gives the text of FlowSpec and of unicast routes.
        flows: What stands in the first at each act.
        routes: What stands in the second at each act.
    """
    publish(home)
    for act in (Act.LOG, Act.REDIRECT, Act.BLOCK):
        for outlet in (Outlet.FLOWSPEC, Outlet.RTBH):
            take_step(home, outlet, act, by=BY, at=datetime.now(UTC), because="a test")
        eventually(lambda a=act: flows[a] in table()[0], f"FlowSpec does {act}")
        if act is not Act.LOG:
            eventually(lambda a=act: routes[a] in table()[1], f"the route does {act}")
        else:
            assert "198.51.100.7" not in table()[1]
    publish(home, Standing.SUSPENDED)
    eventually(lambda: "198.51.100.7" not in "".join(table()), "the entry to be gone")
    publish(home)
    eventually(lambda: routes[Act.BLOCK] in table()[1], "the entry to be back")
    withdraw(home, list(Outlet), by=BY, at=datetime.now(UTC))
    eventually(lambda: "198.51.100.7" not in "".join(table()), "all to be withdrawn")


def test_bird_follows_every_step(folder, home):
    bird, birdc = need("bird", "birdc")
    port, control = free_port(), folder / "b.ctl"
    (folder / "bird.conf").write_text(BIRD.format(port=port))

    def table():
        return tuple(
            said(birdc, "-s", control, "show route all table", name)
            for name in ("flowtab4", "master4")
        )

    ready = lambda: "up" in said(birdc, "-s", control, "show status")  # noqa: E731
    command = [bird, "-f", "-s", str(control), "-c", str(folder / "bird.conf")]
    with running(command, folder, ready), exabgp(folder, home, port):
        walk(
            home,
            table,
            {
                Act.LOG: "(generic, 0x80070000, 0x3)",
                Act.REDIRECT: "(generic, 0x8008fbf0, 0x29a)",
                Act.BLOCK: "(generic, 0x80060000, 0x0)",
            },
            {Act.REDIRECT: "BGP.next_hop: 203.0.113.9", Act.BLOCK: "(65535,666)"},
        )


def test_frr_follows_every_step(folder, home):
    [vtysh] = need("vtysh")
    bgpd = "/usr/lib/frr/bgpd"
    if not Path(bgpd).exists():
        pytest.skip("FRR is not installed; it is in Debian's frr")
    folder.chmod(0o777)
    port = free_port()
    (folder / "bgpd.conf").write_text(FRR)
    command = [bgpd, "-f", folder / "bgpd.conf", "-n", "-Z", "-p", port, "-l", "127.0.0.1"]
    command += ["-P", "0", "-i", folder / "bgpd.pid", "--vty_socket", folder]
    command += ["-u", "root", "-g", "root", "-S", "--log", "stdout"]

    def asked(words):
        return said(vtysh, "--vty_socket", folder, "-d", "bgpd", "-c", words)

    def table():
        route = asked("show bgp ipv4 unicast 198.51.100.7/32")
        return asked("show bgp ipv4 flowspec detail"), "" if "not in table" in route else route

    ready = lambda: "192.0.2.254" in asked("show bgp summary")  # noqa: E731
    with running(list(map(str, command)), folder, ready), exabgp(folder, home, port):
        walk(
            home,
            table,
            {
                Act.LOG: "FS:action",
                Act.REDIRECT: "FS:redirect VRF RT:64496:666",
                Act.BLOCK: "FS:rate 0.000000",
            },
            {Act.REDIRECT: "203.0.113.9", Act.BLOCK: "blackhole"},
        )
