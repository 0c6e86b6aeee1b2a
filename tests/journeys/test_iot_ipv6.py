"""A list of IPv6 addresses in a namespace without a way out: the wire tells who was asked.

The list names addresses inside the scope, outside it, on an exclusion and opted out.
"""

import json
import os
import re
import subprocess
import sys
from ipaddress import IPv6Address
from shutil import which

import pytest

from noroshi.iot.survey.permission import pin
from noroshi.jobs.iot.opting_out import opt_out
from noroshi.jobs.iot.survey_place import scope_at
from noroshi.jobs.iot.surveying import asked, asked_addresses
from noroshi.spine.home import Home
from noroshi.spine.net.namespace import can_make
from noroshi.spine.store import Store
from noroshi.testing.surveys import NOON, Devices, signed_scope

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not can_make() or which("tcpdump") is None, reason="needs root, namespaces and tcpdump"
    ),
]
SOURCE, PORTS = "fd00:0:1::1", (2121, 5683)
INSIDE = [
    str(IPv6Address(f"fd00:0:{site:x}:{net:x}::{low:x}"))
    for site in (2, 3) for net in (0, 9) for low in (1, 7)
]  # fmt: skip
BESIDE = ["fd00:0:4::1", "fd00:0:1::2", "fd00:0:3:ffff::1", "2001:db8::1", "::ffff:198.51.100.7"]
EXCLUDED, OPTED_OUT = "fd00:0:2:9::1", "fd00:0:3:9::7"
_TO = re.compile(r"IP6 \S+ > ([0-9a-f:]+)\.(\d+):")


@pytest.fixture
def namespace():
    name = f"noroshi-six-{os.getpid()}"
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        for words in (
            ["link", "set", "lo", "up"],
            ["-6", "addr", "add", f"{SOURCE}/128", "dev", "lo", "nodad"],
            ["-6", "route", "add", "local", "fd00::/32", "dev", "lo"],
            ["-6", "route", "add", "local", "2001:db8::/32", "dev", "lo"],
        ):
            subprocess.run(["ip", "-n", name, *words], check=True)
        yield ["ip", "netns", "exec", name]
    finally:
        subprocess.run(["ip", "netns", "del", name], check=True)


def test_the_wire_holds_the_listed_addresses_inside_the_scope_and_no_other(tmp_path, namespace):
    home = Home(tmp_path / "home")
    unwished = tmp_path / "unwished.txt"
    unwished.write_text(f"{EXCLUDED}/128\n")
    path = signed_scope(
        home, Devices(), sources=[SOURCE],
        prefixes=["fd00:0:2::/48", "fd00:0:3::/52"],
        probes=[{"probe": "ftp", "ports": [2121]}, {"probe": "coap", "ports": [5683]}],
        exclusions=[{"name": "unwished", "sha256": pin(unwished.read_bytes())}],
    )  # fmt: skip
    with Store.open(home.create().state) as store:
        opt_out(store, OPTED_OUT, by="user:a", note="", at=NOON)
    listed = tmp_path / "listed.txt"
    listed.write_text("".join(f"{one}\n" for one in (*INSIDE, *BESIDE)))
    seen = captured(
        namespace,
        [sys.executable, "-m", "noroshi", "--home", str(home.path), "iot", "survey", "run", str(path),
         "--only", str(listed), "--list", str(unwished), "--json"],
    )  # fmt: skip
    wished = set(INSIDE) - {EXCLUDED, OPTED_OUT}
    assert seen == {(one, port) for one in wished for port in PORTS}
    scope = scope_at(path)
    assert set(asked_addresses(home, scope, "1")) == wished
    for one in (*INSIDE, *BESIDE):
        ports = {ask.slot.port for ask in asked(home, scope, "1", one)}
        assert ports == (set(PORTS) if one in wished else set())


def captured(namespace, command):
    """Addresses and ports that the command sent to."""
    words = ["tcpdump", "-n", "-l", "-i", "lo", f"ip6 src {SOURCE} and (udp or tcp[tcpflags] & tcp-syn != 0 or ip6[53] & 2 != 0)"]  # fmt: skip
    with subprocess.Popen(
        [*namespace, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as wire:
        while "listening" not in wire.stderr.readline():
            pass
        done = subprocess.run([*namespace, *command], capture_output=True, text=True, check=False)
        subprocess.run(["sleep", "1"], check=True)
        wire.terminate()
        told, _ = wire.communicate()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["reason"] == "complete"
    return {(place, int(port)) for place, port in _TO.findall(told)}
