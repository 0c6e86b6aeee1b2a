"""Does kill -9 at any moment lose or double a row of spooled data, and does a torn segment cost more than its tail?

Run: python -m bench.crash [POINTS]. Four parts, at seeded random moments: the decoder's process while
it works on a spool (POINTS, less a tenth); the whole collector while datagrams arrive (a tenth of
POINTS); an import (a tenth more); segments cut at a random octet (a quarter more). Each flow bears a
number of its own; in the end every number stands once in the lake. Writes bench/results/crash.json.
"""

import multiprocessing
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, count
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.collect import free_port
from bench.machine import RESULTS, machine, write_result
from bench.marked import (
    BLOCK,
    PER_DATAGRAM,
    fill,
    marked,
    marks_in_lake,
    marks_in_spool,
    marks_of,
    write_pcap,
)
from noroshi.jobs.flows.decoder_process import Decoding, Drain, Drained, run_decoder
from noroshi.jobs.flows.decoding import DecodingOptions, SpoolDecoder
from noroshi.jobs.flows.importing import ImportOptions, import_files
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.flows.spool import SpoolFolder
from noroshi.spine.flows.spool.block import CRC_OCTETS, HEADER_OCTETS, INDEX_V4
from noroshi.spine.home import DecoderPriority, Home
from noroshi.spine.store import Store

Marks = npt.NDArray[np.int64]

SEED = 20_261
SEGMENTS, ROWS = 6, 30_000
"""Segments that wait in the spool at each point, and the rows of each."""

_context = multiprocessing.get_context("forkserver")  # a child is at work within a few milliseconds
_context.set_forkserver_preload(
    ["noroshi.jobs.flows.decoder_process", "noroshi.jobs.flows.importing"]
)


def balance(expected: Marks, found: Marks) -> dict[str, int]:
    """How many numbers are missing, how many rows are there too often, and how many are nobody's."""
    unique = np.unique(found)
    return {
        "rows": len(expected),
        "lost": int(np.setdiff1d(expected, unique, assume_unique=True).size),
        "doubled": len(found) - len(unique),
        "invented": int(np.setdiff1d(unique, expected, assume_unique=True).size),
    }


def decoding(home: Home) -> Decoding:
    """What the collector tells its decoder."""
    return Decoding(
        home=home.path,
        state=home.state,
        collector="crash",
        subscribers=(),
        sampling=1,
        priority=DecoderPriority.NORMAL,
        verbose=False,
        as_json=False,
    )


def run_for(home: Home, seconds: float | None) -> float:
    """Run the decoder's process on a home until it is killed or, without a limit, has done all."""
    ours, theirs = _context.Pipe()
    process = _context.Process(target=run_decoder, args=(theirs, decoding(home)), daemon=True)
    began = time.perf_counter()
    process.start()
    theirs.close()
    if seconds is None:
        ours.send(Drain())
        while not isinstance(ours.recv(), Drained):
            pass
        process.join()
    else:
        time.sleep(seconds)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    ours.close()
    return time.perf_counter() - began


def decoder_killed(folder: Path, points: int, dice: random.Random) -> dict[str, object]:
    """Kill the decoder so many times; each time the spool is filled up again first."""
    home = Home(folder / "decoder").create()
    marks, where = count(1, ROWS), Counter[str]()
    top_up(home, marks)
    run_for(home, None)  # starts the server of processes; its time says nothing
    start_s = run_for(home, None)  # with nothing to do
    top_up(home, marks)
    full_s = run_for(home, None)
    for _ in range(points):
        top_up(home, marks)
        # Writing and recording come last and are short: more of the moments lie there.
        run_for(home, dice.triangular(0.9 * start_s, 1.4 * full_s, full_s))
        where[state_of(home)] += 1
    run_for(home, None)
    expected = np.arange(1, next(marks), dtype=np.int64)
    told = balance(expected, marks_in_lake(home))
    return {"points": points, **told, "died": dict(sorted(where.items())), "waiting": waiting(home)}


def top_up(home: Home, marks: "count[int]") -> None:
    """Fill the spool up to its number of segments; only the very first one has templates."""
    missing = SEGMENTS - len(SpoolFolder(home.datagrams).closed())
    firsts = [next(marks) for _ in range(missing)]
    fill(home, [list(marked(first, ROWS, templates=first == 1)) for first in firsts])


def state_of(home: Home) -> str:
    """What a killed decoder had done of its last work, by what it left behind."""
    with Store.open(home.state_file) as store:
        last = store.last_segment("crash")
        recorded = {name for one in store.collections("crash") for name in one.files}
    there = [file.relative_to(home.flows).as_posix() for file in FlowLake(home.flows).files()]
    segments = [segment.number for segment in SpoolFolder(home.datagrams).closed()]
    if not segments:
        return "after all was done"
    if segments[0] <= last:
        return "between the record and the removal of segments"
    if set(there) - recorded or any(home.flows.rglob("*tmp")):
        return "while files were written"
    return "before the first file"


def waiting(home: Home) -> int:
    return len(SpoolFolder(home.datagrams).closed())


