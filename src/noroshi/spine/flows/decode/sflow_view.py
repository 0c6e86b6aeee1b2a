"""sFlow view: every sample with its raw records, as machine output shows it."""

from collections.abc import Iterator

import numpy as np

from noroshi.spine.flows.decode import sflow
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.message import Messages
from noroshi.spine.flows.decode.sflow import Agents, Parts
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Refusal, Tally

Row = dict[str, object]
Placed = tuple[tuple[int, int], Row]
"""A row, and the datagram and offset it stands at."""

_WORDS: dict[int, dict[str, int]] = {
    sflow.FLOW: {
        "source": 1, "input": 5, "output": 6, "sample_seq": 0, "rate": 2, "drops": 4,
    },
    sflow.EXPANDED_FLOW: {
        "source": 2, "input": 7, "output": 9, "sample_seq": 0, "rate": 3, "drops": 5,
        "source_type": 1, "input_format": 6, "output_format": 8,
    },
    sflow.DISCARDED: {
        "source": 2, "input": 4, "output": 5, "sample_seq": 0, "drops": 3, "source_type": 1,
        "reason": 6,
    },
}  # fmt: skip
"""Words of a sample's header that are shown, by format; counter samples show their records alone."""
_HEADER_OCTETS = 16
"""Protocol, frame length, stripped octets and header length, before the header itself."""


def sflow_rows(batch: Datagrams, messages: Messages, tally: Tally) -> Iterator[Placed]:
    """One row a sample, and one error a datagram or sample that promises more than it holds."""
    agents = sflow.agents_of(batch)
    for at in np.setdiff1d(
        np.flatnonzero(messages.version == sflow.SFLOW), agents.datagram
    ).tolist():
        yield _error(batch, at, tally, Refusal.MALFORMED, "sFlow header cut short")
    samples, broken = sflow.samples_of(batch, agents)
    records, cut = sflow.records_of_samples(batch.octets, samples)
    for at in broken.tolist():
        yield _error(batch, at, tally, Refusal.BAD_SET, "sample beyond its datagram")
    for at in np.unique(samples.owner[cut]).tolist():
        yield _error(batch, at, tally, Refusal.BAD_RECORD, "record beyond its sample")
    tally.read += len(samples)
    yield from _rows(batch, agents, samples, records)


def _rows(batch: Datagrams, agents: Agents, samples: Parts, records: Parts) -> Iterator[Placed]:
    bounds = np.searchsorted(records.owner, np.arange(len(samples) + 1)).tolist()
    rest = dict(zip(agents.datagram.tolist(), agents.rest.tolist(), strict=True))
    for row, at in enumerate(samples.owner.tolist()):
        kind, start = int(samples.kind[row]), int(samples.start[row])
        mine = records.take(np.arange(bounds[row], bounds[row + 1]))
        shown = _agent(batch, at, rest[at]) | {
            "enterprise": kind >> 12,
            "format": kind & 0xFFF,
            "records": [_record(batch, at, mine, k) for k in range(len(mine))],
        }
        for name, word in _WORDS.get(kind, {}).items():
            shown[name] = _word(batch.octets, start + 4 * word)
        yield (at, start), shown


def _agent(batch: Datagrams, at: int, rest: int) -> Row:
    start, octets = int(batch.start[at]), batch.octets
    return {
        "kind": "sflow",
        "agent": octets.data[start + 8 : rest].tobytes().hex(),
        "sub": _word(octets, rest),
        "seq": _word(octets, rest + 4),
    }


def _record(batch: Datagrams, at: int, records: Parts, row: int) -> Row:
    """A record as its body; format 1 as four words and the header behind them.

    The contract shows format 1 of counter samples in the same way, though its words are those of an
    interface; the length is then a speed, which only the datagram's end bounds.
    """
    kind, start, end = int(records.kind[row]), int(records.start[row]), int(records.end[row])
    name: Row = {"enterprise": kind >> 12, "format": kind & 0xFFF}
    octets = batch.octets
    if kind != sflow.RAW_HEADER or end - start < _HEADER_OCTETS:
        return name | {"body": octets.data[start:end].tobytes().hex()}
    protocol, frame, stripped, length = (_word(octets, start + 4 * k) for k in range(4))
    header = start + _HEADER_OCTETS
    stop = min(header + length, int(batch.end[at]))
    return name | {
        "protocol": protocol,
        "frame_length": frame,
        "stripped": stripped,
        "header": octets.data[header:stop].tobytes().hex(),
    }


def _word(octets: Octets, at: int) -> int:
    return int.from_bytes(octets.data[at : at + 4].tobytes())


def _error(batch: Datagrams, at: int, tally: Tally, reason: Refusal, why: str) -> Placed:
    tally.drop(reason)
    return (at, int(batch.end[at])), {"kind": "error", "why": why}
