"""How much memory does a flood of templates cost, and whose templates does it take?

Run: python -m bench.flood [TEMPLATES]. Prints one JSON object; nothing is written elsewhere.
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from noroshi.spine.flows.address import MAPPED, Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally

HONEST, BATCH = 0xC0000201, 256


def message(sets: bytes, domain: int) -> bytes:
    return struct.pack(">HHIII", 10, 16 + len(sets), 1_700_000_000, 0, domain) + sets


def template(number: int, fields: list[tuple[int, int]]) -> bytes:
    body = b"".join(struct.pack(">HH", *f) for f in fields)
    return struct.pack(">HHHH", 2, 8 + len(body), number, len(fields)) + body


def wide(number: int) -> list[tuple[int, int]]:
    """300 fields, as many as a datagram of Ethernet holds; no two layouts alike."""
    first = (1 + number % 30_000, 1 + number // 30_000)
    return [first, *((2 + n, 1 + number % 60) for n in range(299))]


def narrow(number: int) -> list[tuple[int, int]]:
    return [(8, 4), (1 + number % 30_000, 4)]


FLOODS = {
    "one sender, many ids and domains": lambda n: (1, n // 256 % 1000, 256 + n % 60_000, narrow(n)),
    "many senders, one template each": lambda n: (n, 0, 256, narrow(0)),
    "many senders, distinct wide layouts": lambda n: (n % 5_000, 0, 256 + n % 64, wide(n)),
}


def datagrams(payloads: list[tuple[int, bytes]]) -> Datagrams:
    lengths = np.array([len(payload) for _, payload in payloads], np.int64)
    end, rows = np.cumsum(lengths), len(payloads)
    senders = np.array([sender for sender, _ in payloads], np.int64) | MAPPED
    return Datagrams(
        Octets(b"".join(payload for _, payload in payloads)), end - lengths, end,
        Addresses(np.zeros(rows, np.int64), senders), np.full(rows, 2055),
        np.full(rows, 1_700_000_000_000),
    )  # fmt: skip


def flood(name: str, templates: int) -> Iterator[list[tuple[int, bytes]]]:
    make = FLOODS[name]
    for start in range(0, templates, BATCH):
        batch = []
        for number in range(start, min(start + BATCH, templates)):
            sender, domain, id_, fields = make(number)
            batch.append((0x0A000000 + sender, message(template(id_, fields), domain)))
        yield batch


def rss_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def run(name: str, templates: int) -> dict[str, object]:
    decoder = Decoder(Tally())
    own = template(256, [(8, 4), (12, 4), (4, 1)])
    data = struct.pack(">HH4s4sB", 256, 13, bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2]), 6)
    list(decoder.decode(datagrams([(HONEST, message(own + data, 1))])))
    before = peak = rss_mib()
    for batch in flood(name, templates):
        list(decoder.decode(datagrams(batch)))
        peak = max(peak, rss_mib())
    honest = sum(len(d) for d in decoder.decode(datagrams([(HONEST, message(data, 1))])))
    return {
        "flood": name,
        "templates": templates,
        "rss_grows_mib": round(peak - before, 1),
        "honest_records_after": honest,
    }


def main(templates: int = 1_000_000) -> None:
    for name in FLOODS:
        pid = os.fork()  # so that one flood's memory is not the next one's
        if not pid:
            print(json.dumps(run(name, templates)), flush=True)
            os._exit(0)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
