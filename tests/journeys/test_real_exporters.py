"""Real exporters watch made packets and tell the running collector: the lake holds what they saw."""

import shutil
import struct
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import duckdb
import pytest

from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.model import address_text

Flow = tuple[str, str, int, int, int]
"""Source, destination, protocol, source port, destination port."""

FLOWS, ROUNDS = 24, 3
STARTS_S = 1_700_000_000
ETHERNET = bytes.fromhex("0200000000010200000000020800")
TCP, UDP = 6, 17


def packet(flow: Flow, size: int) -> bytes:
    """An Ethernet frame of one flow with so many octets of payload."""
    source, destination = ip_address(flow[0]), ip_address(flow[1])
    _, _, protocol, source_port, destination_port = flow
    ports = struct.pack(">HH", source_port, destination_port)
    if protocol == TCP:
        body = ports + struct.pack(">IIBBHHH", 1, 1, 0x50, 0x10, 1000, 0, 0)
    else:
        body = ports + struct.pack(">HH", 8 + size, 0)
    body += bytes(size)
    ends = source.packed + destination.packed
    if isinstance(source, IPv4Address):
        head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 1, 0, 64, protocol, 0)
        return ETHERNET + head + ends + body
    assert isinstance(destination, IPv6Address)
    head = struct.pack(">IHBB", 6 << 28, len(body), protocol, 64)
    return ETHERNET[:-2] + b"\x86\xdd" + head + ends + body


@dataclass(frozen=True)
class Traffic:
    """A capture, and the IP octets and packets of each flow in it."""

    file: Path
    sums: dict[Flow, tuple[int, int]]

    def of_version(self, *versions: int) -> dict[Flow, tuple[int, int]]:
        """What an exporter of these IP versions can tell."""
        return {flow: sums for flow, sums in self.sums.items() if ip_address(flow[0]).version in versions}  # fmt: skip


def traffic(number: int, folder: Path, *, filler: int = 0) -> Traffic:
    """Flows of both IP versions and of TCP and UDP towards the address of one exporter's test."""
    octets: Counter[Flow] = Counter()
    packets: Counter[Flow] = Counter()
    out = bytearray(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    for turn in range(ROUNDS):
        for k in range(FLOWS):
            ends = (f"2001:db8:1::{k + 1:x}", f"2001:db8:2::{number:x}") if k % 4 == 3 else (f"198.51.100.{k + 1}", f"203.0.113.{number}")  # fmt: skip
            flow = (*ends, TCP if k % 2 else UDP, 40_000 + k, 443 + number)
            if turn > k % ROUNDS:
                continue
            frame = packet(flow, 10 + 13 * k + turn)
            octets[flow] += len(frame) - len(ETHERNET)
            packets[flow] += 1
            stamp = (STARTS_S + turn, 1000 * k, len(frame), len(frame))
            out += struct.pack("<IIII", *stamp) + frame
    # sfprobe does not send its last datagram when it is ended: let that hold nothing that is compared.
    for k in range(filler):
        frame = packet(("198.51.100.250", "192.0.2.250", UDP, 50_000, 9), 10)
        out += struct.pack("<IIII", STARTS_S + ROUNDS, 1000 * k, len(frame), len(frame)) + frame
    file = folder / f"traffic-{number}.pcap"
    file.write_bytes(out)
    return Traffic(file, {flow: (octets[flow], packets[flow]) for flow in octets})


def softflowd(version: int) -> Callable[[Path, str, Path], list[str]]:
    def command(file: Path, target: str, folder: Path) -> list[str]:
        return ["softflowd", "-r", str(file), "-v", str(version), "-n", target, "-d",
                "-p", str(folder / "pid"), "-c", "none"]  # fmt: skip

    return command


def pmacctd(plugin: str, *settings: str) -> Callable[[Path, str, Path], list[str]]:
    def command(file: Path, target: str, folder: Path) -> list[str]:
        # Its plug-in is a process of its own, which must be there at the first packet.
        own = (f"{plugin}_receiver: {target}", f"plugins: {plugin}", f"pcap_savefile: {file}", "daemonize: false", "pcap_savefile_delay: 2", *settings)  # fmt: skip
        (folder / "pmacctd.conf").write_text("\n".join(own) + "\n")
        return ["pmacctd", "-f", str(folder / "pmacctd.conf")]

    return command


FIVE_TUPLE = "aggregate: src_host, dst_host, src_port, dst_port, proto"
EXPORTERS = {
    "softflowd-v5": (softflowd(5), (4,)),
    "softflowd-v9": (softflowd(9), (4, 6)),
    "softflowd-ipfix": (softflowd(10), (4, 6)),
    "pmacct-v5": (pmacctd("nfprobe", "nfprobe_version: 5", FIVE_TUPLE), (4,)),
    "pmacct-v9": (pmacctd("nfprobe", "nfprobe_version: 9", FIVE_TUPLE), (4, 6)),
    "pmacct-ipfix": (pmacctd("nfprobe", "nfprobe_version: 10", FIVE_TUPLE), (4, 6)),
    "pmacct-sflow": (pmacctd("sfprobe", "sampling_rate: 1", "sfprobe_agentip: 192.0.2.1"), (4, 6)),
}
"""Name -> its command, and the IP versions it can tell of."""


@dataclass(frozen=True)
class Collected:
    """What all exporters saw, what the lake holds, and the collector's last counts."""

    sent: dict[str, Traffic]
    lake: dict[Flow, tuple[int, int]]
    counts: dict[str, object]


@pytest.fixture(scope="module")
def collected(tmp_path_factory, collect, free_port) -> Collected:
    """One collector, all exporters of this machine at once."""
    folder = tmp_path_factory.mktemp("exporters")
    home, port = folder / "home", free_port()
    sent, running = {}, []
    service = collect(home, f"127.0.0.1:{port}")
    for number, (name, (command, _)) in enumerate(EXPORTERS.items(), start=1):
        own = folder / name
        own.mkdir()
        seen = traffic(number, own, filler=200)
        words = command(seen.file, f"127.0.0.1:{port}", own)
        if shutil.which(words[0]) is None:
            continue
        sent[name] = seen
        quiet = subprocess.DEVNULL
        running.append(subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet))
    try:
        end_all(running)
    finally:
        for exporter in running:
            exporter.kill()
            exporter.wait()
    counts = service.end()
    return Collected(sent, in_lake(home), counts)


