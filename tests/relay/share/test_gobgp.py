"""GoBGP and ExaBGP: real speakers hold as many routes as were said, and of the same matches."""

import json
import subprocess
from contextlib import contextmanager
from getpass import getuser

import pytest

from noroshi.relay.share import FORMATS
from noroshi.relay.share.gobgp import say_flowspec, say_rtbh
from noroshi.relay.share.target import flow_of, network_of
from noroshi.spine.model import Endpoint, Subject, SubjectKind
from noroshi.testing.daemons import eventually, free_port, program, running
from noroshi.testing.hostile import BLOCKED, TRICKS
from noroshi.testing.indicators import make_indicator

FAMILIES = ("ipv4", "ipv6", "ipv4-flowspec", "ipv6-flowspec")

SPEAKER = """
[global.config]
as = 64512
router-id = "192.0.2.254"
port = {port}
local-address-list = ["127.0.0.1"]
[[neighbors]]
[neighbors.config]
neighbor-address = "127.0.0.2"
peer-as = 64512
[neighbors.transport.config]
passive-mode = true
"""
SAFI = """[[neighbors.afi-safis]]
[neighbors.afi-safis.config]
afi-safi-name = "{name}"
"""


class Speaker:
    """A GoBGP daemon and its client."""

    def __init__(self, folder, client, daemon):
        self.folder, self.port, self.api = folder, free_port(), free_port()
        self.client = [client, "-u", "127.0.0.1", "-p", str(self.api)]
        families = [f"{n}-unicast" if "-" not in n else n for n in FAMILIES]
        config = SPEAKER.format(port=self.port) + "".join(SAFI.format(name=n) for n in families)
        (folder / "gobgpd.toml").write_text(config)
        self.command = [daemon, "-t", "toml", "-f", str(folder / "gobgpd.toml")]
        self.command += ["--api-hosts", f"127.0.0.1:{self.api}", "--pprof-disable"]

    def ask(self, *words):
        return subprocess.run(
            [*self.client, *words], capture_output=True, text=True, check=False, timeout=30
        )

    def rib(self, family):
        done = self.ask("global", "rib", "-a", family, "-j")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def size(self):
        return sum(len(self.rib(family)) for family in FAMILIES)

    @contextmanager
    def up(self):
        with running(self.command, self.folder, lambda: self.ask("global").returncode == 0):
            yield self


@pytest.fixture
def speaker(tmp_path):
    paths = program("gobgp"), program("gobgpd")
    if None in paths:
        pytest.skip("GoBGP is not installed here; it is in Debian's gobgpd")
    with Speaker(tmp_path, *paths).up() as one:
        yield one


def blocked():
    """Every canonical subject, and every trick as a value of every kind."""
    kinds = (SubjectKind.IP, SubjectKind.PREFIX, SubjectKind.ENDPOINT, SubjectKind.DOMAIN)
    tricks = [Subject(kind, text) for kind in kinds for text in TRICKS]
    return [make_indicator(subject) for subject in (*BLOCKED, *tricks)]


def wanted():
    """How many routes of both kinds the subjects ask for."""
    flows = {flow_of(subject) for subject in BLOCKED} - {None}
    return len(flows) + len({network_of(subject) for subject in BLOCKED} - {None})


def test_gobgp_holds_a_route_for_all_that_was_said(speaker, edition):
    for name in ("flowspec-gobgp", "rtbh-gobgp"):
        text = b"".join(FORMATS[name].render(blocked(), edition)).decode()
        for line in text.splitlines():
            done = speaker.ask(*line.split())
            assert done.returncode == 0, line + done.stdout + done.stderr
    assert speaker.size() == wanted()


EXABGP = """
process list {{ run /bin/sh -c "cat {folder}/flowspec-exabgp {folder}/rtbh-exabgp; exec sleep 60"; encoder text; }}
neighbor 127.0.0.1 {{ router-id 192.0.2.9; local-address 127.0.0.2; local-as 64512; peer-as 64512;
  family {{ ipv4 unicast; ipv6 unicast; ipv4 flow; ipv6 flow; }} api {{ processes [ list ]; }} }}
"""


def test_exabgp_announces_all_that_was_said(speaker, write, tmp_path):
    path = program("exabgp")
    if path is None:
        pytest.skip("ExaBGP is not installed here; it is in Debian's exabgp")
    folder = tmp_path / "exabgp"
    folder.mkdir()
    for name in ("flowspec-exabgp", "rtbh-exabgp"):
        write(name, blocked(), folder / name)
    (folder / "exabgp.conf").write_text(EXABGP.format(folder=folder))
    options = {"tcp.port": speaker.port, "daemon.user": getuser(), "api.cli": "false"}
    command = ["env", *(f"exabgp.{key}={value}" for key, value in options.items()), path]
    with running([*command, str(folder / "exabgp.conf")], folder, lambda: True):
        eventually(lambda: speaker.size() >= wanted(), "all routes in the other speaker's table")
        assert speaker.size() == wanted()
    log = (folder / "daemon.log").read_text()
    assert "Traceback" not in log


def test_protocol_and_port_are_said_together():
    subject = Subject.endpoint(Endpoint("2001:db8::2", 53, "udp"))
    assert say_flowspec(subject) == (
        "global rib add -a ipv6-flowspec match destination 2001:db8::2/128 "
        "protocol ==17 destination-port ==53 then discard"
    )


def test_a_blackhole_route_leads_to_where_routers_discard():
    assert say_rtbh(Subject.ip("192.0.2.9")).endswith("nexthop 192.0.2.1 community 65535:666")
