"""Generated export datagrams for the benchmarks of flow collection: as payloads, batches and a spool."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from noroshi.lab.columns import I64
from noroshi.lab.load import Chunk, Kind, Load, Stream
from noroshi.lab.load.load import FIRST_EXPORTER, PORT, START_MS
from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode import Datagrams
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.spool import SpoolLimits, SpoolWriter, index_of, seal
from noroshi.spine.flows.spool.segment import BATCH
from noroshi.spine.home import Home
from noroshi.spine.model.address import MAPPED

BLOCK = 1000
"""Datagrams in a block of the spool: what the receiver takes a call at high rates."""
MIDST_MS = START_MS + 1_800_000
"""In the middle of an hour, as most of the time is; at its turn rows go to two folders."""
LIMITS = SpoolLimits(segment_octets=64 << 20, segment_s=1e9, quota_octets=1 << 40)


@dataclass(frozen=True, slots=True)
class Traffic:
    """The datagrams of one kind, in order, and how many flows they hold."""

    kind: Kind
    flows: int
    chunks: tuple[Chunk, ...]

    @property
    def payloads(self) -> list[bytes]:
        """All of them."""
        return [payload for chunk in self.chunks for payload in payloads_of(chunk)]

    @property
    def exporters(self) -> list[int]:
        """Who sends each."""
        return [int(number) for chunk in self.chunks for number in chunk.exporter]

    def batches(self) -> list[Datagrams]:
        """As the decoder takes them from the spool."""
        together = max(1, BATCH // max(len(chunk) for chunk in self.chunks))
        parts = range(0, len(self.chunks), together)
        return [batch_of(self.chunks[at : at + together], self.kind) for at in parts]


def traffic(kind: Kind, flows: int, seed: int = 1) -> Traffic:
    """Seeded flows of eight exporters."""
    chunks = tuple(Stream(Load(kinds=(kind,), flows=flows, seed=seed, start_ms=MIDST_MS)).chunks())
    return Traffic(kind, sum(len(chunk.flows) for chunk in chunks), chunks)


def payloads_of(chunk: Chunk) -> list[bytes]:
    data, ends = chunk.buffer.tobytes(), chunk.start + chunk.length
    return [data[a:b] for a, b in zip(chunk.start.tolist(), ends.tolist(), strict=True)]


def senders_of(exporter: I64) -> Addresses:
    low = (int(FIRST_EXPORTER) + exporter) | MAPPED
    return Addresses(np.zeros(len(exporter), np.int64), low)


def batch_of(chunks: Sequence[Chunk], kind: Kind) -> Datagrams:
    length = np.concatenate([chunk.length for chunk in chunks])
    end = np.cumsum(length)
    return Datagrams(
        Octets(b"".join(payload for chunk in chunks for payload in payloads_of(chunk))),
        end - length,
        end,
        senders_of(np.concatenate([chunk.exporter for chunk in chunks])),
        np.full(len(length), PORT[kind]),
        np.concatenate([chunk.sent_us for chunk in chunks]) // 1000,
    )


def fill_spool(home: Home, made: Traffic) -> None:
    """Put datagrams into closed segments, as the receiver would."""
    home.datagrams.mkdir(parents=True, exist_ok=True)
    writer = SpoolWriter(home.datagrams, LIMITS)
    for chunk in made.chunks:
        payloads = payloads_of(chunk)
        for at in range(0, len(payloads), BLOCK):
            sender = senders_of(chunk.exporter[at : at + BLOCK])
            moment = int(chunk.sent_us[at]) * 1000
            append(writer, payloads[at : at + BLOCK], sender, PORT[made.kind], moment)
        writer.tick()
    writer.shut()


def append(
    writer: SpoolWriter, payloads: Sequence[bytes], sender: Addresses, port: int, received_ns: int
) -> None:
    """Write one block.

    Raises:
        SystemExit: The disk does not take it.
    """
    lengths = np.array([len(payload) for payload in payloads], np.int64)
    form, index = index_of(lengths, sender, np.full(len(payloads), port))
    body = b"".join(payloads)
    refused = writer.append(lambda salt: seal(salt, form, index, body, received_ns), len(body))
    if refused is not None:
        raise SystemExit(f"the spool refused a block: {refused}")
