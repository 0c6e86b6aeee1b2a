"""Sweep: in namespaces without a way out, the wire itself is asked what was sent."""

import json
import os
import signal
import struct
import subprocess
import sys
import time
from contextlib import contextmanager
from ipaddress import IPv4Address, ip_network
from pathlib import Path
from random import Random

import pytest

from noroshi.iot.survey.permission import pin
from noroshi.jobs.iot.opting_out import opt_out
from noroshi.jobs.iot.survey_place import scope_at
from noroshi.jobs.iot.surveying import asked
from noroshi.spine.home import Home
from noroshi.spine.net.namespace import ASKER, cable, can_make
from noroshi.spine.store import Store
from noroshi.testing.surveys import NOON, Devices, most_in_a_second, signed_scope

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_make(), reason="needs root and network namespaces"),
]

LISTEN = """
import socket, threading
def serve(held, says):
    while True:
        connection, _ = held.accept()
        try:
            connection.sendall(says); connection.settimeout(1); connection.recv(4096)
        except OSError:
            pass
        connection.close()
for port, says in ((21, b"220 x\\r\\n"), (22, b"SSH-2.0-x\\r\\n")):
    held = socket.create_server(("0.0.0.0", port), backlog=1024)
    threading.Thread(target=serve, args=(held, says)).start()
print("up", flush=True)
"""


@contextmanager
def network(prefixes, alive, folder):
    """A made network, its services, and a capture of all SYN segments that reach it."""
    wire = folder / "wire.pcap"
    with cable(prefixes, alive) as made:
        capture = ["tcpdump", "-i", "dev0", "-U", "-w", str(wire), "-Z", "root", "tcp[13] = 2"]
        started = [
            subprocess.Popen(made.inside(made.devices, [sys.executable, "-c", LISTEN]), stdout=subprocess.PIPE),
            subprocess.Popen(made.inside(made.devices, capture), stderr=subprocess.PIPE),
        ]  # fmt: skip
        try:
            started[0].stdout.readline()
            started[1].stderr.readline()
            yield made, wire
        finally:
            for one in reversed(started):
                one.send_signal(signal.SIGTERM)
                one.communicate()


def syns_of(wire):
    """Moment, address, port and source port of each SYN in a capture."""
    octets, at = wire.read_bytes(), 24
    while at < len(octets):
        seconds, micros, size = struct.unpack("<III", octets[at : at + 12])
        frame = octets[at + 16 : at + 16 + size]
        ours, port = struct.unpack(">HH", frame[34:38])
        yield seconds + micros / 1e6, int.from_bytes(frame[30:34], "big"), port, ours
        at += 16 + size


def command_of(made, home, path):
    words = [sys.executable, "-m", "noroshi", "--home", str(home.path), "iot", "survey", "run"]
    return made.inside(made.asker, [*words, str(path), "--engine", "raw", "--json"])


