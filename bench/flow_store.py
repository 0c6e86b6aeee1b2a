"""What do a million flows cost from datagrams to files, in CPU seconds and octets, beside nfcapd?

Run: python -m bench.flow_store [FLOWS]. Ours: the decoder's process from a full spool to committed
Parquet, fsync and records of the state included, pseudonyms for a subscriber range included; what
receiving adds is measured by bench.collect. A collector runs for months, so the second pass of a
process counts; the first, which also learns pseudonyms and touches its memory, stands beside it. Theirs: Debian's nfcapd takes the same datagrams over
loopback, paced so that none is lost, and writes plain or LZ4 files. Debian's version has no zstd:
as later versions do, each block of the plain file is compressed alone, and its CPU time is added.
Writes bench/results/flow_store.json.
"""

import multiprocessing
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from statistics import median

import pyarrow as pa

from bench.flow_load import Traffic, fill_spool, traffic
from bench.machine import RESULTS, Figures, cpu_s_of, machine, summary, write_result
from bench.peers_nfdump import flows_stored, free_port, replay, wait_until, waiting_octets
from noroshi.jobs.flows.decoder_process import Decoding, run_decoder
from noroshi.lab.load import Kind
from noroshi.spine.flows.collect import DecodedCounts
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import DecoderPriority, Home

ROUNDS = 3
START_S = 1.0
"""After its state is made the decoder still loads a little."""
SUBSCRIBERS = ("100.64.0.0/10", "2001:db8::/33")
NFCAPD_KINDS = (Kind.V5, Kind.V9, Kind.IPFIX, Kind.VARIABLE)  # sfcapd prints every sample
FILE_HEADER, BLOCK_HEADER = 40, struct.Struct("<IIHH")
"""nfdump's layout 2: records, octets, type and flags stand before each block."""


def stored(made: Traffic, folder: Path) -> Figures:
    """CPU seconds and octets of one pass of ours in a process that has done the same once before."""
    home = Home(folder / "home").create()
    home.datagrams.mkdir(parents=True, exist_ok=True)
    with decoder(home) as (process, pipe):
        assert process.pid is not None
        began = cpu_s_of(process.pid)
        take_in(home, made, pipe)
        warm = cpu_s_of(process.pid)
        take_in(home, made, pipe)
        spent = cpu_s_of(process.pid) - warm
    lake = FlowLake(home.flows)
    if lake.rows() != 2 * made.flows:
        raise SystemExit(
            f"{made.kind}: {lake.rows():,} of {2 * made.flows:,} flows are in the lake"
        )
    octets = sum(file.stat().st_size for file in lake.files()) / 2
    shutil.rmtree(home.path)
    first = (warm - began) / made.flows * 1e6
    return per_flow(spent, octets, made.flows) | {"first_pass_cpu_s_per_million": first}


@contextmanager
def decoder(home: Home) -> Iterator[tuple[SpawnProcess, Connection]]:
    """The collector's decoder process, started and with nothing to do."""
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    decoding = Decoding(
        home=home.path, state=home.state, collector="bench", subscribers=SUBSCRIBERS, sampling=1, priority=DecoderPriority.NORMAL,
        verbose=False, as_json=False,
    )  # fmt: skip
    process = context.Process(target=run_decoder, args=(theirs, decoding), daemon=True)
    process.start()
    theirs.close()
    wait_until(home.state_file.exists)
    time.sleep(START_S)
    yield process, pipe
    pipe.close()
    process.join()


def take_in(home: Home, made: Traffic, pipe: Connection) -> None:
    """Fill the spool, and wait until all of it is in the lake."""
    fill_spool(home, made)
    rows = 0
    while rows < made.flows:
        told = pipe.recv()
        if not isinstance(told, DecodedCounts):
            raise SystemExit(f"{made.kind}: the decoder ended: {told}")
        rows += told.kept


def per_flow(spent: float, octets: float, flows: int) -> Figures:
    return {"cpu_s_per_million": spent / flows * 1e6, "octets_per_flow": octets / flows}


