"""A load of every version, sent to a running collector: all of it reaches the lake."""

import json
import signal
import socket
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_collector_keeps_every_flow_that_was_sent(tmp_path, port):
    noroshi = [sys.executable, "-m", "noroshi", "--home", str(tmp_path / "home")]
    subprocess.run([*noroshi, "init"], check=True, capture_output=True, timeout=60)
    (tmp_path / "home" / "noroshi.toml").write_text("[collect]\nsegment_s = 1\n")
    collector = subprocess.Popen(
        [*noroshi, "flows", "collect", "--listen", f"127.0.0.1:{port}", "--json", "--every", "0.2"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        collector.stdout.readline()
        sent = subprocess.run(
            [*noroshi, "flows", "generate", "--version", "mixed", "--exporters", "10",
             "--flows", "20000", "--rate", "2000", "--to", f"127.0.0.1:{port}", "--json"],
            capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        collector.send_signal(signal.SIGTERM)
        out, _ = collector.communicate(timeout=90)
    finally:
        collector.kill()
        collector.wait()
    told, last = json.loads(sent.stdout), json.loads(out.splitlines()[-1])
    assert last["received"]["datagrams"] == told["datagrams"]
    assert last["decoded"]["kept"] == told["flows"] == 20_000
    assert len(last["exporters"]) == 10
    assert not any(exporter["lost"] for exporter in last["exporters"])
