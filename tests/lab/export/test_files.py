"""Exported pcaps: every record reads back, nothing more, and real tools agree."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab.columns import Ends
from noroshi.lab.export import export_records
from noroshi.lab.export.packing import MAX_PAYLOAD
from noroshi.lab.ground import MAPPED
from noroshi.lab.observe import Observation, Records, Router, Version
from noroshi.lab.plan import A_DAY, Plan, make_day
from noroshi.lab.population import SUBSCRIBER_V6_HI
from noroshi.spine.model import address_text

START_MS = A_DAY.start_ms
V9 = Router(version=Version.V9, uptime_s=5000)
"""E: a router that can carry IPv6 must be among them."""
ROUTERS = (V9, Router(version=Version.IPFIX, uptime_s=5000), Router(version=Version.V5, uptime_s=9))


def made_records(seed: int, count: int, version: Version, *, v6: bool = True) -> Records:
    rng = np.random.default_rng(seed)
    number = [router.version for router in ROUTERS].index(version)
    is_v6 = (rng.random(count) < 0.4) & v6 & (version is not Version.V5)
    ends = [
        Ends(
            hi=np.where(is_v6, SUBSCRIBER_V6_HI | side, 0),
            lo=np.where(
                is_v6,
                rng.integers(-(1 << 63), 1 << 62, count),
                MAPPED | rng.integers(0, 1 << 32, count),
            ),
            port=rng.integers(0, 1 << 16, count).astype(np.uint16),
        )
        for side in (1, 2)
    ]
    first = START_MS + rng.integers(0, 3_600_000, count)
    last = first + rng.integers(0, 180_000, count)
    wide = 1 << (40 if version is Version.IPFIX else 32)
    order = np.argsort(last, kind="stable")
    return Records(
        export_ms=last,
        first_ms=first,
        last_ms=last,
        router=np.full(count, number, dtype=np.uint8),
        upstream=rng.random(count) < 0.5,
        subscriber=rng.integers(0, 99, count).astype(np.int32),
        source=ends[0],
        destination=ends[1],
        protocol=rng.integers(0, 256, count).astype(np.uint8),
        flags=rng.integers(0, 256, count).astype(np.uint8),
        packets=rng.integers(1, wide, count),
        octets=rng.integers(1, wide, count),
        end_reason=rng.integers(1, 4, count).astype(np.uint8),
    ).take(order)


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


def export_one(records: Records, version: Version, folder: Path, sampling: int = 1) -> Path:
    done = export_records(
        records, Observation(routers=ROUTERS, sampling=sampling), START_MS, folder
    )
    return next(file.path for file in done if file.version is version)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    count=st.integers(0, 160),
    version=st.sampled_from(list(Version)),
    sampling=st.sampled_from([1, 2, 100, 16383]),
)
def test_every_record_reads_back(read_pcap, tmp_path_factory, seed, count, version, sampling):
    records = made_records(seed, count, version)
    read = read_pcap(export_one(records, version, tmp_path_factory.mktemp("x"), sampling))
    assert sorted(tuple(row[key] for key in KEYS) for row in read.records) == as_rows(records)
    assert read.intervals <= {sampling}
    assert bool(read.intervals) == (count > 0)


@pytest.mark.parametrize("version", [Version.V5, Version.IPFIX])
def test_sequence_counts_the_flows_before(read_pcap, tmp_path, version):
    read = read_pcap(export_one(made_records(1, 500, version), version, tmp_path))
    assert len(read.payloads) > 10
    assert read.sequences == [sum(read.flows_per_payload[:k]) for k in range(len(read.payloads))]


def test_v9_sequence_counts_datagrams(read_pcap, tmp_path):
    read = read_pcap(export_one(made_records(1, 500, Version.V9), Version.V9, tmp_path))
    assert read.sequences == list(range(len(read.payloads)))


@pytest.mark.parametrize("version", list(Version))
def test_datagrams_leave_in_order_and_fit_the_path(read_pcap, tmp_path, version):
    read = read_pcap(export_one(made_records(2, 3000, version), version, tmp_path))
    assert read.times_ms == sorted(read.times_ms)
    assert max(map(len, read.payloads)) <= MAX_PAYLOAD


@pytest.mark.parametrize("version", list(Version))
def test_no_record_leaves_before_it_ended(read_pcap, tmp_path, version):
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


def test_templates_come_first_and_again(read_pcap, tmp_path):
    read = read_pcap(export_one(made_records(4, 4000, Version.IPFIX), Version.IPFIX, tmp_path))
    with_templates = [k for k, payload in enumerate(read.payloads) if payload[16:18] == b"\0\2"]
    assert with_templates[0] == 0
    hours = (read.times_ms[-1] - read.times_ms[0]) / 3_600_000
    assert len(with_templates) == pytest.approx(hours * 6, abs=1.01)


def test_counters_beyond_32_bits_are_refused_by_v9(tmp_path):
    records = made_records(5, 3, Version.V9)
    huge = replace(records, octets=np.full(3, 1 << 32))
    with pytest.raises(ValueError, match="shorten the active timeout"):
        export_one(huge, Version.V9, tmp_path)


def test_ipv6_is_refused_by_v5(tmp_path):
    records = replace(made_records(6, 50, Version.V9), router=np.full(50, 2, dtype=np.uint8))
    with pytest.raises(ValueError, match="cannot carry IPv6"):
        export_one(records, Version.V5, tmp_path)


def test_a_router_without_records_writes_an_empty_capture(read_pcap, tmp_path):
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


def test_same_records_give_the_same_file(tmp_path):
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