def end_all(running: list[subprocess.Popen[bytes]]) -> None:
    """Wait for all; how pmacctd ends says nothing, for its plug-in may be gone before it or after."""
    for exporter in running:
        code = exporter.wait(timeout=60)
        assert code == 0 or "pmacctd" in exporter.args


def in_lake(home: Path) -> dict[Flow, tuple[int, int]]:
    """Octets and packets by flow."""
    files = [str(file) for file in FlowLake(Home(home).flows).files()]
    rows = duckdb.execute(
        "SELECT sourceAddressHi, sourceAddressLo, destinationAddressHi, destinationAddressLo,"
        " protocolIdentifier, sourceTransportPort, destinationTransportPort,"
        " sum(octetDeltaCount)::BIGINT, sum(packetDeltaCount)::BIGINT"
        " FROM read_parquet(?) GROUP BY ALL",
        [files],
    ).fetchall()
    return {
        (address_text(a, b), address_text(c, d), protocol, source, destination): (octets, packets)
        for a, b, c, d, protocol, source, destination, octets, packets in rows
    }


@pytest.mark.parametrize("name", EXPORTERS)
def test_each_flow_has_the_octets_and_packets_that_the_exporter_saw(collected, name):
    if name not in collected.sent:
        pytest.skip(f"{name.split('-', maxsplit=1)[0]} is not installed")
    sent = collected.sent[name]
    ends = {flow[1] for flow in sent.sums}
    found = {flow: sums for flow, sums in collected.lake.items() if flow[1] in ends}
    assert found == sent.of_version(*EXPORTERS[name][1])


def test_every_datagram_of_real_exporters_is_accounted_for(collected):
    counts = collected.counts
    if not collected.sent:
        pytest.skip("neither softflowd nor pmacct is installed")
    assert counts["received"]["datagrams"] == counts["spooled"] == counts["decoded"]["datagrams"]
    assert counts["decoded"]["read"] == counts["decoded"]["kept"]
    assert counts["lost"]["socket"] == counts["lost"]["spool"] == 0
    assert counts["waiting"] == {"segments": 0, "octets": 0}


@pytest.fixture(scope="module")
def capture(tmp_path_factory, free_port) -> tuple[Path, Traffic]:
    """A file that nfcapd wrote from what softflowd told it."""
    if not all(map(shutil.which, ("nfcapd", "nfreplay", "softflowd"))):
        pytest.skip("nfdump and softflowd are not installed")
    folder = tmp_path_factory.mktemp("nfcapd")
    (folder / "files").mkdir()
    seen, port = traffic(99, folder), free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = ["-w", str(folder / "files"), "-p", str(port), "-b", "127.0.0.1", "-t", "86400"]
    nfcapd = subprocess.Popen(["nfcapd", *words], **quiet)
    try:
        until(lambda: f":{port:04X} " in Path("/proc/net/udp").read_text())
        subprocess.run(softflowd(9)(seen.file, f"127.0.0.1:{port}", folder), check=True, **quiet)
        until(lambda: waiting_octets(port) == 0)
    finally:
        nfcapd.terminate()
        nfcapd.wait(timeout=60)
    (file,) = (folder / "files").glob("nfcapd.2*")
    return file, seen


def waiting_octets(port: int) -> int:
    """Octets that nobody has read yet from the socket at a port."""
    for line in Path("/proc/net/udp").read_text().splitlines()[1:]:
        _, local, _, _, queues, *_ = line.split()
        if local.endswith(f":{port:04X}"):
            return int(queues.split(":")[1], 16)
    raise AssertionError(f"nobody listens at {port}")


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


@pytest.mark.parametrize(("version", "told"), [("5", (4,)), ("9", (4, 6))])
def test_flows_that_nfdump_kept_arrive_by_nfreplay(capture, collect, free_port, tmp_path, version, told):  # fmt: skip
    file, seen = capture
    home, port = tmp_path / "home", free_port()
    service = collect(home, f"127.0.0.1:{port}")
    subprocess.run(
        ["nfreplay", "-r", str(file), "-H", "127.0.0.1", "-p", str(port), "-v", version],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    service.end()
    assert in_lake(home) == seen.of_version(*told)


def test_flows_that_nfdump_kept_are_imported_as_they_were_seen(capture, noroshi, tmp_path):
    file, seen = capture
    home = tmp_path / "home"
    (row,) = noroshi(home, "flows", "import", file, "--json").rows
    assert (row["kept"], row["refused"]) == (FLOWS, {})
    assert in_lake(home) == seen.sums
