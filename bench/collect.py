"""How many datagrams a second does the collector take without loss, and how many rows reach Parquet?

Run: python -m bench.collect [SECONDS]. The sender, the receiver (and its decoder) and Debian's nfcapd,
one after the other, share the machine; the same 1.3 kB datagrams of NetFlow v9 go to both over
loopback at rising rates. Then spooled datagrams are decoded into committed Parquet, per CPU second.
Writes bench/results/collect.json.
"""

import json
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bench.flow_load import traffic
from noroshi.jobs.decoding import DecodingOptions, SpoolDecoder
from noroshi.lab.load import Kind
from noroshi.spine.flows.address import Addresses, parse_networks
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.flows.spool import SpoolLimits, SpoolWriter, index_of, seal
from noroshi.spine.home import Home
from noroshi.spine.model.address import MAPPED
from noroshi.spine.store import Store

RESULTS = Path(__file__).parent / "results" / "collect.json"
RATES = (20_000, 60_000)
BUFFER_MB = 8
ROUNDS = 3
FLOWS = 460_000
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def send(payloads: list[bytes], port: int, rate_pps: int, seconds: float) -> tuple[int, float]:
    """Datagrams sent, and the rate reached; templates stand first and each second again."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("127.0.0.1", port))
        sender.send(payloads[0])
        sent, began = 1, time.perf_counter()
        while (now := time.perf_counter() - began) < seconds:
            due = min(int(now * rate_pps), sent + 200)
            for number in range(sent, due):
                sender.send(payloads[number % len(payloads)])
            sent = max(sent, due)
            if due < now * rate_pps:
                continue
            time.sleep(0.001)
        return sent, sent / (time.perf_counter() - began)


def cpu_s(pid: int) -> float:
    """User and system seconds of one process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def collector(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    (home / "noroshi.toml").write_text(
        f"[collect]\nreceive_buffer_mb = {BUFFER_MB}\nsegment_s = 1\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "noroshi", "--home", str(home), "flows", "collect", "--json",
         "--listen", f"127.0.0.1:{port}"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout
    process.stdout.readline()
    time.sleep(3)  # the decoder's start is not what is measured
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def with_noroshi(payloads: list[bytes], rate: int, seconds: float) -> dict[str, float]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, collector(Path(folder), port) as process:
        before = cpu_s(process.pid)
        sent, reached = send(payloads, port, rate, seconds)
        time.sleep(0.5)
        spent = cpu_s(process.pid) - before
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=300)
        last = json.loads(out.splitlines()[-1])
        taken = last["received"]["datagrams"]
        return {
            "sent": sent,
            "reached_pps": round(reached),
            "lost_percent": round(100 * (sent - last["spooled"]) / sent, 2),
            "receiver_us_per_datagram": round(spent / max(taken, 1) * 1e6, 2),
            "rows_in_lake": last["decoded"]["kept"],
        }


def with_nfcapd(payloads: list[bytes], rate: int, seconds: float) -> dict[str, float]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            ["nfcapd", "-w", folder, "-p", str(port), "-b", "127.0.0.1", "-y",
             "-B", str(BUFFER_MB << 20)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            time.sleep(2)
            before = cpu_s(process.pid)
            sent, reached = send(payloads, port, rate, seconds)
            time.sleep(0.5)
            spent = cpu_s(process.pid) - before
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
        finally:
            process.kill()
            process.wait()
        files = [str(file) for file in Path(folder).glob("nfcapd.*")]
        told = subprocess.run(
            ["nfdump", "-R", folder, "-I"], capture_output=True, text=True, check=False
        )
        flows = sum(int(n) for n in re.findall(r"^Flows: (\d+)", told.stdout, re.MULTILINE))
        kept = flows * len(payloads) / FLOWS
        return {
            "sent": sent,
            "reached_pps": round(reached),
            "lost_percent": round(100 * (sent - kept) / sent, 2),
            "receiver_us_per_datagram": round(spent / max(kept, 1) * 1e6, 2),
            "rows_in_files": flows if files else 0,
        }


def to_parquet(payloads: list[bytes]) -> float:
    """Million rows a CPU second from closed segments to a recorded stretch, pseudonyms included."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder)).create()
        limits = SpoolLimits(segment_octets=64 << 20, segment_s=60, quota_octets=1 << 40)
        writer = SpoolWriter(home.datagrams, limits)
        for at in range(0, len(payloads), 1000):
            part = payloads[at : at + 1000]
            lengths = np.array([len(payload) for payload in part], np.int64)
            rows = len(part)
            sender = Addresses(np.zeros(rows, np.int64), np.full(rows, 0xC0000201 | MAPPED))
            form, index = index_of(lengths, sender, np.full(rows, 2055))
            body, moment = b"".join(part), time.time_ns()
            parts = lambda salt, f=form, i=index, b=body, m=moment: seal(salt, f, i, b, m)  # noqa: E731  # a block's maker
            assert writer.append(parts, len(body)) is None
            writer.tick()
        writer.shut()
        key = Pseudonyms(bytes(range(32)), parse_networks(["100.64.0.0/10"]))
        with Store.open(home.state_file) as store:
            options = DecodingOptions(collector="bench", pseudonyms=key, sampling=None)
            decoder = SpoolDecoder(home, store, options)
            began, rows = time.process_time(), 0
            while (done := decoder.step()) is not None:
                rows += done.kept
            return rows / (time.process_time() - began) / 1e6


def main(seconds: float = 10.0, results: Path | None = RESULTS) -> None:
    payloads = traffic(Kind.V9, FLOWS).payloads
    receive: list[dict[str, object]] = []
    for rate in RATES:
        row: dict[str, object] = {"wanted_pps": rate, "load": os.getloadavg()[0]}
        row["noroshi"] = with_noroshi(payloads, rate, seconds)
        if shutil.which("nfcapd"):
            row["nfcapd_lz4"] = with_nfcapd(payloads, rate, seconds)
        receive.append(row)
        print(json.dumps(row), file=sys.stderr)
    rates = [to_parquet(payloads) for _ in range(ROUNDS)]
    result = {
        "question": (__doc__ or "").splitlines()[0],
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "load_at_end": os.getloadavg(),
        "octets_per_datagram": statistics.mean(map(len, payloads)),
        "flows_per_datagram": round(FLOWS / len(payloads), 2),
        "buffer_mb": BUFFER_MB,
        "seconds": seconds,
        "receive": receive,
        "spool_to_parquet_million_rows_per_cpu_s": {
            "rows": FLOWS,
            "median": round(statistics.median(rates), 3),
            "lowest": round(min(rates), 3),
            "highest": round(max(rates), 3),
        },
    }
    text = json.dumps(result, indent=1)
    print(text)
    if results is not None:
        results.write_text(text + "\n")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
