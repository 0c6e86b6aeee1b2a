"""Writing: BIRD's own parser takes the file of every act."""

import re
import subprocess

import pytest

from noroshi.jobs.outlet.staging import take_step, withdraw
from noroshi.jobs.outlet.writing import announcements, write_bird
from noroshi.spine.model import Act, Endpoint, Outlet, Subject
from noroshi.testing.daemons import program

from .conftest import AT, listed

BY = "user:hanako"
CONFIG = 'router id 192.0.2.254;\nflow4 table flowtab4;\nflow6 table flowtab6;\ninclude "{}";\n'


@pytest.fixture
def filled(publish):
    publish(
        listed(Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))),
        listed(Subject.ip("192.0.2.2")),
        listed(Subject.ip("2001:db8::2")),
    )


@pytest.fixture
def parse(tmp_path):
    bird = program("bird")
    if bird is None:
        pytest.skip("bird is not installed here; it is in Debian's bird2")

    def parsed(text):
        file, config = tmp_path / "routes.conf", tmp_path / "bird.conf"
        file.write_bytes(text)
        config.write_text(CONFIG.format(file))
        done = subprocess.run([bird, "-p", "-c", config], capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [line for line in text.decode().splitlines() if line.startswith("route")]

    return parsed


WORDS = {
    (Outlet.FLOWSPEC, Act.LOG): "generic, 0x80070000, 0x3",
    (Outlet.FLOWSPEC, Act.REDIRECT): "generic, 0x8008fbf0, 0x29a",
    (Outlet.FLOWSPEC, Act.BLOCK): "generic, 0x80060000, 0x0",
    (Outlet.RTBH, Act.REDIRECT): "bgp_next_hop = 203.0.113.9",
    (Outlet.RTBH, Act.BLOCK): "(65535, 666)",
}
ROUTES = {(Outlet.RTBH, Act.LOG): 0, (Outlet.RTBH, Act.REDIRECT): 2}  # no IPv6 sinkhole is set


@pytest.mark.parametrize("outlet", [Outlet.FLOWSPEC, Outlet.RTBH])
def test_bird_takes_every_act(home, store, filled, parse, outlet):
    for act in (Act.LOG, Act.REDIRECT, Act.BLOCK):
        take_step(home, outlet, act, by=BY, at=AT, because="a test")
        written = write_bird(home, store, outlet, AT)
        routes = parse(written.text)
        assert len(routes) == ROUTES.get((outlet, act), 3)
        assert all(WORDS[outlet, act] in route for route in routes)
    withdraw(home, [outlet], by=BY, at=AT)
    assert parse(write_bird(home, store, outlet, AT).text) == []


def test_exabgp_is_told_of_all_that_act(home, store, filled):
    assert announcements(home, store, list(Outlet)[1:], AT) == set()
    take_step(home, Outlet.FLOWSPEC, Act.LOG, by=BY, at=AT)
    lines = announcements(home, store, [Outlet.FLOWSPEC, Outlet.RTBH], AT)
    assert len(lines) == 3
    assert all(re.search(r"then \{ action sample-terminal; \} \}$", line) for line in lines)
    assert announcements(home, store, [Outlet.RTBH], AT) == set()
