"""Datagrams whose flows bear a number each, as their octets: what is lost or doubled is told by it."""

import socket
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from bench.flow_load import append
from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.spool import (
    SpoolFolder,
    SpoolLimits,
    SpoolWriter,
    datagrams_of,
)
from noroshi.spine.flows.tally import Tally
from noroshi.spine.home import Home
from noroshi.spine.model.address import MAPPED

FIELDS = ((8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (22, 4), (21, 4))
RECORD = np.dtype(
    [("source", "S4"), ("destination", "S4"), ("from", ">u2"), ("to", ">u2"), ("protocol", "u1"),
     ("octets", ">u4"), ("packets", ">u4"), ("first", ">u4"), ("last", ">u4")]
)  # fmt: skip
PER_DATAGRAM, BLOCK = 40, 100
ROUTERS, HOURS = 3, 3
"""Datagrams come from as many routers in turn; the flows of each router's hour differ."""

TEMPLATE_ID, STARTS_S, UPTIME_MS = 300, 1_700_000_000, 10_000_000
RECEIVED_NS = (STARTS_S + 3600 * HOURS) * 10**9
SPOOL = SpoolLimits(segment_octets=1 << 40, segment_s=1e9, quota_octets=1 << 40)


def template() -> bytes:
    fields = b"".join(struct.pack(">HH", *field) for field in FIELDS)
    return struct.pack(">HHHH", 0, 8 + len(fields), TEMPLATE_ID, len(FIELDS)) + fields


def marked(first: int, rows: int, *, templates: bool) -> Iterator[bytes]:
    """NetFlow v9 of flows marked `first`, `first + 1` and so on; templates only where asked for.

    Without them the rows can only be had by a decoder that remembers.
    """
    if templates:
        yield from (_header(number) + template() for number in range(ROUTERS))
    records = np.zeros(rows, RECORD)
    records["source"], records["destination"] = b"\xc0\x00\x02\x07", b"\xcb\x00\x71\x09"
    records["from"], records["to"], records["protocol"] = 40_000, 443, 6
    records["octets"] = np.arange(first, first + rows)
    records["packets"], records["first"], records["last"] = 1, UPTIME_MS - 2000, UPTIME_MS - 1000
    for number, at in enumerate(range(0, rows, PER_DATAGRAM)):
        body = records[at : at + PER_DATAGRAM].tobytes()
        body += bytes(-len(body) % 4)
        yield _header(number) + struct.pack(">HH", TEMPLATE_ID, 4 + len(body)) + body


def _header(number: int) -> bytes:
    moment = STARTS_S + 3600 * (number % HOURS)
    return struct.pack(">HHIIII", 9, 1, UPTIME_MS, moment, number, 7)


def fill(home: Home, segments: Sequence[Sequence[bytes]]) -> None:
    """Put datagrams into closed segments of the spool, by the writer that the collector uses."""
    home.datagrams.mkdir(parents=True, exist_ok=True)
    writer = SpoolWriter(home.datagrams, SPOOL)
    for payloads in segments:
        for at in range(0, len(payloads), BLOCK):
            part = payloads[at : at + BLOCK]
            low = (0xC0000201 + np.arange(len(part)) % ROUTERS) | MAPPED
            sender = Addresses(np.zeros(len(part), np.int64), low)
            append(writer, part, sender, 2055, RECEIVED_NS)
        writer.close()
    writer.shut()


def write_pcap(payloads: Sequence[bytes], file: Path) -> None:
    """Datagrams as a capture, from as many routers in turn."""
    out = bytearray(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    for number, payload in enumerate(payloads):
        source = socket.inet_aton(f"192.0.2.{1 + number % ROUTERS}")
        udp = struct.pack(">HHHH", 2055, 2055, 8 + len(payload), 0) + payload
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0)
        frame = bytes(12) + b"\x08\x00" + ip + source + socket.inet_aton("203.0.113.250") + udp
        out += struct.pack("<IIII", STARTS_S, 0, len(frame), len(frame)) + frame
    file.write_bytes(out)


def marks_in_lake(home: Home) -> npt.NDArray[np.int64]:
    """The mark of every row, sorted."""
    files = [str(file) for file in FlowLake(home.flows).files()]
    if not files:
        return np.zeros(0, np.int64)
    found = duckdb.execute("SELECT octetDeltaCount AS mark FROM read_parquet(?)", [files])
    return np.sort(np.asarray(found.fetchnumpy()["mark"], np.int64))


def marks_in_spool(home: Home) -> npt.NDArray[np.int64]:
    """The marks that wait in the spool, its open segment included."""
    folder = SpoolFolder(home.datagrams)
    folder.adopt()
    found = [np.zeros(0, np.int64)]
    for segment in folder.closed():
        for batch in datagrams_of(segment, Tally()):
            payloads = batch.octets.slices(batch.start, batch.end - batch.start)
            found.extend(map(marks_of, payloads))
    return np.unique(np.concatenate(found))


def marks_of(payload: bytes) -> npt.NDArray[np.int64]:
    """The marks of one datagram."""
    set_id, length = struct.unpack_from(">HH", payload, 20)
    if set_id != TEMPLATE_ID:
        return np.zeros(0, np.int64)
    records = np.frombuffer(payload, RECORD, (length - 4) // RECORD.itemsize, 24)
    return np.asarray(records["octets"], np.int64)
