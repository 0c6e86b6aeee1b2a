"""Generating: files that real collectors read, datagrams that arrive, strangers left in peace."""

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from noroshi.jobs.flows import generating
from noroshi.jobs.flows.generating import Generated, check_target, generate_pcap, generate_to
from noroshi.lab.load import Kind, Load, Stream
from noroshi.spine.flows.importers import export_pcap
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import ConfigError
from noroshi.spine.net.listen import Endpoint, Listener
from noroshi.spine.net.receive import make_slots


def ignore(_):
    return None


@pytest.mark.parametrize("kind", list(Kind))
def test_a_file_holds_what_is_told(kind, tmp_path):
    done, path = Generated(), tmp_path / "a.pcap"
    generate_pcap(Load(kinds=(kind,), flows=3_000), path, done, ignore)
    tally = Tally()
    rows = sum(len(table) for table in export_pcap.read(Source(path=path), tally))
    assert (rows, tally.refused) == (3_000, {})
    assert done.flows == 3_000
    assert path.stat().st_size == 24 + done.octets + 58 * done.datagrams


def test_a_file_that_was_not_finished_has_no_name(tmp_path):
    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_pcap(Load(kinds=(Kind.V5,), flows=10), tmp_path / "a.pcap", Generated(), interrupt)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be written"):
        generate_pcap(Load(kinds=(Kind.V5,), flows=10), tmp_path / "no" / "a", Generated(), ignore)


@pytest.mark.parametrize("place", ["127.0.0.1:0", "[::1]:0"])
def test_all_datagrams_arrive_from_as_many_ends_as_exporters(place):
    listener = Listener.open(Endpoint.parse(place), 16 << 20)
    load = Load(kinds=(Kind.V9,), flows=1_000, exporters=4, rate_pps=2_000)
    done, slots, lengths, ends = Generated(), make_slots(), [], set()

    def take(_):
        while (got := slots.receive(listener.socket)) is not None:
            lengths.extend(got.lengths.tolist())
            ends.update(zip(got.lo.tolist(), got.port.tolist(), strict=True))

    generate_to(load, listener.endpoint, done, take)
    listener.close()
    assert (len(lengths), sum(lengths)) == (done.datagrams, done.octets)
    assert (done.flows, len(ends)) == (1_000, 4)


def test_a_fault_while_making_ends_the_sending(monkeypatch):
    def fail(_):
        raise ValueError("broken")
        yield

    monkeypatch.setattr(Stream, "chunks", fail)
    with pytest.raises(ValueError, match="broken"):
        generate_to(
            Load(kinds=(Kind.V9,), flows=10), Endpoint.parse("127.0.0.1:9"), Generated(), ignore
        )


@pytest.mark.parametrize(
    ("place", "told"),
    [("8.8.8.8:2055", "--rate"), ("[2606:4700::1]:4739", "--rate"), ("0.0.0.0:2055", "single host"),
     ("224.0.0.1:2055", "single host"), ("255.255.255.255:1", "single host"), ("127.0.0.1:0", "port"), ("tcp://127.0.0.1:4739", "over UDP")],
)  # fmt: skip
def test_strangers_are_not_flooded_by_mistake(place, told):
    with pytest.raises(ConfigError, match=told):
        check_target(Endpoint.parse(place), rate_was_given=False)


@pytest.mark.parametrize(
    ("place", "rate_was_given"),
    [("127.0.0.1:2055", False), ("10.1.2.3:2055", False), ("[fd00::1]:2055", False),
     ("8.8.8.8:2055", True)],
)  # fmt: skip
def test_own_collectors_are_served(place, rate_was_given):
    check_target(Endpoint.parse(place), rate_was_given=rate_was_given)


@pytest.mark.skipif(
    not (shutil.which("nfcapd") and shutil.which("nfdump")), reason="nfdump is not installed"
)
@pytest.mark.parametrize("kind", [Kind.V5, Kind.V9, Kind.IPFIX, Kind.VARIABLE])
def test_nfcapd_counts_the_same(kind, tmp_path):
    load = Load(kinds=(kind,), flows=4_000, rate_pps=500, exporters=3)
    flows = [chunk.flows for chunk in Stream(load).chunks()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path / "store"
    folder.mkdir()
    collector = subprocess.Popen(
        ["nfcapd", "-w", str(folder), "-p", str(port), "-b", "127.0.0.1", "-t", "3600"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(lambda: f":{port:04X} " in Path("/proc/net/udp").read_text())
        generate_to(load, Endpoint.parse(f"127.0.0.1:{port}"), Generated(), ignore)
        time.sleep(0.5)
    finally:
        collector.terminate()
        collector.wait(timeout=20)
    told = subprocess.run(
        ["nfdump", "-R", str(folder), "-I"], capture_output=True, text=True, check=True, timeout=20
    ).stdout
    found = {
        k: int(v) for k, v in re.findall(r"^(Flows|Bytes|Packets): (\d+)$", told, re.MULTILINE)
    }
    assert found == {
        "Flows": 4_000,
        "Bytes": sum(int(each.octets.sum()) for each in flows),
        "Packets": sum(int(each.packets.sum()) for each in flows),
    }
    failures = re.search(r"^Sequence failures: (\d+)", told, re.MULTILINE)
    assert failures is None or failures[1] == "0"


def wait_for(holds):
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("nfcapd does not listen")


def test_making_runs_ahead_only_so_far(monkeypatch):
    monkeypatch.setattr(generating, "AHEAD_OCTETS", 0)
    done = Generated()
    generate_to(
        Load(kinds=(Kind.V5,), flows=200_000, rate_pps=1e6),
        Endpoint.parse("127.0.0.1:9"), done, ignore,
    )  # fmt: skip
    assert done.flows == 200_000
