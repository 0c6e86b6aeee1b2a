"""Does kill -9 at any moment lose or double an edition or an audit line that was acknowledged?

Run: python -m bench.hub_crash [POINTS] [URL]. A process publishes entries and writes the audit, and tells
each commit through a pipe; it is killed at seeded random moments, POINTS times, and started again on what
it left. In the end every acknowledged number stands once in the list and once in the audit, sequences
have no gap, and the audit verifies. URL takes another database than SQLite. Writes
bench/results/hub_crash.json.
"""

import contextlib
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from bench.machine import RESULTS, machine, write_result
from noroshi.jobs.house.auditing import trail_of, verify_audit
from noroshi.spine.home import Home
from noroshi.spine.home.audit.trail import REPAIRED
from noroshi.spine.model import COLLECTIONS, Edition
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.testing.editions import make_change

SEED = 20_261
EVERY = 3
"""Entries that are published in one transaction."""

_context = multiprocessing.get_context("forkserver")  # a child is at work within a few milliseconds
_context.set_forkserver_preload(["noroshi.testing.editions", "noroshi.jobs.house.auditing"])


def work(told: Connection, home: Path, place: str, first: int) -> None:
    """Publish, note, acknowledge, until killed."""
    opened = Home(home)
    trail = trail_of(opened, lambda: datetime.now(UTC))
    with Database.open(place) as database:
        shared, number = SharedList(database), first
        while True:
            numbers = range(number, number + EVERY)
            shared.publish([make_change(one) for one in numbers], datetime.now(UTC))
            trail.note("system", "list.publish", str(number))
            told.send(number)
            number += EVERY


def killed(home: Home, place: str, points: int, dice: random.Random) -> tuple[list[int], int]:
    """Kill so many times; gives the acknowledged numbers and the kills that came before any."""
    acknowledged: list[int] = []
    idle, first = 0, 0
    for _ in range(points):
        ours, theirs = _context.Pipe(duplex=False)
        process = _context.Process(target=work, args=(theirs, home.path, place, first))
        process.start()
        theirs.close()
        # From its first commit on, at any moment of the next ones.
        ours.poll(60)
        time.sleep(dice.uniform(0, 0.06))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        here = received(ours)
        idle += not here
        acknowledged += here
        first += EVERY * (len(here) + 2)  # what was begun and not acknowledged may be there
    return acknowledged, idle


def received(ours: Connection) -> list[int]:
    """What came before the end."""
    numbers = []
    with contextlib.suppress(EOFError, OSError):
        while True:
            numbers.append(ours.recv())
    return numbers


def counted(home: Home, place: str, acknowledged: list[int]) -> dict[str, object]:
    """Hold what is there against what was acknowledged."""
    with Database.open(place) as database:
        editions = every_edition(SharedList(database))
    stand = Counter(edition.indicator.id for edition in editions)
    wanted = {make_change(n + k).indicator.id for n in acknowledged for k in range(EVERY)}
    noted = Counter(line.target for line in trail_of(home, lambda: datetime.now(UTC)).newest())
    verified = verify_audit(home)
    numbers = [edition.sequence for edition in editions]
    return {
        "acknowledged_commits": len(acknowledged),
        "acknowledged_editions": len(wanted),
        "editions_lost": len(wanted - stand.keys()),
        "editions_doubled": sum(n > 1 for n in stand.values()),
        "sequences_missing": len(set(range(1, len(numbers) + 1)) - set(numbers)),
        "audit_lines_lost": sum(str(number) not in noted for number in acknowledged),
        "audit_lines": verified.rows,
        "audit_repairs": sum(1 for _ in trail_of(home, lambda: datetime.now(UTC)).newest(action=REPAIRED)),
        "audit_fault": verified.fault.reason if verified.fault else None,
    }  # fmt: skip


def every_edition(shared: SharedList) -> list[Edition]:
    read: list[Edition] = []
    while page := shared.since(
        read[-1].sequence if read else 0, collections=COLLECTIONS, limit=10_000, latest=False
    ):
        read += page
    return read


def main(points: int = 200, url: str = "", results: Path = RESULTS) -> None:
    """Kill and count; writes the result."""
    dice = random.Random(SEED)  # noqa: S311  # moments, no secrets
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name) / "home").create()
        place = url or str(home.state_file)
        Database.open(place).close()  # the tables are made once
        acknowledged, idle = killed(home, place, points, dice)
        told: dict[str, object] = {
            "question": (__doc__ or "").splitlines()[0],
            **machine(),
            "database": url.partition(":")[0] or "sqlite",
            "points": points,
            "seed": SEED,
            "killed_before_a_commit": idle,
            **counted(home, place, acknowledged),
            "wall_s": round(time.perf_counter() - began, 1),
        }
    write_result("hub_crash", told, results)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:3])
