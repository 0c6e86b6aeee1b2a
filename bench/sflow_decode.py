"""How many sFlow v5 samples a second does one core decode, and how many reach Parquet?

Run: python -m bench.sflow_decode [SAMPLES]. Prints one JSON object; nothing is written elsewhere.
"""

import json
import platform
import struct
import sys
from collections.abc import Iterator

import numpy as np

from bench.flow_decode import batches, decode, measure, to_parquet

PER_DATAGRAM, HEADER = 7, 128


def datagrams(samples: int, seed: int = 1) -> Iterator[bytes]:
    """Datagrams of seven samples: Ethernet, a quarter IPv6, TCP and UDP, and an extended switch."""
    random = np.random.default_rng(seed)
    for number in range(samples // PER_DATAGRAM):
        body = b"".join(
            sample(number * PER_DATAGRAM + k, random.bytes(HEADER), six=k % 4 == 3)
            for k in range(PER_DATAGRAM)
        )
        agent = bytes([192, 0, 2, 1])
        yield (struct.pack(">II4sIIII", 5, 1, agent, 0, number, number * 1000, PER_DATAGRAM) + body)


def sample(number: int, noise: bytes, *, six: bool) -> bytes:
    protocol = 6 if number % 3 else 17
    if six:
        ip = struct.pack(">IHBB", 6 << 28, 1000, protocol, 64) + noise[:32]
    else:
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 1040, number & 0xFFFF, 0, 64, protocol, 0)
        ip += bytes([100, 64]) + noise[2:8]
    frame = noise[:12] + struct.pack(">H", 0x86DD if six else 0x0800) + ip
    frame = (frame + noise)[:HEADER]
    records = struct.pack(">IIIIII", 1, 16 + HEADER, 1, 1058, 4, HEADER) + frame
    records += struct.pack(">IIIIII", 1001, 16, 7, 0, 7, 0)
    content = struct.pack(">IIIIIIII", number, 3, 1024, number * 1024, 0, 3, 4, 2) + records
    return struct.pack(">II", 1, len(content)) + content


def main(samples: int = 500_000) -> None:
    made = batches(list(datagrams(samples)))
    result = {
        "question": __doc__.splitlines()[0] if __doc__ else "",
        "machine": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "samples": samples,
        "decode": measure(decode, made),
        "datagrams_to_parquet": measure(to_parquet, made),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
