"""How many datagrams a second does the collector take without loss, and at what cost, beside nfcapd?

Run: python -m bench.collect [SECONDS]. The sender, the receiver with its decoder, and Debian's nfcapd
in their place, share the machine; the same generated datagrams of NetFlow v9 go to both over loopback
at two rates, from eight exporters, again and again. Writes bench/results/collect.json.
"""

import json
import os
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
from itertools import cycle
from pathlib import Path

from bench.flow_load import Traffic, traffic
from bench.machine import RESULTS, cpu_s_of, machine, write_result
from noroshi.lab.load import Kind
from noroshi.spine.net.listen import Endpoint
from noroshi.spine.net.send import Pace, Sender

RATES = (20_000, 60_000)
BUFFER_MB = 8
FLOWS = 460_000


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def send(made: Traffic, port: int, rate_pps: int, seconds: float) -> tuple[int, float]:
    """Datagrams sent, and the rate reached; the templates come by again with each round."""
    target = Endpoint.parse(f"127.0.0.1:{port}")
    sender, pace = (
        Sender.open(target, 1 + int(max(c.exporter.max() for c in made.chunks))),
        Pace(rate_pps),
    )
    sent, began = 0, time.perf_counter()
    try:
        for chunk in cycle(made.chunks):
            at = 0
            while at < len(chunk.start):
                if time.perf_counter() - began >= seconds:
                    return sent, sent / (time.perf_counter() - began)
                rows = slice(at, at + pace.due(len(chunk.start) - at))
                sender.send(
                    chunk.buffer, chunk.start[rows], chunk.length[rows], chunk.exporter[rows]
                )
                sent += rows.stop - rows.start
                at = rows.stop
    finally:
        sender.close()
    raise AssertionError("no traffic")


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


def with_noroshi(made: Traffic, rate: int, seconds: float) -> dict[str, float]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, collector(Path(folder), port) as process:
        before = cpu_s_of(process.pid)
        sent, reached = send(made, port, rate, seconds)
        time.sleep(0.5)
        spent = cpu_s_of(process.pid) - before
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=300)
        last = json.loads(out.splitlines()[-1])
        taken = last["received"]["datagrams"]
        return {
            "sent": sent,
            "reached_pps": round(reached),
            "lost": sent - last["spooled"],
            "lost_percent": round(100 * (sent - last["spooled"]) / sent, 2),
            "receiver_us_per_datagram": round(spent / max(taken, 1) * 1e6, 2),
            "rows_in_lake": last["decoded"]["kept"],
        }


def with_nfcapd(made: Traffic, rate: int, seconds: float) -> dict[str, float]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            ["nfcapd", "-w", folder, "-p", str(port), "-b", "127.0.0.1", "-y",
             "-B", str(BUFFER_MB << 20)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            time.sleep(2)
            before = cpu_s_of(process.pid)
            sent, reached = send(made, port, rate, seconds)
            time.sleep(0.5)
            spent = cpu_s_of(process.pid) - before
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
        kept = flows * len(made.payloads) / made.flows
        return {
            "sent": sent,
            "reached_pps": round(reached),
            "lost_percent": round(100 * (sent - kept) / sent, 2),
            "receiver_us_per_datagram": round(spent / max(kept, 1) * 1e6, 2),
            "rows_in_files": flows if files else 0,
        }


def main(seconds: float = 60.0, results: Path = RESULTS) -> None:
    made = traffic(Kind.V9, FLOWS)
    receive: list[dict[str, object]] = []
    for rate in RATES:
        row: dict[str, object] = {"wanted_pps": rate, "load": round(os.getloadavg()[0], 1)}
        row["noroshi"] = with_noroshi(made, rate, seconds)
        if shutil.which("nfcapd"):
            row["nfcapd_lz4"] = with_nfcapd(made, rate, seconds)
        receive.append(row)
        print(json.dumps(row), file=sys.stderr)
    result: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "octets_per_datagram": round(statistics.mean(map(len, made.payloads))),
        "flows_per_datagram": round(made.flows / len(made.payloads), 2),
        "buffer_mb": BUFFER_MB,
        "seconds": seconds,
        "receive": receive,
    }
    write_result("collect", result, results)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
