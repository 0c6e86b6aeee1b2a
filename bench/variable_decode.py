"""How many IPFIX records with two variable-length fields does one core decode a second?

Run: python -m bench.variable_decode [RECORDS]. Prints one JSON object; nothing is written elsewhere.
"""

import json
import platform
import struct
import sys
from collections.abc import Iterator

import numpy as np

from bench.flow_decode import batches, decode, measure

FIELDS = [
    (8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (6, 1), (10, 4), (14, 4), (96, 65535), (1, 8), (2, 8),
    (152, 8), (153, 8), (371, 65535),
]  # fmt: skip
PER_DATAGRAM = 15
NAMES = (b"https", b"dns", b"quic", b"ssh", b"unknown")


def datagrams(records: int, seed: int = 1) -> Iterator[bytes]:
    """A template, then datagrams of seeded records with an application's and a user's name."""
    random = np.random.default_rng(seed)
    fields = b"".join(struct.pack(">HH", *field) for field in FIELDS)
    yield message(0, struct.pack(">HHHH", 2, 8 + len(fields), 256, len(FIELDS)) + fields)
    for number in range(records // PER_DATAGRAM):
        body = b"".join(record(random) for _ in range(PER_DATAGRAM))
        yield message(number * PER_DATAGRAM, struct.pack(">HH", 256, 4 + len(body)) + body)


def message(sequence: int, sets: bytes) -> bytes:
    return struct.pack(">HHIII", 10, 16 + len(sets), 1_700_000_000, sequence, 7) + sets


def record(random: np.random.Generator) -> bytes:
    source, destination, port, pick, octets = random.integers(0, 1 << 16, 5).tolist()
    name, user = NAMES[pick % len(NAMES)], b"u" * (pick % 12)
    start = 1_700_000_000_000 - octets
    return (
        struct.pack(">IIHHBBII", 0x64400000 | source, 0xC6336400 | destination & 255, port, 443, 6, 24, 1, 2)
        + bytes([len(name)]) + name
        + struct.pack(">QQQQ", octets, 3, start, start + 500)
        + bytes([len(user)]) + user
    )  # fmt: skip


def main(records: int = 300_000) -> None:
    made = batches(list(datagrams(records)))
    result = {
        "question": __doc__.splitlines()[0] if __doc__ else "",
        "machine": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "records": records,
        "decode": measure(decode, made),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
