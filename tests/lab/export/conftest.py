"""A slow reader of export datagrams, written apart from the exporter: the tests' oracle."""

import struct
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

import numpy as np
import pytest

from noroshi.lab.columns import Ends
from noroshi.lab.export import export_records
from noroshi.lab.ground import MAPPED
from noroshi.lab.observe import Observation, Records, Router, Version
from noroshi.lab.plan import A_DAY
from noroshi.lab.population import SUBSCRIBER_V6_HI


@dataclass
class Read:
    """What was read from one pcap."""

    payloads: list[bytes] = field(default_factory=list)
    times_ms: list[int] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)
    flows_per_payload: list[int] = field(default_factory=list)
    records: list[dict[str, object]] = field(default_factory=list)
    intervals: set[int] = field(default_factory=set)


ELEMENTS = {
    8: "src", 27: "src", 12: "dst", 28: "dst", 7: "sport", 11: "dport", 4: "proto", 6: "flags",
    2: "packets", 1: "octets", 22: "first", 21: "last", 152: "first", 153: "last", 10: "in",
    14: "out", 136: "reason",
}  # fmt: skip


@pytest.fixture(scope="session")
def read_pcap():
    return _read


def _read(path: Path) -> Read:
    data, out = path.read_bytes(), Read()
    assert struct.unpack_from("<IHHiIII", data) == (0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    at = 24
    while at < len(data):
        seconds, micros, kept, length = struct.unpack_from("<IIII", data, at)
        frame = data[at + 16 : at + 16 + kept]
        assert kept == length == len(frame)
        assert frame[12:14] == b"\x08\x00"
        ip = frame[14:34]
        total = sum(struct.unpack(">10H", ip))
        assert (total & 0xFFFF) + (total >> 16) == 0xFFFF, "IPv4 checksum"
        assert struct.unpack_from(">H", ip, 2)[0] == len(frame) - 14
        assert struct.unpack_from(">H", frame, 38)[0] == len(frame) - 34
        out.payloads.append(frame[42:])
        out.times_ms.append(seconds * 1000 + micros // 1000)
        at += 16 + kept
    templates: dict[int, list[tuple[int, int]]] = {}
    for payload in out.payloads:
        version = struct.unpack_from(">H", payload)[0]
        before = len(out.records)
        options = {5: _v5, 9: _v9, 10: _ipfix}[version](payload, templates, out)
        out.flows_per_payload.append(len(out.records) - before + options)
    return out


def _v5(payload, templates, out):
    count, uptime, seconds, nanos, sequence, _, _, sampling = struct.unpack_from(
        ">HIIIIBBH", payload, 2
    )
    boot = seconds * 1000 + nanos // 1_000_000 - uptime
    out.sequences.append(sequence)
    out.intervals.add((sampling & 0x3FFF) or 1)
    assert len(payload) == 24 + 48 * count
    for nth in range(count):
        f = struct.unpack_from(">4s4sIHHIIIIHHBBBBHHBBH", payload, 24 + 48 * nth)
        out.records.append(
            {
                "src": str(ip_address(f[0])),
                "dst": str(ip_address(f[1])),
                "in": f[3],
                "out": f[4],
                "packets": f[5],
                "octets": f[6],
                "first": boot + f[7],
                "last": boot + f[8],
                "sport": f[9],
                "dport": f[10],
                "flags": f[12],
                "proto": f[13],
            }
        )
    return 0


def _v9(payload, templates, out):
    count, uptime, seconds, sequence, _ = struct.unpack_from(">HIIII", payload, 2)
    out.sequences.append(sequence)
    before = len(out.records)
    told, options = _sets(payload, 20, templates, out, boot=seconds * 1000 - uptime)
    assert count == told + len(out.records) - before + options
    return options


def _ipfix(payload, templates, out):
    length, _, sequence, _ = struct.unpack_from(">HIII", payload, 2)
    assert length == len(payload)
    out.sequences.append(sequence)
    return _sets(payload, 16, templates, out, boot=0)[1]


def _sets(payload, at, templates, out, *, boot):
    told = options = 0
    while at < len(payload):
        kind, length = struct.unpack_from(">HH", payload, at)
        body = payload[at + 4 : at + length]
        assert length % 4 == 0
        at += length
        if kind in (0, 2):
            told += _templates(body, templates)
        elif kind in (1, 3):
            told += 1
            _options_template(kind, body, templates)
        elif kind == 258:
            options += 1
            values = _row(body, templates[kind])
            out.intervals.add(values.get(34) or values[305] + values[306])
        else:
            _data(body, templates[kind], out, boot)
    assert at == len(payload)
    return told, options


def _templates(body, templates):
    at = told = 0
    while at < len(body):
        template, count = struct.unpack_from(">HH", body, at)
        templates[template] = [
            struct.unpack_from(">HH", body, at + 4 + 4 * k) for k in range(count)
        ]
        at, told = at + 4 + 4 * count, told + 1
    return told


def _options_template(kind, body, templates):
    template, first, second = struct.unpack_from(">HHH", body)
    count = (first + second) // 4 if kind == 1 else first
    templates[template] = [struct.unpack_from(">HH", body, 6 + 4 * k) for k in range(count)]


def _row(body, fields, at=0):
    values = {}
    for element, length in fields:
        values[element] = int.from_bytes(body[at : at + length], "big")
        at += length
    return values


def _data(body, fields, out, boot):
    size = sum(length for _, length in fields)
    for nth in range(len(body) // size):
        values = _row(body, fields, nth * size)
        row = {ELEMENTS[k]: v for k, v in values.items() if k in ELEMENTS}
        wide = {8: 4, 12: 4, 27: 16, 28: 16}
        for element in wide.keys() & values.keys():
            octets = values[element].to_bytes(wide[element], "big")
            row[ELEMENTS[element]] = str(ip_address(octets))
        out.records.append(row | {"first": row["first"] + boot, "last": row["last"] + boot})


START_MS = A_DAY.start_ms


V9 = Router(version=Version.V9, uptime_s=5000)


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


def export_one(records: Records, version: Version, folder: Path, sampling: int = 1) -> Path:
    done = export_records(
        records, Observation(routers=ROUTERS, sampling=sampling), START_MS, folder
    )
    return next(file.path for file in done if file.version is version)


@pytest.fixture(name="made_records", scope="session")
def made_records_fixture():
    return made_records


@pytest.fixture(name="export_one", scope="session")
def export_one_fixture():
    return export_one
