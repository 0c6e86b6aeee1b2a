"""Columns: tables of the lab as frozen dataclasses whose fields are arrays of one length."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.floating]
U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
I32 = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Base of all tables here; a field is an array or another table of the same length."""

    def __len__(self) -> int:
        first = getattr(self, fields(self)[0].name)
        return len(first)

    def take(self, index: I64 | Mask | slice) -> Self:
        """The rows at an index or mask."""
        return type(self)(**{f.name: _take(getattr(self, f.name), index) for f in fields(self)})

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        """The rows of all parts, in order; at least one part."""
        return type(parts[0])(
            **{f.name: _concat([getattr(part, f.name) for part in parts]) for f in fields(cls)}
        )


def _take(value: object, index: I64 | Mask | slice) -> object:
    return value.take(index) if isinstance(value, Columns) else value[index]  # type: ignore[index]  # arrays


def _concat(values: list[object]) -> object:
    first = values[0]
    if isinstance(first, Columns):
        return type(first).concat(values)  # type: ignore[arg-type]  # all of the first's type
    return np.concatenate(values)  # type: ignore[arg-type]  # arrays


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends(Columns):
    """One end of conversations: address halves (IPv4 as `::ffff:a.b.c.d`) and port."""

    hi: I64
    lo: I64
    port: U16


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Columns):
    """Size and course of conversations; IP octets.

    Attributes:
        duration_ms: From the first packet to the last.
        out_packets: Packets from client to server; never 0.
        out_octets: IP octets from client to server.
        out_flags: TCP flags from client to server, cumulative; 0 where there are none.
        in_packets: Packets from server to client; 0 when unanswered.
        in_octets: IP octets from server to client.
        in_flags: TCP flags from server to client.
        exchanges: How many bursts the packets come in, spread evenly over the duration; 1 is a
            conversation without pauses. Keepalives make a router's cache time out between them.
    """

    duration_ms: I64
    out_packets: I64
    out_octets: I64
    out_flags: U8
    in_packets: I64
    in_octets: I64
    in_flags: U8
    exchanges: I64


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowBatch(Columns):
    """Conversations as they truly were, both directions in one row; `client` opened them."""

    start_ms: I64
    subscriber: I32
    protocol: U8
    client: Ends
    server: Ends
    shape: Shape
