"""sFlow: datagram headers, samples and records of a batch, all in lock step.

Source: sFlow version 5 (sflow.org, July 2004) and its structure for discarded packets. Samples and
records are both runs of (format, length, content), so one walk serves both.
"""

from dataclasses import dataclass

import numpy as np

from noroshi.spine.flows.address import I64, Mask
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.octets import Octets

SFLOW = 105
"""How sFlow v5 is told from NetFlow v5 in `exportVersion`."""
FLOW, COUNTERS, EXPANDED_FLOW, EXPANDED_COUNTERS, DISCARDED = 1, 2, 3, 4, 5
"""Sample formats of enterprise 0."""
RECORDS_AT = {FLOW: 32, COUNTERS: 12, EXPANDED_FLOW: 44, EXPANDED_COUNTERS: 16, DISCARDED: 32}
"""Where the records of a sample start; the word before is their number."""
RAW_HEADER, SAMPLED_IPV4, SAMPLED_IPV6 = 1, 3, 4
PACKETS = (RAW_HEADER, SAMPLED_IPV4, SAMPLED_IPV6)
"""Records that show the sampled packet."""
EXTENDED_SWITCH, EXTENDED_ROUTER, EXTENDED_GATEWAY = 1001, 1002, 1003
"""Records that add to it. Other formats are passed over."""
_PRIME = (1 << 31) - 1
_AGENT_OCTETS = {1: 4, 2: 16}
"""Length of the agent's address by its type."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Samples of datagrams, or records of samples, in stream order.

    Attributes:
        owner: Index of the datagram or sample each lies in.
        kind: Enterprise * 4096 + format.
        start: Where the content lies.
        end: Where it ends.
    """

    owner: I64
    kind: I64
    start: I64
    end: I64

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, rows: I64 | Mask) -> "Parts":
        """Rows by index or mask."""
        return Parts(self.owner[rows], self.kind[rows], self.start[rows], self.end[rows])

    def first(self, kind: int, owners: int) -> I64:
        """Index of the first part of a kind in each owner; -1 for none."""
        found = np.full(owners, -1, np.int64)
        rows = np.flatnonzero(self.kind == kind)[::-1]
        found[self.owner[rows]] = rows
        return found


@dataclass(frozen=True, slots=True)
class Agents:
    """Which datagrams of a batch are sFlow, and what follows the agent's address in each.

    Attributes:
        datagram: Index into the batch.
        rest: Where sub-agent, sequence, uptime and number of samples lie.
    """

    datagram: I64
    rest: I64

    def sub_agents(self, octets: Octets, datagrams: I64) -> I64:
        """Sub-agent of each of some datagrams; all must be among `datagram`."""
        return octets.u32(self.rest[np.searchsorted(self.datagram, datagrams)])

    def identities(self, batch: Datagrams) -> I64:
        """A number for each agent and sub-agent, the same for all time.

        One sender may pass on what many agents send.
        """
        folded = np.zeros(len(self.rest), np.int64)
        first = batch.start[self.datagram] + 8
        for word in range(4):
            at = first + 4 * word
            inside = at < self.rest
            folded = np.where(inside, (folded * 1_000_003 + batch.octets.u32(at)) % _PRIME, folded)
        return folded << 32 | batch.octets.u32(self.rest)


def is_sflow(octets: Octets, at: I64, length: I64) -> Mask:
    """Whether a datagram begins as sFlow v5: the version takes four octets, unlike NetFlow's two."""
    found: Mask = (length >= 4) & (octets.u32(at) == 5)
    return found


def agents_of(batch: Datagrams) -> Agents:
    """The headers of sFlow datagrams; those of unknown address type or cut short are left out."""
    octets, at = batch.octets, batch.start
    size = np.zeros(len(at), np.int64)
    for type_, length in _AGENT_OCTETS.items():
        size = np.where(octets.u32(at + 4) == type_, length, size)
    rest = at + 8 + size
    whole = is_sflow(octets, at, batch.end - at) & (size > 0) & (rest + 16 <= batch.end)
    rows = np.flatnonzero(whole)
    return Agents(rows, rest[rows])


def samples_of(batch: Datagrams, agents: Agents) -> tuple[Parts, I64]:
    """All samples, by datagram of the batch; and the datagrams whose samples reach beyond them."""
    count = batch.octets.u32(agents.rest + 12)
    stop = batch.end[agents.datagram]
    parts, broken = _walk(batch.octets, agents.rest + 16, stop, count)
    owner = agents.datagram[parts.owner]
    return Parts(owner, parts.kind, parts.start, parts.end), agents.datagram[broken]


def records_of_samples(octets: Octets, samples: Parts) -> tuple[Parts, I64]:
    """All records by index of the sample; and the samples whose records reach beyond them."""
    header = np.full(len(samples), -1, np.int64)
    for kind, size in RECORDS_AT.items():
        header = np.where(samples.kind == kind, size, header)
    rows = np.flatnonzero(header >= 0)
    start, stop = samples.start[rows] + header[rows], samples.end[rows]
    # A sample too short for its own header has no count to believe; one record cannot fit.
    count = np.where(start <= stop, octets.u32(start - 4), 1)
    parts, broken = _walk(octets, start, stop, count)
    return Parts(rows[parts.owner], parts.kind, parts.start, parts.end), rows[broken]


def _walk(octets: Octets, cursor: I64, stop: I64, count: I64) -> tuple[Parts, I64]:
    """The k-th part of every owner in one round; and the owners that promise more than they hold."""
    rows = np.arange(len(cursor), dtype=np.int64)
    found: list[Parts] = []
    broken: list[I64] = []
    while len(rows):
        more = count > len(found)
        rows, cursor, stop, count = _where(more, rows, cursor, stop, count)
        kind, length = octets.words(cursor, 2)
        end = cursor + 8 + length
        good = (cursor + 8 <= stop) & (end <= stop)
        broken.append(rows[~good])
        rows, cursor, stop, count, kind, end = _where(good, rows, cursor, stop, count, kind, end)
        found.append(Parts(rows, kind, cursor + 8, end))
        cursor = end
    return _in_order(found), np.concatenate([*broken, np.zeros(0, np.int64)])


def _where(mask: Mask, *columns: I64) -> tuple[I64, ...]:
    """Rows by mask; the columns themselves where it holds for all, as in most rounds."""
    return columns if mask.all() else tuple(column[mask] for column in columns)


def _in_order(found: list[Parts]) -> Parts:
    nothing = np.zeros(0, np.int64)
    whole = Parts(
        np.concatenate([nothing, *(p.owner for p in found)]),
        np.concatenate([nothing, *(p.kind for p in found)]),
        np.concatenate([nothing, *(p.start for p in found)]),
        np.concatenate([nothing, *(p.end for p in found)]),
    )
    return whole.take(np.argsort(whole.start, kind="stable"))
