"""Segment: a file of the spool as batches of datagrams for the decoder."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode import Datagrams
from noroshi.spine.flows.octets import TAIL, Octets
from noroshi.spine.flows.spool.block import Block, read_blocks
from noroshi.spine.flows.spool.folder import Segment
from noroshi.spine.flows.tally import Refusal, Tally

BATCH = 4096
"""Datagrams decoded at once: more do not fit the processor's cache."""


def datagrams_of(segment: Segment, tally: Tally) -> Iterator[Datagrams]:
    """The datagrams of a segment in order of arrival; damaged places are counted.

    Raises:
        OSError: The file cannot be read.
    """
    data = _read_padded(segment.path)
    blocks: list[Block] = []
    for found in read_blocks(memoryview(data)[:-TAIL], segment.salt):
        if isinstance(found, Block):
            blocks.append(found)
        else:
            tally.drop(Refusal.BAD_BLOCK)
    if not blocks:
        return
    whole = _joined(Octets(data, padded=True), blocks)
    for at in range(0, len(whole), BATCH):
        yield whole.take(np.arange(at, min(at + BATCH, len(whole))))


def _read_padded(path: Path) -> bytearray:
    """A file with the zero tail that `Octets` wants."""
    with path.open("rb") as file:
        data = bytearray(path.stat().st_size + TAIL)
        read = file.readinto(memoryview(data)[:-TAIL])
    del data[read:-TAIL]  # only where the file has shrunk meanwhile
    return data


def _joined(octets: Octets, blocks: list[Block]) -> Datagrams:
    ends = [block.start + np.cumsum(block.lengths) for block in blocks]
    end = np.concatenate(ends)
    lengths = np.concatenate([block.lengths for block in blocks])
    counts = [len(block.lengths) for block in blocks]
    moments = np.array([block.received_ns // 1_000_000 for block in blocks], np.int64)
    return Datagrams(
        octets,
        end - lengths,
        end,
        Addresses(
            np.concatenate([block.sender.hi for block in blocks]),
            np.concatenate([block.sender.lo for block in blocks]),
        ),
        np.concatenate([block.port for block in blocks]),
        np.repeat(moments, counts),
    )
