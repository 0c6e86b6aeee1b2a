"""Counts: everything a collector counts. What came in is spooled or refused with a reason."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from noroshi.spine.model import rfc3339
from noroshi.spine.net.streams import StreamCounts

LOST_IN_SPOOL = ("quota", "disk")
"""Refusals that are losses: the datagrams were wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExporterCounts:
    """What one exporter sent.

    Attributes:
        exporter: Its address.
        datagrams: Datagrams taken from the socket.
        octets: Their payload.
        rows: Rows in the lake.
        lost: Missing by sequence: datagrams of v9 and sFlow, records of v5 and IPFIX.
        restarts: How often its sequence began anew.
    """

    exporter: str
    datagrams: int
    octets: int
    rows: int
    lost: int
    restarts: int

    def as_row(self) -> dict[str, object]:
        """As machine output has it."""
        return {
            "exporter": self.exporter,
            "datagrams": self.datagrams,
            "octets": self.octets,
            "rows": self.rows,
            "lost": self.lost,
            "restarts": self.restarts,
        }


@dataclass(slots=True, kw_only=True)
class DecodedCounts:
    """What the decoder put into the lake, in one collection or since the start."""

    datagrams: int = 0
    read: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    restarts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "DecodedCounts") -> None:
        """Take in the counts of one more collection; late datagrams take losses back."""
        self.datagrams += other.datagrams
        self.read += other.read
        self.kept += other.kept
        for mine, more in (
            (self.refused, other.refused),
            (self.rows, other.rows),
            (self.lost, other.lost),
            (self.restarts, other.restarts),
        ):
            mine.update(more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A collector's counts since it started.

    Attributes:
        at: When they were read.
        datagrams: Taken from the sockets; messages of TCP and TLS sessions among them.
        octets: Their payload.
        spooled: Datagrams written to the spool.
        refused: Datagrams not written, by reason.
        socket_drops: Dropped by the kernel for want of room, by listening place; null where the
            system does not tell.
        decoded: What reached the lake.
        waiting_octets: Size of the spool.
        waiting_segments: Closed segments that wait for the decoder.
        decoder_restarts: How often the decoder's process had to be started again.
        exporters: By exporter, busiest first.
        streams: Sessions over TCP and TLS.
    """

    at: datetime
    datagrams: int
    octets: int
    spooled: int
    refused: Mapping[str, int]
    socket_drops: Mapping[str, int | None]
    decoded: DecodedCounts
    waiting_octets: int
    waiting_segments: int
    decoder_restarts: int
    exporters: tuple[ExporterCounts, ...]
    streams: StreamCounts = field(default_factory=StreamCounts)

    @property
    def lost_in_socket(self) -> int:
        """Datagrams that came faster than they were taken."""
        return sum(drops or 0 for drops in self.socket_drops.values())

    @property
    def lost_in_sequence(self) -> int:
        """Missing by the exporters' own numbers, wherever they were lost."""
        return max(0, self.decoded.lost.total())

    @property
    def lost_in_spool(self) -> int:
        """Datagrams that the spool had no room for."""
        return sum(self.refused.get(reason, 0) for reason in LOST_IN_SPOOL)

    def as_row(self) -> dict[str, object]:
        """Machine output of `noroshi flows collect`."""
        decoded = self.decoded
        return {
            "at": rfc3339(self.at),
            "received": {"datagrams": self.datagrams, "octets": self.octets},
            "spooled": self.spooled,
            "refused": dict(self.refused),
            "lost": {
                "socket": self.lost_in_socket,
                "sequence": self.lost_in_sequence,
                "spool": self.lost_in_spool,
            },
            "sockets": dict(self.socket_drops),
            "decoded": {
                "datagrams": decoded.datagrams,
                "read": decoded.read,
                "kept": decoded.kept,
                "refused": dict(decoded.refused),
            },
            "waiting": {"segments": self.waiting_segments, "octets": self.waiting_octets},
            "decoder_restarts": self.decoder_restarts,
            "sessions": self.streams.as_row(),
            "exporters": [exporter.as_row() for exporter in self.exporters],
        }
