"""How fast are addresses attributed, exposures reported, and lines named?

Run: python -m bench.iot_tell
10 M random addresses over 400,000 ranges, beside a plain search in the sorted starts and held
against it; 1 M exposures to 700 operators; 1 M exposures against 10 M sessions of 2 M addresses,
with every name held against the truth. Writes bench/results/iot_tell.json.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import numpy as np
import pyarrow as pa

from bench.machine import RESULTS, cpu_s, machine, summary, write_result
from noroshi.iot.analyse.attribution import Attribution
from noroshi.iot.match import SESSIONS, MatchResult, match_sessions
from noroshi.iot.match.session_file import FOREVER
from noroshi.iot.report import Exposure, Sender
from noroshi.jobs.iot.attributing import Attributed, write_reports
from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows.address import I64, Addresses
from noroshi.spine.flows.ranges import AddressRanges, Layer
from noroshi.spine.model import MemberRole, Operator
from noroshi.spine.model.address import MAPPED

ROUNDS = 3
LOOK_UPS, RANGES = 10_000_000, 400_000
EXPOSURES, OPERATORS = 1_000_000, 700
SESSION_ROWS, LINES = 10_000_000, 3_000_000
WEEK_S = 7 * 86_400
BASE = datetime(2026, 3, 1, tzinfo=UTC)
BASE_MS = int(BASE.timestamp() * 1000)
SENDER = Sender(organisation="Bench", contact="bench@noroshi.example", domain="noroshi.example")


def look_ups(rng: np.random.Generator) -> dict[str, object]:
    """Addresses a CPU second by our ranges and by one search, and whether they agree."""
    starts = np.unique(rng.integers(1 << 24, 224 << 24, RANGES) >> 8 << 8)
    starts[:: len(starts) // 1300] += 64  # a few /24 hold more than one range, as in real tables
    values = rng.integers(0, 80_000, len(starts))
    zeros = np.zeros(len(starts), np.int64)
    last = np.append(starts[1:] - 1, 0xFFFFFFFF)
    layer = Layer(
        first=Addresses(zeros, starts | MAPPED), last=Addresses(zeros, last | MAPPED), values=values
    )
    wanted = rng.integers(0, 1 << 32, LOOK_UPS)
    addresses = Addresses(np.zeros(LOOK_UPS, np.int64), wanted | MAPPED)
    before = cpu_s()
    ranges = AddressRanges([layer])
    built = cpu_s()
    found = ranges.find(addresses)
    first = cpu_s()
    ranges.find(addresses)
    again = cpu_s()
    at = np.searchsorted(starts, wanted, side="right") - 1
    truth = np.where(at < 0, -1, values[np.maximum(at, 0)])
    searched = cpu_s()
    assert (found == truth).all(), "a look-up differs from the plain search"
    return {
        "build_cpu_s": built - before,
        "first_m_per_cpu_s": LOOK_UPS / (first - built) / 1e6,
        "m_per_cpu_s": LOOK_UPS / (again - first) / 1e6,
        "search_m_per_cpu_s": LOOK_UPS / (searched - again) / 1e6,
    }


def reports(rng: np.random.Generator, folder: Path) -> dict[str, object]:
    """CPU seconds from rows of JSON to a CSV for each operator."""
    operators = [
        Operator(
            id=f"isp-{at}", name=f"ISP {at}", role=MemberRole.SHARING, joined_at=BASE,
            prefixes=(f"{1 + at // 256}.{at % 256}.0.0/16",),
        )
        for at in range(OPERATORS)
    ]  # fmt: skip
    lines = list(_rows(rng))
    before = cpu_s()
    done = Attributed()
    made = write_reports(
        lines, Attribution(None, operators), folder=folder / "reports", form="shadowserver",
        sender=SENDER, done=done,
    )  # fmt: skip
    spent = cpu_s() - before
    assert sum(one.rows for one in made.written) == EXPOSURES, "an exposure is missing"
    return {"reports_cpu_s": spent}


def _rows(rng: np.random.Generator) -> Iterator[bytes]:
    hosts, owners = rng.integers(0, 65_536, EXPOSURES), rng.integers(0, OPERATORS, EXPOSURES)
    for at, (host, owner) in enumerate(zip(hosts.tolist(), owners.tolist(), strict=True)):
        address = f"{1 + owner // 256}.{owner % 256}.{host >> 8}.{host & 255}"
        row = {
            "id": at, "address": address, "port": 80, "time": "2026-03-01T00:00:00Z", "protocol": "http",
            "vendor": "ExampleMaker", "product": "EX-100", "version": "1.02", "confidence": "exact version",
        }  # fmt: skip
        yield json.dumps(row).encode()


def names(rng: np.random.Generator, folder: Path) -> dict[str, object]:
    """CPU seconds to hold exposures against sessions, and how many names are wrong."""
    address, start, end, line = _sessions(rng)
    asked_of = rng.integers(0, int(address.max()) + 1, EXPOSURES)
    moment = rng.integers(0, WEEK_S, EXPOSURES)
    exposures = [
        Exposure(id=at, address=str(IPv4Address(a)), port=80, time=BASE + timedelta(seconds=s))
        for at, (a, s) in enumerate(zip(asked_of.tolist(), moment.tolist(), strict=True))
    ]
    zeros = np.zeros(len(address), np.int32)
    table = pa.table(
        [np.zeros(len(address), np.int64), address | MAPPED, start, end, pa.array(line).cast(pa.string()),
         zeros, zeros + 65_535, zeros, zeros, zeros],
        schema=SESSIONS,
    )  # fmt: skip
    with DuckEngine(memory_limit="2GB", threads=2, spill_dir=folder / "spill") as engine:
        before = cpu_s()
        answers = match_sessions(
            engine, exposures, table.to_batches(1 << 18), skew_ms=5000, folder=folder
        )
        spent = cpu_s() - before
    # The session that held an address at a moment is the last that began before: keys rise by both.
    at = (
        np.searchsorted(
            address << 32 | (start - BASE_MS) // 1000, asked_of << 32 | moment, side="right"
        )
        - 1
    )
    held = (address[at] == asked_of) & (end[at] > BASE_MS + moment * 1000)
    truth = np.where(held, line[at], -1).tolist()
    named = [one.subscriber for one in answers]
    wrong = sum(
        got is not None and int(got) != real for got, real in zip(named, truth, strict=True)
    )
    matched = sum(one.result is MatchResult.MATCHED for one in answers)
    return {"match_cpu_s": spent, "matched": matched, "wrong": wrong}


def _sessions(rng: np.random.Generator) -> tuple[I64, I64, I64, I64]:
    """Sessions in order of address and start, one after another on each address."""
    address = np.sort(rng.integers(0, 2_000_000, SESSION_ROWS))
    start = BASE_MS + rng.integers(0, WEEK_S, SESSION_ROWS) * 1000
    order = np.lexsort((start, address))
    start = start[order]
    is_last = np.append(address[1:] != address[:-1], True)
    end = np.where(is_last, FOREVER, np.append(start[1:], 0))
    return address, start, end, rng.integers(0, LINES, SESSION_ROWS)


def main(results: Path = RESULTS) -> None:
    """Measure and write the result."""
    rng = np.random.default_rng(20260301)
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            rounds.append(look_ups(rng) | reports(rng, folder) | names(rng, folder))
    sizes = {"look_ups": LOOK_UPS, "exposures": EXPOSURES, "sessions": SESSION_ROWS}
    write_result("iot_tell", {"machine": machine(), **sizes, **summary(rounds)}, results)


if __name__ == "__main__":
    main()
