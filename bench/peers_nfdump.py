"""Rows of a lake as files of nfdump: NetFlow v9 over loopback into nfcapd, none lost."""

import re
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from bench.bulk import files_of
from noroshi.lab import A_DAY, Observation, Records, Router, Version, export_records
from noroshi.lab.columns import I64, Ends

OBSERVATION = Observation(routers=(Router(version=Version.V9, uptime_s=5000),))
PCAP_HEADER, RECORD_HEADER, FRAME_HEADERS = 24, 16, 42
"""Octets of the file's header, of each packet's header, and of Ethernet, IPv4 and UDP together."""

BETWEEN_LOOKS, WAIT_S = 40, 60.0
"""Datagrams sent before the collector's queue is looked at; 40 fill less than its buffer."""


def nfdump_files(lake: Path, folder: Path) -> int:
    """Replay a lake into nfcapd files below a folder, an hour at a time; gives the flows stored.

    Raises:
        SystemExit: The stored flows are not the rows of the lake.
    """
    store = folder / "nfdump"
    store.mkdir()
    port = free_port()
    options = ["-w", str(store), "-l", str(store), "-p", str(port), "-b", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    collector = subprocess.Popen(["nfcapd", *options, "-t", "86400"], stdout=quiet, stderr=quiet)
    rows = 0
    try:
        wait_until(lambda: waiting_octets(port) is not None)
        for path in files_of(lake):
            records = records_of(path)
            rows += len(records)
            [sent] = export_records(records, OBSERVATION, A_DAY.start_ms, folder / "pcap")
            replay(payloads(sent.path), port)
    finally:
        collector.terminate()
        collector.wait(timeout=60)
    stored = flows_stored(store)
    if stored != rows:
        raise SystemExit(f"nfcapd stored {stored:,} of {rows:,} flows; run it on a quieter machine")
    return stored


def records_of(path: Path) -> Records:
    """One hour of a lake as what a router would export, in the order of their ends."""
    table = pq.read_table(path)

    def ints(name: str) -> I64:
        column = table.column(name)
        if name.endswith("Milliseconds"):
            column = column.cast("timestamp[ms]").cast("int64")
        return column.to_numpy().astype(np.int64)

    last, rows = ints("flowEndMilliseconds"), table.num_rows
    side = ints("subscriberSide") == 1
    records = Records(
        export_ms=last,
        first_ms=ints("flowStartMilliseconds"),
        last_ms=last,
        router=np.zeros(rows, np.uint8),
        upstream=side,
        subscriber=np.zeros(rows, np.int32),
        source=ends(ints, "source"),
        destination=ends(ints, "destination"),
        protocol=ints("protocolIdentifier").astype(np.uint8),
        flags=ints("tcpControlBits").astype(np.uint8),
        packets=ints("packetDeltaCount"),
        octets=ints("octetDeltaCount"),
        end_reason=np.ones(rows, np.uint8),
    )
    return records.take(np.argsort(last, kind="stable"))


def ends(ints: Callable[[str], I64], side: str) -> Ends:
    port = ints(f"{side}TransportPort").astype(np.uint16)
    return Ends(hi=ints(f"{side}AddressHi"), lo=ints(f"{side}AddressLo"), port=port)


def payloads(pcap: Path) -> Iterator[bytes]:
    """Datagrams of an exported capture."""
    data, at = pcap.read_bytes(), PCAP_HEADER
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at + 8)
        yield data[at + RECORD_HEADER + FRAME_HEADERS : at + RECORD_HEADER + size]
        at += RECORD_HEADER + size


def replay(datagrams: Iterator[bytes], port: int) -> None:
    """Send datagrams, waiting whenever the collector has not read the last ones."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        for number, payload in enumerate(datagrams):
            out.sendto(payload, ("127.0.0.1", port))
            if number % BETWEEN_LOOKS == 0:
                wait_until(lambda: waiting_octets(port) == 0)
    wait_until(lambda: waiting_octets(port) == 0)


def flows_stored(store: Path) -> int:
    told = subprocess.run(
        ["nfdump", "-R", str(store), "-I"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"^flows: (\d+)$", told, re.MULTILINE | re.IGNORECASE)
    return int(found[1]) if found else 0


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def waiting_octets(port: int) -> int | None:
    """Octets in the receive queue of a UDP port of this machine; none where nobody listens."""
    for line in Path("/proc/net/udp").read_text().splitlines()[1:]:
        _, local, _, _, queues, *_ = line.split()
        if local.endswith(f":{port:04X}"):
            return int(queues.split(":")[1], 16)
    return None


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_S
    while not holds():
        if time.monotonic() > until:
            raise SystemExit("nfcapd does not listen or does not read")
        time.sleep(0.0002)
