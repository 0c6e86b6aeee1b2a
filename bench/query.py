"""What do questions to a lake of a million flows cost beside nfdump, and how large are the files?

Run: python -m bench.query [FLOWS]   (1e6 by default; nfcapd and nfdump must be installed)
The same NetFlow v9 datagrams go into the lake and to nfcapd. Each question is asked in a warm process on
one thread (CPU seconds of the query alone, as a console asks), and as a whole command. nfdump is always a
whole process; it has little start to pay. Writes bench/results/query.json.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pyarrow as pa

from bench.c2_peers import nfdump_version
from bench.machine import Figures, cpu_s, machine, measured, write_result
from bench.peers_nfdump import flows_stored, free_port, payloads, replay, wait_until, waiting_octets
from noroshi.cli.flows.top import SHOWN
from noroshi.jobs.flows.asking import found
from noroshi.jobs.flows.tidying import tidy
from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.ranking import Filter, Ranking
from noroshi.spine.flows.readable import readable_rows
from noroshi.spine.home import Home

FLOWS, RUNS = 1_000_000, 7
START = "2026-01-01T00:30:00Z"
"""In the middle of an hour, as most of the time is."""
BLOCK = 1 << 20
"""nfcapd compresses blocks of about this size."""
GOALS = {"top_10_sources_by_bytes": 0.25, "group_by_three": 0.6, "one_address": 0.1}

Question = tuple[str, list[str], list[str]]
"""SQL, the arguments of `noroshi flows`, and those of nfdump."""


def noroshi(home: Path, *arguments: str) -> Figures:
    return measured([sys.executable, "-m", "noroshi", "--home", str(home), "flows", *arguments])[0]


def nfcapd_files(pcap: Path, store: Path, *options: str) -> int:
    """Replay a capture into nfcapd; gives the octets of its files."""
    store.mkdir()
    port = free_port()
    command = [
        "nfcapd",
        "-w",
        str(store),
        "-p",
        str(port),
        "-b",
        "127.0.0.1",
        "-t",
        "86400",
        *options,
    ]
    collector = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: waiting_octets(port) is not None)
        replay(payloads(pcap), port)
    finally:
        collector.terminate()
        collector.wait(timeout=60)
    return sum(file.stat().st_size for file in store.rglob("*") if file.is_file())


def zstd_octets(store: Path, level: int) -> int:
    """What zstd makes of nfcapd's blocks; Debian's nfcapd 1.7.1 has no zstd of its own."""
    codec, size = pa.Codec("zstd", level), 0
    for file in (file for file in store.rglob("*") if file.is_file()):
        data = file.read_bytes()
        blocks = (data[at : at + BLOCK] for at in range(0, len(data), BLOCK))
        size += sum(len(codec.compress(block, asbytes=True)) for block in blocks)
    return size


def questions(address: str) -> dict[str, Question]:
    top = Ranking(by=("source",), raw=True, chosen=Filter())
    three = Ranking(by=("source", "destination", "destination-port"), raw=True, chosen=Filter())
    columns = [column for part in SHOWN.values() for column in part]  # about those of `-o long`
    return {
        "top_10_sources_by_bytes": (top.sql()[0], ["top"], ["-s", "srcip/bytes", "-n", "10"]),
        "group_by_three": (
            three.sql()[0],
            ["top", "--by", "source", "--by", "destination", "--by", "destination-port"],
            ["-A", "srcip,dstip,dstport", "-O", "bytes", "-n", "10"],
        ),
        "one_address": (
            found(Filter(address=address), columns, 0)[0],
            ["find", address, "--limit", "0"],
            ["-o", "long", f"ip {address}"],
        ),
    }


def of_median(work: Callable[[], float]) -> dict[str, float]:
    times = [work() for _ in range(RUNS)]
    return {
        "cpu_s": round(median(times), 4),
        "lowest": round(min(times), 4),
        "highest": round(max(times), 4),
    }


def warm(home: Home, sql: str) -> dict[str, float]:
    """CPU seconds of one query where the engine runs and its files are registered."""
    with DuckEngine(threads=1) as engine:
        engine.register("flows", FlowLake(home.flows).files())
        engine.query(sql)

        def once() -> float:
            before = cpu_s()
            engine.query(sql)
            return cpu_s() - before

        return of_median(once)


def typical_address(home: Home) -> str:
    """A subscriber-like address: the median of those that send at least ten flows."""
    with DuckEngine(threads=1) as engine:
        engine.register("flows", FlowLake(home.flows).files())
        ranking = Ranking(by=("source",), sort="flows", limit=1_000_000, chosen=Filter())
        rows = [
            row
            for row in readable_rows(engine.query(*ranking.sql()))
            if int(str(row["flows"])) >= 10
        ]
    return str(rows[len(rows) // 2]["source"])


def compared(plain: Home, merged: Home, store: Path) -> dict[str, object]:
    told: dict[str, object] = {}
    for name, (sql, ours, theirs) in questions(typical_address(plain)).items():
        command = ["nfdump", "-R", str(store), *theirs, "-q"]
        peer = of_median(lambda command=command: measured(command)[0]["cpu_s"])  # type: ignore[misc]
        row: dict[str, object] = {"nfdump": peer, "goal": GOALS[name]}
        for kind, home in (("plain", plain), ("merged", merged)):
            asked = warm(home, sql)
            whole = of_median(lambda home=home, ours=ours: noroshi(home.path, *ours)["cpu_s"])  # type: ignore[misc]
            row[kind] = {
                "warm_query": asked,
                "times_nfdump": round(asked["cpu_s"] / peer["cpu_s"], 3),
                "whole_command": whole,
                "whole_times_nfdump": round(whole["cpu_s"] / peer["cpu_s"], 2),
            }
        told[name] = row
    return told


def main(flows: int = FLOWS) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pcap, plain, merged = folder / "v9.pcap", Home(folder / "plain"), Home(folder / "merged")
        noroshi(
            plain.path, "generate", "--version", "v9", "--flows", str(flows), "--start", START,
            "--pcap", str(pcap),
        )  # fmt: skip
        noroshi(plain.path, "import", str(pcap))
        shutil.copytree(plain.path, merged.path)
        before = cpu_s()
        done = tidy(merged, now=datetime.now(UTC)).counts()
        spent = cpu_s() - before
        raw, lz4 = folder / "nfcapd", folder / "nfcapd-lz4"
        uncompressed, packed = nfcapd_files(pcap, raw), nfcapd_files(pcap, lz4, "-y")
        stored = flows_stored(lz4)
        if not stored == FlowLake(merged.flows).rows() == flows:
            raise SystemExit(
                f"{stored:,} and {FlowLake(merged.flows).rows():,} of {flows:,} flows stored"
            )
        zstd = zstd_octets(raw, 3)
        result: dict[str, object] = {
            "question": (__doc__ or "").splitlines()[0],
            "flows": flows,
            "nfdump": nfdump_version(),
            **machine(),
            "octets_per_flow": {
                "nfcapd_uncompressed": round(uncompressed / flows, 2),
                "nfcapd_lz4": round(packed / flows, 2),
                "nfcapd_blocks_through_zstd_3": round(zstd / flows, 2),
                "lake_before_merging": round(done["octets_before"] / flows, 2),
                "lake_merged": round(done["octets_after"] / flows, 2),
                "merged_times_zstd_3": round(done["octets_after"] / zstd, 3),
                "goal": 0.6,
            },
            "tidy_cpu_s": round(spent, 2),
            "queries": compared(plain, merged, lz4),
        }
    write_result("query", result)


if __name__ == "__main__":
    main(*(int(float(flows)) for flows in sys.argv[1:2]))
