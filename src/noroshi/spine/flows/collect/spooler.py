"""Spooler: from arrivals to blocks in the spool, counting every datagram once."""

import time
from collections import Counter
from collections.abc import Sequence

import numpy as np

from noroshi.spine.flows.address import I64, Addresses, Mask, Network, members
from noroshi.spine.flows.decode.datagrams import ALL_SESSIONS, SESSION
from noroshi.spine.flows.spool import TCP_TRANSPORT, TLS_TRANSPORT, SpoolWriter, index_of, seal
from noroshi.spine.flows.spool.writer import Refused
from noroshi.spine.net.listen import Transport
from noroshi.spine.net.receive import Arrivals
from noroshi.spine.net.session import Batch

MOST_EXPORTERS = 4_096
"""Senders counted one by one; forged addresses beyond it are counted together."""
OTHERS = (-1, -1)

TRANSPORTS = {Transport.TCP: TCP_TRANSPORT, Transport.TLS: TLS_TRANSPORT}

UNKNOWN_EXPORTER = "unknown-exporter"
CUT = "cut"

Sender = tuple[int, int]


class Spooler:
    """Used by one thread; others may read its counts.

    Args:
        writer: Where blocks go.
        allowed: Ranges of exporters; empty takes all. May be replaced while it runs.

    Attributes:
        datagrams: Taken from sockets; messages of TCP and TLS sessions among them.
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

    def take_messages(self, batch: Batch) -> Refused | None:
        """Write what a session brought, or that it is over; nothing is counted where it is refused."""
        peer = batch.peer
        ended = not batch.lengths
        lengths = np.array(batch.lengths or (0,), np.int64)
        rows = len(lengths)
        sender = Addresses(np.full(rows, peer.hi), np.full(rows, peer.lo))
        port = np.full(rows, peer.number * SESSION + peer.port)
        refusal = self._append(
            lengths, sender, port, batch.octets, batch.received_ns, peer.transport
        )
        if refusal is None and not ended:
            self.datagrams += rows
            self.octets += len(batch.octets)
            self.spooled += rows
            self._count(sender, lengths)
        return refusal

    def refuse_messages(self, batch: Batch, refusal: Refused) -> None:
        """Count what a session brought and nobody has room for, at the end."""
        self.datagrams += len(batch.lengths)
        self.octets += len(batch.octets)
        self._refuse(refusal.value, len(batch.lengths))

    def begin_sessions(self) -> None:
        """Write that the sessions of a former life are over: their templates with them."""
        nobody = Addresses(np.zeros(1, np.int64), np.zeros(1, np.int64))
        port = np.array([ALL_SESSIONS], np.int64)
        self._append(np.zeros(1, np.int64), nobody, port, b"", time.time_ns(), Transport.TCP)

    def _append(  # the columns of a block
        self,
        lengths: I64,
        sender: Addresses,
        port: I64,
        octets: bytes,
        received_ns: int,
        transport: Transport,
    ) -> Refused | None:
        form, index = index_of(lengths, sender, port)
        number = TRANSPORTS[transport]
        return self.writer.append(
            lambda salt: seal(salt, form, index, octets, received_ns, transport=number),
            len(octets) + index.nbytes,
        )

    def is_allowed(self, hi: int, lo: int) -> bool:
        """Whether datagrams of an address are wanted; any thread may ask."""
        return bool(self._is_allowed(Addresses(np.array([hi]), np.array([lo])))[0])

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
