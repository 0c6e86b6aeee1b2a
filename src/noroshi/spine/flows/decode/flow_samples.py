"""Flow samples: sampled packets of sFlow with the records that tell of each."""

from dataclasses import dataclass, replace

import numpy as np

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.flows.decode import sflow
from noroshi.spine.flows.decode.sflow import Parts
from noroshi.spine.flows.octets import Octets
from noroshi.spine.model.address import MAPPED

_INDEX = (1 << 30) - 1


@dataclass(frozen=True, slots=True)
class Heads:
    """Sampling rate and interfaces; the two top bits, or a word of their own, say what an index is."""

    rate: I64
    in_form: I64
    in_index: I64
    out_form: I64
    out_index: I64


@dataclass(frozen=True, slots=True)
class FlowSamples:
    """Flow samples and their records; `records.owner` is an index of `parts`."""

    octets: Octets
    parts: Parts
    records: Parts

    def __len__(self) -> int:
        return len(self.parts)

    def take(self, rows: I64) -> "FlowSamples":
        """Rows by ascending index, with their records."""
        number = np.full(len(self), -1, np.int64)
        number[rows] = np.arange(len(rows))
        records = self.records.take(number[self.records.owner] >= 0)
        return FlowSamples(
            self.octets, self.parts.take(rows), replace(records, owner=number[records.owner])
        )

    def heads(self) -> Heads:
        """The header words of all samples, in either form."""
        word = self.octets.words(self.parts.start, 10)
        plain = self.parts.kind == sflow.FLOW
        if plain.all():
            return Heads(word[2], word[5] >> 30, word[5] & _INDEX, word[6] >> 30, word[6] & _INDEX)
        return Heads(
            np.where(plain, word[2], word[3]),
            np.where(plain, word[5] >> 30, word[6]),
            np.where(plain, word[5] & _INDEX, word[7]),
            np.where(plain, word[6] >> 30, word[8]),
            np.where(plain, word[6] & _INDEX, word[9]),
        )

    def record(self, kind: int, least: int) -> tuple[I64, I64, Mask]:
        """Start and end of each sample's first record of a kind, and where one is long enough."""
        if not len(self.records):
            nothing = np.zeros(len(self), np.int64)
            return nothing, nothing, nothing > 0
        at = self.records.first(kind, len(self))
        start, end = self.records.start[at], self.records.end[at]
        return start, end, (at >= 0) & (end - start >= least)


def address_at(octets: Octets, at: I64, width: int) -> Addresses:
    """Addresses of 4 or 16 octets."""
    if width == 4:
        return Addresses(np.zeros(len(at), np.int64), octets.u32(at) | MAPPED)
    return Addresses(octets.i64(at), octets.i64(at + 8))


def chosen(where: Mask, left: Addresses, right: Addresses) -> Addresses:
    """Left where true, else right."""
    return Addresses(np.where(where, left.hi, right.hi), np.where(where, left.lo, right.lo))
