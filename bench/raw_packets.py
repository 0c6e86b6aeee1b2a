"""Raw packets: our own aggregation beside softflowd's, on a made capture whose truth is known.

How many flows, octets and packets come out, how far from the true first and last packet, and how
many packets a second of processor time?

Run: python -m bench.raw_packets [CONVERSATIONS]. Prints one JSON object.
"""

import json
import resource
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute

from noroshi.spine.flows.address import MAPPED, Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.importers import Source, reader_of
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally

ROUNDS = 3
START = 1_700_000_000.0
Truth = dict[tuple[int, int], tuple[int, int, int, int]]
"""Client's low address half and port: octets, packets (of both ways), first and last ms."""


def capture(conversations: int, seed: int = 1) -> tuple[bytes, Truth]:
    """TCP and UDP conversations, a quarter over IPv6, of 2 to 40 packets within 200 s."""
    random = np.random.default_rng(seed)
    packets: list[tuple[int, bytes]] = []
    truth: Truth = {}
    for number in range(conversations):
        v6, tcp = random.random() < 0.25, random.random() < 0.6
        count = int(random.integers(2, 40))
        ticks = np.sort(random.integers(0, 200_000, count)) + int(random.integers(0, 600_000))
        total = 0
        client = bytes([0, 0]) + struct.pack(">I", number)
        for index, tick in enumerate(ticks.tolist()):
            frame = _frame(client, 1024 + number % 60_000, index, v6=v6, tcp=tcp)
            total += len(frame) - 14
            packets.append((int(START * 1000) + tick, frame))
        low = 1 << 32 | number if v6 else MAPPED | 100 << 24 | number & 0xFFFFFF
        first, last = int(START * 1000) + int(ticks[0]), int(START * 1000) + int(ticks[-1])
        truth[low, 1024 + number % 60_000] = (total, count, first, last)
    packets.sort(key=lambda packet: packet[0])
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    parts = [head]
    for ms, frame in packets:
        size = len(frame)
        parts.append(struct.pack("<IIII", ms // 1000, ms % 1000 * 1000, size, size) + frame)
    return b"".join(parts), truth


def _frame(client: bytes, port: int, index: int, *, v6: bool, tcp: bool) -> bytes:
    back = index % 2 == 1
    ports = (443, port) if back else (port, 443)
    payload = bytes(20 + 37 * index % 900)
    flags = (0x12 if back else 0x02) if index < 2 else 0x10
    if tcp:
        body = struct.pack(">HHIIBBHHH", *ports, index, 0, 0x50, flags, 1024, 0, 0) + payload
    else:
        body = struct.pack(">HHHH", *ports, 8 + len(payload), 0) + payload
    protocol = 6 if tcp else 17
    if v6:
        one = bytes.fromhex("20010db8000000000000000100000000")[:11] + b"\1" + client[2:]
        ends = [one, bytes.fromhex("20010db8ffff00000000000000000001")]
        head = struct.pack(">IHBB", 0x60000000, len(body), protocol, 64)
    else:
        ends = [b"\x64" + client[3:], bytes([192, 0, 2, 1])]
        head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0, 64, protocol, 0)
    head += b"".join(reversed(ends) if back else ends)
    return bytes(12) + (b"\x86\xdd" if v6 else b"\x08\x00") + head + body


def own(path: Path) -> tuple[pa.Table, float]:
    """Rows of the importer, and its processor seconds."""
    began = time.process_time()
    tables = list(reader_of("packets")(Source(path=path), Tally()))
    return pa.concat_tables(tables), time.process_time() - began


def through_softflowd(path: Path) -> tuple[pa.Table, float]:
    """Rows of softflowd's datagrams, and the processor seconds of both."""
    began = time.process_time(), _children_s()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)
        ours.bind(("127.0.0.1", 0))
        ours.settimeout(1.0)
        datagrams: list[bytes] = []
        done = threading.Event()

        def receive() -> None:
            while True:
                try:
                    datagrams.append(ours.recv(65_535))
                except TimeoutError:
                    if done.is_set():
                        return

        thread = threading.Thread(target=receive)
        thread.start()
        to = f"127.0.0.1:{ours.getsockname()[1]}"
        options = ["-v", "9", "-a", "-d", "-m", "1000000"]
        subprocess.run(
            ["softflowd", "-r", str(path), "-n", to, *options], check=True, capture_output=True
        )
        done.set()
        thread.join()
    end = np.cumsum([len(d) for d in datagrams])
    start = end - [len(d) for d in datagrams]
    nobody = np.zeros(len(end), np.int64)
    batch = Datagrams(
        Octets(b"".join(datagrams)), start, end, Addresses(nobody, nobody), nobody, nobody
    )
    tally = Tally()
    tables = [settle(draft, tally) for draft in Decoder(tally).decode(batch)]
    seconds = time.process_time() - began[0] + _children_s() - began[1]
    return pa.concat_tables(tables, promote_options="default"), seconds


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compared(rows: pa.Table, truth: Truth) -> dict[str, object]:
    """What came out beside what went in; both directions of a conversation together."""
    found: dict[tuple[int, int], list[int]] = {}
    columns = [
        "sourceAddressLo", "sourceTransportPort", "destinationAddressLo", "destinationTransportPort",
        "octetDeltaCount", "packetDeltaCount", "reverseOctetDeltaCount", "reversePacketDeltaCount",
        "flowStartMilliseconds", "flowEndMilliseconds",
    ]  # fmt: skip
    moments = [pa.compute.cast(rows[name], pa.int64()).to_pylist() for name in columns]
    for row in zip(*moments, strict=True):
        source, destination = row[:2], row[2:4]
        key = source if source in truth else destination
        octets, packets = row[4] + (row[6] or 0), row[5] + (row[7] or 0)
        held = found.setdefault(key, [0, 0, row[8], row[9]])
        held[0] += octets
        held[1] += packets
        held[2], held[3] = min(held[2], row[8]), max(held[3], row[9])
    shared = [(found[key], truth[key]) for key in truth if key in found]
    off = [max(abs(f[2] - t[2]), abs(f[3] - t[3])) for f, t in shared]
    return {
        "rows": rows.num_rows,
        "conversations_found": len(shared),
        "octets_right": sum(f[0] == t[0] for f, t in shared),
        "packets_right": sum(f[1] == t[1] for f, t in shared),
        "time_off_ms_p50": statistics.median(off) if off else None,
        "time_off_ms_max": max(off, default=None),
    }


def main(conversations: int = 20_000) -> None:
    octets, truth = capture(conversations)
    packets = sum(count for _, count, _, _ in truth.values())
    result: dict[str, object] = {"conversations": len(truth), "packets": packets}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.pcap"
        path.write_bytes(octets)
        ways: dict[str, Callable[[Path], tuple[pa.Table, float]]] = {"own": own, "softflowd": through_softflowd}  # fmt: skip
        for name, way in ways.items():
            runs = [way(path) for _ in range(ROUNDS)]
            seconds = statistics.median(seconds for _, seconds in runs)
            result[name] = compared(runs[0][0], truth) | {"packets_per_cpu_s": round(packets / seconds)}  # fmt: skip
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
