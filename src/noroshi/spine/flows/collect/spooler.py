"""Spooler: from arrivals to blocks in the spool, counting every datagram once."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from noroshi.spine.flows.address import I64, Addresses, Mask, Network, members
from noroshi.spine.flows.spool import SpoolWriter, index_of, seal
from noroshi.spine.net.receive import Arrivals

MOST_EXPORTERS = 4_096
"""Senders counted one by one; forged addresses beyond it are counted together."""
OTHERS = (-1, -1)

UNKNOWN_EXPORTER = "unknown-exporter"
CUT = "cut"

Sender = tuple[int, int]


class Spooler:
    """Used by one thread; others may read its counts.

    Args:
        writer: Where blocks go.
        allowed: Ranges of exporters; empty takes all. May be replaced while it runs.

    Attributes:
        datagrams: Taken from sockets.
        octets: Their payload.
        spooled: Datagrams written.
        refused: Datagrams not written, by reason.
        by_sender: Datagrams and payload octets written, by sender.
    """

    def __init__(self, writer: SpoolWriter, allowed: Sequence[Network]) -> None:
        self.writer, self.allowed = writer, tuple(allowed)
        self.datagrams = self.octets = self.spooled = 0
        self.refused: Counter[str] = Counter()
        self.by_sender: dict[Sender, tuple[int, int]] = {}

    def take(self, arrivals: Arrivals, received_ns: int) -> None:
        """Write what one call brought."""
        sender = Addresses(arrivals.hi, arrivals.lo)
        whole = arrivals.lengths >= 0
        wanted = whole & self._is_allowed(sender)
        self.datagrams += len(arrivals)
        self.octets += int(arrivals.lengths[whole].sum())
        self._refuse(CUT, int((~whole).sum()))
        self._refuse(UNKNOWN_EXPORTER, int((whole & ~wanted).sum()))
        rows = np.flatnonzero(wanted)
        if len(rows):
            self._write(arrivals, sender.take(rows), rows, received_ns)

    def _write(self, arrivals: Arrivals, sender: Addresses, rows: I64, received_ns: int) -> None:
        lengths = arrivals.lengths[rows]
        form, index = index_of(lengths, sender, arrivals.port[rows])
        octets = int(lengths.sum()) + index.nbytes
        refusal = self.writer.append(
            lambda salt: seal(salt, form, index, arrivals.payloads(rows), received_ns), octets
        )
        if refusal is not None:
            self._refuse(refusal.value, len(rows))
            return
        self.spooled += len(rows)
        self._count(sender, lengths)

    def _is_allowed(self, sender: Addresses) -> Mask:
        if not self.allowed:
            return np.ones(len(sender), np.bool_)
        return members(sender, self.allowed) >= 0

    def _refuse(self, reason: str, count: int) -> None:
        if count:
            self.refused[reason] += count

    def _count(self, sender: Addresses, lengths: I64) -> None:
        for key, datagrams, octets in _sums(sender, lengths):
            known = key in self.by_sender or len(self.by_sender) < MOST_EXPORTERS
            mine = key if known else OTHERS
            before = self.by_sender.get(mine, (0, 0))
            self.by_sender[mine] = (before[0] + datagrams, before[1] + octets)


def _sums(sender: Addresses, lengths: I64) -> list[tuple[Sender, int, int]]:
    """Sender, datagrams and octets; a call mostly brings few senders."""
    order = np.lexsort((sender.lo, sender.hi))
    hi, lo = sender.hi[order], sender.lo[order]
    new = np.ones(len(hi), np.bool_)
    new[1:] = (hi[1:] != hi[:-1]) | (lo[1:] != lo[:-1])
    starts = np.flatnonzero(new)
    datagrams = np.diff(np.append(starts, len(hi)))
    octets = np.add.reduceat(lengths[order], starts)
    keys = zip(hi[starts].tolist(), lo[starts].tolist(), strict=True)
    return list(zip(keys, datagrams.tolist(), octets.tolist(), strict=True))
