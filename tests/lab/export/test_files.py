"""Exported pcaps: every record reads back, nothing more, and real tools agree."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab.export import export_records
from noroshi.lab.export.packing import MAX_PAYLOAD
from noroshi.lab.observe import Records, Version
from noroshi.lab.plan import Plan, make_day
from noroshi.spine.model import address_text

"""E: a router that can carry IPv6 must be among them."""


def as_rows(records: Records) -> list[tuple[object, ...]]:
    return sorted(
        zip(
            [
                address_text(int(h), int(x))
                for h, x in zip(records.source.hi, records.source.lo, strict=True)
            ],
            [
                address_text(int(h), int(x))
                for h, x in zip(records.destination.hi, records.destination.lo, strict=True)
            ],
            records.source.port.tolist(),
            records.destination.port.tolist(),
            records.protocol.tolist(),
            records.flags.tolist(),
            records.packets.tolist(),
            records.octets.tolist(),
            records.first_ms.tolist(),
            records.last_ms.tolist(),
            *[side.tolist() for side in records.interfaces()],
            strict=True,
        )
    )


KEYS = (
    "src",
    "dst",
    "sport",
    "dport",
    "proto",
    "flags",
    "packets",
    "octets",
    "first",
    "last",
    "in",
    "out",
)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    count=st.integers(0, 160),
    version=st.sampled_from(list(Version)),
    sampling=st.sampled_from([1, 2, 100, 16383]),
)
def test_every_record_reads_back(
    read_pcap, tmp_path_factory, seed, count, version, sampling, made_records, export_one
):
    records = made_records(seed, count, version)
    read = read_pcap(export_one(records, version, tmp_path_factory.mktemp("x"), sampling))
    assert sorted(tuple(row[key] for key in KEYS) for row in read.records) == as_rows(records)
    assert read.intervals <= {sampling}
    assert bool(read.intervals) == (count > 0)


@pytest.mark.parametrize("version", [Version.V5, Version.IPFIX])
def test_sequence_counts_the_flows_before(read_pcap, tmp_path, version, made_records, export_one):
    read = read_pcap(export_one(made_records(1, 500, version), version, tmp_path))
    assert len(read.payloads) > 10
    assert read.sequences == [sum(read.flows_per_payload[:k]) for k in range(len(read.payloads))]


@pytest.mark.parametrize("version", list(Version))
def test_datagrams_leave_in_order_and_fit_the_path(
    read_pcap, tmp_path, version, made_records, export_one
):
    read = read_pcap(export_one(made_records(2, 3000, version), version, tmp_path))
    assert read.times_ms == sorted(read.times_ms)
    assert max(map(len, read.payloads)) <= MAX_PAYLOAD


@pytest.mark.parametrize("version", list(Version))
def test_no_record_leaves_before_it_ended(read_pcap, tmp_path, version, made_records, export_one):
    records = made_records(3, 300, version)
    read = read_pcap(export_one(records, version, tmp_path))
    at = 0
    for sent_ms, flows, payload in zip(
        read.times_ms, read.flows_per_payload, read.payloads, strict=True
    ):
        data = flows if version is Version.V5 or payload[20:22] not in (b"\0\0",) else 0
        if version is Version.IPFIX and payload[16:18] == b"\0\2":
            data = 0
        for row in read.records[at : at + data]:
            assert row["last"] <= sent_ms
        at += data
    assert at == len(records)


def test_a_router_without_records_writes_an_empty_capture(
    read_pcap, tmp_path, made_records, export_one
):
    read = read_pcap(export_one(made_records(7, 10, Version.V9), Version.IPFIX, tmp_path))
    assert read.payloads == []


def test_a_made_day_is_counted_the_same_in_its_datagrams(read_pcap, tmp_path):
    plan = Plan(seed=5, subscribers=40)
    records = make_day(plan).records()
    for file in export_records(records, plan.observation, plan.window.start_ms, tmp_path):
        read = read_pcap(file.path)
        assert len(read.records) == file.records
        assert len(read.payloads) == file.datagrams
        assert sum(row["packets"] for row in read.records) == file.packets
        assert sum(row["octets"] for row in read.records) == file.octets
    assert len(set(tmp_path.iterdir())) == len(plan.observation.routers)


def test_same_records_give_the_same_file(tmp_path, made_records, export_one):
    records = made_records(8, 400, Version.V9)
    paths = [export_one(records, Version.V9, tmp_path / name) for name in ("a", "b")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.skipif(
    not (shutil.which("nfcapd") and shutil.which("nfdump")), reason="nfdump is not installed"
)
@pytest.mark.parametrize("version", list(Version))
def test_nfdump_counts_the_same(read_pcap, tmp_path, version):
    plan = Plan(seed=5, subscribers=60)
    records = make_day(plan).records()
    exported = export_records(records, plan.observation, plan.window.start_ms, tmp_path / "pcap")
    file = next(file for file in exported if file.version is version)
    store = tmp_path / "nfdump"
    store.mkdir()
    summary = replayed(read_pcap(file.path).payloads, store)
    assert summary["flows"] == file.records
    assert summary["bytes"] == file.octets
    assert summary["packets"] == file.packets


def replayed(payloads: list[bytes], store: Path) -> dict[str, int]:
    """Send datagrams to nfcapd over loopback, waiting whenever its buffer holds something."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    collector = subprocess.Popen(
        [
            "nfcapd",
            "-w",
            str(store),
            "-l",
            str(store),
            "-p",
            str(port),
            "-b",
            "127.0.0.1",
            "-t",
            "3600",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: waiting_octets(port) is not None)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            for number, payload in enumerate(payloads):
                out.sendto(payload, ("127.0.0.1", port))
                if number % 20 == 0:
                    wait_until(lambda: waiting_octets(port) == 0)
        wait_until(lambda: waiting_octets(port) == 0)
    finally:
        collector.terminate()
        collector.wait(timeout=20)
    told = subprocess.run(
        ["nfdump", "-R", str(store), "-I"], capture_output=True, text=True, check=True
    ).stdout
    return {
        name: int(re.search(rf"^{name}: (\d+)$", told, re.MULTILINE | re.IGNORECASE)[1])
        for name in ("flows", "bytes", "packets")
    }


def waiting_octets(port: int) -> int | None:
    """Octets in the receive queue of a UDP port of this machine; none where nobody listens."""
    for line in Path("/proc/net/udp").read_text().splitlines()[1:]:
        _, local, _, _, queues, *_ = line.split()
        if local.endswith(f":{port:04X}"):
            return int(queues.split(":")[1], 16)
    return None


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(4000):
        if holds():
            return
        time.sleep(0.005)
    raise AssertionError("nfcapd does not listen or does not read")
