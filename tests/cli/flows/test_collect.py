"""`noroshi flows collect`, run as a person does and as a service manager does."""

import json
import signal
import socket
import struct
import subprocess
import sys
import time

import duckdb
import pytest

from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home

FLOWS = 30


class Service:
    """The command as a process group of its own."""

    def __init__(self, home, port, *options):
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "noroshi", "--home", str(home.path), "flows", "collect",
             "--listen", f"127.0.0.1:{port}", "--json", "--every", "0.2", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self.first = json.loads(self.process.stdout.readline())

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=90)
        return [json.loads(line) for line in out.splitlines()], err.decode()


@pytest.fixture
def port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text("[collect]\nsegment_s = 1\n")
    return home


def v5(number):
    """A datagram whose flows bear unique octet counts."""
    header = struct.pack(">HHIIIIBBH", 5, FLOWS, 10_000_000, 1_700_000_000, 0, number * FLOWS, 0, 0, 0)  # fmt: skip
    records = [
        struct.pack(">4s4s4sHHIIIIHHBBBBHHBBH", bytes([100, 64, 0, 1]), bytes([192, 0, 2, 1]),
                    bytes(4), 0, 0, 1, number * FLOWS + k + 1, 9_000_000, 9_000_001, 1, 2,
                    0, 0, 17, 0, 0, 0, 0, 0, 0)
        for k in range(FLOWS)
    ]  # fmt: skip
    return header + b"".join(records)


def in_lake(home):
    files = [str(file) for file in FlowLake(home.flows).files()]
    if not files:
        return []
    rows = duckdb.execute("SELECT octetDeltaCount FROM read_parquet(?)", [files]).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_an_orderly_end_leaves_all_in_the_lake(home, port, how):
    service = Service(home, port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(50):
            sender.sendto(v5(number), ("127.0.0.1", port))
    rows, _ = service.end(how)
    assert service.process.returncode == 0
    assert rows[-1]["received"]["datagrams"] == rows[-1]["spooled"] == 50
    assert rows[-1]["decoded"] == {"datagrams": 50, "read": 1500, "kept": 1500, "refused": {}}
    assert rows[-1]["lost"] == {"socket": 0, "sequence": 0, "spool": 0}
    assert sorted(in_lake(home)) == list(range(1, 1501))


def test_sighup_reads_the_settings_again_and_keeps_good_ones(home, port):
    service = Service(home, port)
    home.settings_file.write_text('[collect]\nexporters = ["nonsense"]\n')
    service.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    rows, err = service.end()
    assert service.process.returncode == 0
    assert "those before stay in force" in err
    assert rows


def test_wrong_places_and_taken_ports_have_their_exit_codes(noroshi):
    assert noroshi("flows", "collect", "--listen", "nowhere").returncode == 2
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        done = noroshi("flows", "collect", "--listen", f"127.0.0.1:{taken.getsockname()[1]}")
    assert done.returncode == 3
    assert "taken by another program" in done.stderr