def stored_by_peer(made: Traffic, folder: Path, *options: str) -> tuple[Figures, Path]:
    """CPU seconds and octets of one pass of nfcapd, and its files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    port, quiet = free_port(), subprocess.DEVNULL
    words = ["-w", str(folder), "-p", str(port), "-b", "127.0.0.1", "-t", "86400", *options]
    nfcapd = subprocess.Popen(["nfcapd", *words], stdout=quiet, stderr=quiet)
    wait_until(lambda: waiting_octets(port) is not None)
    replay(iter(made.payloads), port)
    nfcapd.terminate()
    _, status, used = os.wait4(nfcapd.pid, 0)
    nfcapd.returncode = os.waitstatus_to_exitcode(status)
    flows = flows_stored(folder)
    octets = sum(file.stat().st_size for file in folder.glob("nfcapd.*"))
    figures = per_flow(used.ru_utime + used.ru_stime, octets, max(1, flows))
    return figures | {"flows": flows}, folder


def with_zstd(plain: Figures, folder: Path, level: int, flows: int) -> Figures:
    """What zstd would add to the CPU time of plain files, and what it would leave of their octets."""
    codec, spent, octets = pa.Codec("zstd", compression_level=level), 0.0, 0
    for file in folder.glob("nfcapd.*"):
        octets += FILE_HEADER
        for block in blocks_of(file.read_bytes()):
            began = time.process_time()
            octets += BLOCK_HEADER.size + len(codec.compress(block, asbytes=True))
            spent += time.process_time() - began
    return per_flow(spent + plain["cpu_s_per_million"] * flows / 1e6, octets, flows)


def blocks_of(data: bytes) -> Iterator[bytes]:
    """Blocks of a file without compression."""
    at = FILE_HEADER
    while at < len(data):
        _, size, _, _ = BLOCK_HEADER.unpack_from(data, at)
        at += BLOCK_HEADER.size + size
        yield data[at - size : at]


def beside(made: Traffic, folder: Path) -> dict[str, object]:
    """One kind: ours and nfcapd's, in turn, and the ratios of their medians."""
    runs: dict[str, list[Figures]] = {}

    def note(name: str, figures: Figures) -> None:
        runs.setdefault(name, []).append(figures)

    for _ in range(ROUNDS):
        note("noroshi", stored(made, folder))
        if made.kind not in NFCAPD_KINDS or shutil.which("nfcapd") is None:
            continue
        note("nfcapd_lz4", stored_by_peer(made, folder / "peer", "-y")[0])
        plain, files = stored_by_peer(made, folder / "peer")
        note("nfcapd_plain", plain)
        flows = max(1, int(plain["flows"]))
        note("nfcapd_zstd1_modelled", with_zstd(plain, files, 1, flows))
        note("nfcapd_zstd3_modelled", with_zstd(plain, files, 3, flows))
    told: dict[str, object] = {"flows": made.flows, "datagrams": sum(map(len, made.chunks))}
    told |= {name: summary(figures) for name, figures in runs.items()}
    return told | {"ratios": ratios(runs)} if len(runs) > 1 else told


def ratios(runs: dict[str, list[Figures]]) -> dict[str, float]:
    """Ours by theirs."""

    def middle(name: str, figure: str) -> float:
        return median(run[figure] for run in runs[name])

    def ratio(peer: str, figure: str) -> float:
        return round(middle("noroshi", figure) / middle(peer, figure), 2)

    return {
        "cpu_to_lz4": ratio("nfcapd_lz4", "cpu_s_per_million"),
        "cpu_to_zstd1_modelled": ratio("nfcapd_zstd1_modelled", "cpu_s_per_million"),
        "octets_to_lz4": ratio("nfcapd_lz4", "octets_per_flow"),
        "octets_to_zstd3_modelled": ratio("nfcapd_zstd3_modelled", "octets_per_flow"),
    }


def nfdump_version() -> str | None:
    """What stands on this machine."""
    if shutil.which("nfdump") is None:
        return None
    told = subprocess.run(["nfdump", "-V"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+\.\d+[.\d]*", told)
    return found[0] if found else None


def main(flows: int = 4_000_000, results: Path = RESULTS) -> None:
    """Measure every kind."""
    with tempfile.TemporaryDirectory() as name:
        kinds = {kind.value: beside(traffic(kind, flows), Path(name)) for kind in Kind}
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "nfdump": nfdump_version(),
        "kinds": kinds,
    }
    write_result("flow_store", told, results)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
