"""How many NetFlow v9 records a second does one core decode, and how many reach Parquet?

Run: python -m bench.flow_decode [RECORDS]. Prints one JSON object; nothing is written elsewhere.
"""

import json
import platform
import statistics
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from noroshi.spine.flows.address import MAPPED, Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.lake import LakeWriter
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.stamp import stamp
from noroshi.spine.flows.tally import Tally

FIELDS = [
    (8, 4), (12, 4), (15, 4), (10, 4), (14, 4), (2, 4), (1, 4), (22, 4), (21, 4), (7, 2), (11, 2),
    (6, 1), (4, 1), (5, 1), (60, 1), (16, 4), (17, 4), (9, 1), (13, 1), (61, 1),
]  # fmt: skip
PER_DATAGRAM, BATCH, ROUNDS = 23, 4096, 5


def datagrams(records: int, seed: int = 1) -> Iterator[bytes]:
    """A template, then datagrams of seeded records with plausible addresses, ports and counters."""
    random = np.random.default_rng(seed)
    size = sum(width for _, width in FIELDS)
    rows = random.integers(0, 256, (records // PER_DATAGRAM, PER_DATAGRAM, size), dtype=np.uint8)
    at = 0
    for element, width in FIELDS:
        if width == 4:  # counters, times, interfaces and AS numbers are small
            rows[:, :, at : at + 2] = 0
        if element in (8, 12):
            rows[:, :, at : at + 2] = (100, 64)
        if element == 4:
            rows[:, :, at] = random.choice((6, 17), rows.shape[:2])
        at += width
    fields = b"".join(struct.pack(">HH", *field) for field in FIELDS)
    template = struct.pack(">HHHH", 0, 8 + len(fields), 256, len(FIELDS)) + fields
    yield header(0) + template
    for number, row in enumerate(rows):
        body = row.tobytes()
        body += bytes(-len(body) % 4)
        yield header(number) + struct.pack(">HH", 256, 4 + len(body)) + body


def header(sequence: int) -> bytes:
    return struct.pack(">HHIIII", 9, PER_DATAGRAM, 10_000_000, 1_700_000_000, sequence, 7)


def batches(payloads: list[bytes]) -> list[Datagrams]:
    made = []
    for start in range(0, len(payloads), BATCH):
        part = payloads[start : start + BATCH]
        lengths = np.array([len(payload) for payload in part], np.int64)
        end, rows = np.cumsum(lengths), len(part)
        sender = Addresses(np.zeros(rows, np.int64), np.full(rows, 0xC0000201 | MAPPED))
        clock = np.full(rows, 1_700_000_000_000)
        made.append(
            Datagrams(
                Octets(b"".join(part)), end - lengths, end, sender, np.full(rows, 2055), clock
            )
        )
    return made


def decode(made: list[Datagrams]) -> int:
    decoder = Decoder(Tally())
    return sum(len(draft) for batch in made for draft in decoder.decode(batch))


def to_parquet(made: list[Datagrams]) -> int:
    tally = Tally()
    decoder = Decoder(tally)
    with tempfile.TemporaryDirectory() as folder:
        writer = LakeWriter(Path(folder), "bench", "v9")
        for batch in made:
            for draft in decoder.decode(batch):
                writer.add(stamp(settle(draft, tally), sampling=None, exporter=""))
        writer.finish()
    return tally.kept


def measure(work: Callable[[list[Datagrams]], int], made: list[Datagrams]) -> dict[str, float]:
    rates = []
    for _ in range(ROUNDS):
        before = time.process_time()
        records = work(made)
        rates.append(records / (time.process_time() - before) / 1e6)
    return {
        "median_million_per_cpu_s": round(statistics.median(rates), 2),
        "lowest": round(min(rates), 2),
        "highest": round(max(rates), 2),
    }


def main(records: int = 1_000_000) -> None:
    made = batches(list(datagrams(records)))
    result = {
        "question": __doc__.splitlines()[0] if __doc__ else "",
        "machine": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "records": records,
        "decode": measure(decode, made),
        "datagrams_to_parquet": measure(to_parquet, made),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