def random_scope(home, seed):
    random = Random(seed)
    blocks = random.sample(range(256), 3)
    devices = Devices.__new__(Devices)
    devices.prefix = f"198.18.{blocks[0]}.0/24"
    lengths = [f"198.18.{block}.0/{random.choice([24, 25, 26])}" for block in blocks]
    world = random.choice([400, 700])
    return signed_scope(
        home, devices, id=f"random-{seed}", sources=[str(ASKER)], prefixes=lengths,
        probes=[{"probe": "ftp", "ports": [21]}, {"probe": "ssh", "ports": [22]}],
        caps={
            "global_pps": world, "per_24_pps": random.choice([150, 250]),
            "per_as_pps": world, "per_isp_pps": world,
        },
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_nothing_leaves_the_scope_its_caps_or_reaches_an_opt_out(tmp_path, seed):
    home = Home(tmp_path / "home")
    path = random_scope(home, seed)
    scope, random = scope_at(path), Random(seed)
    networks = [ip_network(text) for text in scope.prefixes]
    members = [int(address) for net in networks for address in net]
    alive = [IPv4Address(number) for number in random.sample(members, 12)]
    out = {random.choice(members) for _ in range(5)}
    with Store.open(home.create().state) as store:
        for number in out:
            opt_out(store, str(IPv4Address(number)), by="self", note="", at=NOON)
    with network(["198.18.0.0/16"], alive, tmp_path) as (made, wire):
        done = subprocess.run(command_of(made, home, path), capture_output=True, text=True, check=True)  # fmt: skip
        time.sleep(0.3)
    found = list(syns_of(wire))
    told = json.loads(done.stdout.splitlines()[-1])
    assert {address for _, address, _, _ in found} == set(members) - out
    assert {port for _, _, port, _ in found} == {21, 22}
    assert most_in_a_second([at for at, *_ in found]) <= scope.caps.global_pps
    for block in {address >> 8 for address in members}:
        moments = [at for at, address, *_ in found if address >> 8 == block]
        assert most_in_a_second(moments) <= scope.caps.per_24_pps
    expected = 2 * sum(int(one) not in out for one in alive)
    assert (told["open"], told["answered"]) == (expected, expected)
    sample = [*random.sample(members, 60), *out, members[0] - 1]
    for number in sample:
        wired = sorted((port, at) for at, address, port, ours in found if address == number and ours == 61_999)  # fmt: skip
        said = asked(home, scope, "1", str(IPv4Address(number)))
        assert sorted(one.slot.port for one in said) == [port for port, _ in wired]
        for port, at in wired:
            one = next(one for one in said if one.slot.port == port)
            assert one.began.timestamp() <= at <= one.ended.timestamp()


def test_the_caps_of_as_and_isp_hold_on_the_wire(tmp_path):
    """Two AS of one ISP, a third of another, by the table that the scope pins."""
    owners = {
        "198.18.0.0/25": ("64500", "a"), "198.18.0.128/25": ("64501", "a"),
        "198.18.1.0/24": ("64502", "b"),
    }  # fmt: skip
    table = tmp_path / "networks.csv"
    rows = [f"{prefix},{asn},{isp}" for prefix, (asn, isp) in owners.items()]
    table.write_text("\n".join(["prefix,asn,isp", *rows, ""]), encoding="ascii")
    devices = Devices.__new__(Devices)
    devices.prefix = "198.18.0.0/23"
    caps = {"global_pps": 400, "per_24_pps": 400, "per_as_pps": 90, "per_isp_pps": 120}
    home = Home(tmp_path / "home")
    path = signed_scope(
        home, devices, sources=[str(ASKER)], caps=caps, prefixes=["198.18.0.0/23"],
        probes=[{"probe": "ftp", "ports": [21]}], networks=pin(table.read_bytes()),
    )  # fmt: skip
    with network(["198.18.0.0/16"], [], tmp_path) as (made, wire):
        command = [*command_of(made, home, path), "--list", str(table)]
        subprocess.run(command, capture_output=True, check=True)
        time.sleep(0.3)
    found = [(at, IPv4Address(address)) for at, address, *_ in syns_of(wire)]
    assert len({address for _, address in found}) == len(found) == 512
    for place, most in ((0, caps["per_as_pps"]), (1, caps["per_isp_pps"])):
        for name in {owner[place] for owner in owners.values()}:
            held = [ip_network(prefix) for prefix, owner in owners.items() if owner[place] == name]
            moments = [at for at, one in found if any(one in net for net in held)]
            assert most_in_a_second(moments) <= most


def test_a_killed_survey_doubles_one_chunk_at_most_and_loses_none(tmp_path):
    home = Home(tmp_path / "home")
    devices = Devices.__new__(Devices)
    devices.prefix = "198.18.0.0/23"
    caps = dict.fromkeys(("global_pps", "per_24_pps", "per_as_pps", "per_isp_pps"), 30)
    path = signed_scope(
        home, devices, sources=[str(ASKER)], caps=caps, prefixes=["198.18.0.0/23"],
        probes=[{"probe": "ftp", "ports": [21]}],
    )  # fmt: skip
    with network(["198.18.0.0/16"], [], tmp_path) as (made, wire):
        with subprocess.Popen(command_of(made, home, path), stdout=subprocess.PIPE) as first:
            first.stdout.readline()  # one chunk is settled
            time.sleep(2)
            first.send_signal(signal.SIGKILL)
        done = subprocess.run(command_of(made, home, path), capture_output=True, text=True, check=True)  # fmt: skip
        time.sleep(0.3)
    found = [address for _, address, _, _ in syns_of(wire)]
    assert len(set(found)) == 512
    assert len(found) - 512 <= 256
    assert json.loads(done.stdout.splitlines()[-1])["reason"] == "complete"


def test_the_world_is_gone_afterwards():
    names = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True)
    assert f"noroshi-ask-{os.getpid()}" not in names.stdout
    assert not Path(f"/run/netns/noroshi-dev-{os.getpid()}").exists()