def collector_killed(folder: Path, points: int, dice: random.Random) -> dict[str, object]:
    """Kill the receiver and its decoder together while datagrams arrive, each third time the decoder first."""
    home = Home(folder / "collector").create()
    home.settings_file.write_text("[collect]\nsegment_s = 1\n")
    port, marks = free_port(), count(1, PER_DATAGRAM)
    spooled = np.zeros(0, np.int64)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for turn in range(points):
            process = collector(home, port)
            send_for(sender, port, marks, dice.uniform(0.1, 2.5))
            child = decoder_of(process.pid) if turn % 3 == 2 else None
            if child is not None:
                os.kill(child, signal.SIGKILL)
                time.sleep(dice.uniform(0, 1))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            spooled = np.union1d(spooled, np.union1d(marks_in_spool(home), marks_in_lake(home)))
        process = collector(home, port)
        process.terminate()
        process.communicate(timeout=300)
    told = balance(spooled, marks_in_lake(home))
    return {"points": points, **told, "waiting": waiting(home)}


def collector(home: Home, port: int) -> subprocess.Popen[bytes]:
    """The command, listening."""
    process = subprocess.Popen(
        [sys.executable, "-m", "noroshi", "--home", str(home.path), "flows", "collect", "--json",
         "--listen", f"127.0.0.1:{port}"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    return process


def send_for(sender: socket.socket, port: int, marks: "count[int]", seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for first in (next(marks) for _ in range(20)):
            for payload in marked(first, PER_DATAGRAM, templates=first == 1):
                sender.sendto(payload, ("127.0.0.1", port))
        time.sleep(0.02)


def decoder_of(pid: int) -> int | None:
    """Process id of a collector's decoder: the child that is no resource tracker."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
            return int(child)
    return None


def take_in(home: Path, file: str) -> None:
    """Import one file; the work of a process of its own."""
    opened = Home(home)
    with Store.open(opened.state_file) as store:
        list(import_files(opened, store, [file], ImportOptions(subscribers=())))


def import_killed(folder: Path, points: int, dice: random.Random) -> dict[str, object]:
    """Kill imports, and repeat each until it comes to its end."""
    home, rows = Home(folder / "import").create(), SEGMENTS * ROWS
    with Store.open(home.state_file):  # the tables are made once
        pass
    done, killed, full_s = 0, 0, 0.0
    while killed < points:
        file = folder / f"{done}.pcap"
        write_pcap(list(marked(1 + done * rows, rows, templates=True)), file)
        began = time.perf_counter()
        while True:
            process = _context.Process(target=take_in, args=(home.path, str(file)), daemon=True)
            process.start()
            process.join(dice.uniform(0, 1.2 * full_s) if done and killed < points else None)
            if process.exitcode is not None:
                break
            process.kill()
            process.join()
            killed += 1
        if process.exitcode:
            raise SystemExit("an import failed by itself")
        if not done:
            full_s = time.perf_counter() - began
        done += 1
    expected = np.arange(1, 1 + done * rows, dtype=np.int64)
    return {"points": killed, "files": done, **balance(expected, marks_in_lake(home))}


def torn(folder: Path, points: int, dice: random.Random) -> dict[str, object]:
    """Cut a segment at a random octet; its whole blocks and the next segment must come, the cut be counted."""
    told, cuts, counted = Counter[str](), 0, 0
    payloads = list(marked(1, ROWS, templates=True))
    following = list(marked(1 + ROWS, PER_DATAGRAM, templates=False))
    for point in range(points):
        home = Home(folder / f"torn-{point}").create()
        fill(home, [payloads, following])
        segment = SpoolFolder(home.datagrams).closed()[0]
        whole, edges = segment.path.read_bytes(), block_edges(payloads)
        at = dice.randrange(edges[0], len(whole))  # the first block has the templates
        segment.path.write_bytes(whole[:at])
        blocks = sum(edge <= at for edge in edges)
        here = [marks_of(payload) for payload in payloads[: blocks * BLOCK]]
        expected = np.concatenate([*here, *map(marks_of, following)])
        counted += decode_all(home)["bad-block"]
        cuts += at not in edges
        told.update(balance(expected, marks_in_lake(home)))
        shutil.rmtree(home.path)
    return {"points": points, **told, "cuts_inside_a_block": cuts, "cuts_counted": counted}


def block_edges(payloads: Sequence[bytes]) -> list[int]:
    """Where each block of a segment ends, by the format's own rules."""
    parts = [payloads[at : at + BLOCK] for at in range(0, len(payloads), BLOCK)]
    frame = HEADER_OCTETS + CRC_OCTETS
    sizes = [frame + len(part) * INDEX_V4.itemsize + sum(map(len, part)) for part in parts]
    return list(accumulate(sizes))


def decode_all(home: Home) -> Counter[str]:
    """Decode a spool in this process; gives what was refused."""
    refused = Counter[str]()
    options = DecodingOptions(collector="crash", pseudonyms=Pseudonyms(bytes(32), ()), sampling=None)  # fmt: skip
    with Store.open(home.state_file) as store:
        decoder = SpoolDecoder(home, store, options)
        while (done := decoder.step()) is not None:
            refused.update(done.refused)
    return refused


def main(points: int = 200, results: Path = RESULTS) -> None:
    """Kill, cut and balance; writes the result."""
    dice = random.Random(SEED)  # noqa: S311  # moments, no secrets
    tenth, quarter = max(1, points // 10), max(1, points // 4)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told: dict[str, object] = {
            "question": (__doc__ or "").splitlines()[0],
            **machine(),
            "points": points,
            "seed": SEED,
            "decoder": decoder_killed(folder, points - tenth, dice),
            "collector": collector_killed(folder, tenth, dice),
            "import": import_killed(folder, tenth, dice),
            "torn_segments": torn(folder, quarter, dice),
        }
    write_result("crash", told, results)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
