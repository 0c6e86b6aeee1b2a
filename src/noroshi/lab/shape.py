"""Shape: from application octets to packets, IP octets and TCP flags."""

import numpy as np

from noroshi.lab.columns import F64, I64, Mask, Shape

SEGMENT = 1400
TCP_HEADER = 52
"""IPv4 header and TCP header with time stamps (RFC 7323)."""
UDP_HEADER = 28
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
"""TCP control bits (RFC 9293 section 3.1)."""
SYN_OCTETS = 60
CLOSED = FIN | SYN | PSH | ACK
OPEN = SYN | PSH | ACK


def log_normal(
    rng: np.random.Generator, count: int, median: float, sigma: float, most: float = 1e12
) -> F64:
    """Log-normal numbers by their median, cut at `most`."""
    return np.minimum(median * np.exp(sigma * rng.standard_normal(count)), most)


def seconds(values: F64) -> I64:
    """Seconds as whole milliseconds."""
    return (values * 1000.0).astype(np.int64)


def constant(count: int, value: int) -> I64:
    """The same number `count` times."""
    return np.full(count, value, dtype=np.int64)


def tcp(
    rng: np.random.Generator,
    up: F64,
    down: F64,
    duration_ms: I64,
    *,
    exchanges: I64 | None = None,
    reset_share: float = 0.12,
) -> Shape:
    """Completed TCP conversations that carry `up` and `down` application octets.

    Each exchange needs at least one segment each way; acknowledgements go with every second one.
    """
    count = len(up)
    turns = constant(count, 1) if exchanges is None else exchanges
    sent = np.maximum(np.ceil(up / SEGMENT).astype(np.int64), turns)
    received = np.maximum(np.ceil(down / SEGMENT).astype(np.int64), turns)
    out_packets = 2 + sent + received // 2 + rng.integers(0, 3, count)
    in_packets = 2 + received + sent // 2 + rng.integers(0, 2, count)
    reset = rng.random(count) < reset_share
    return Shape(
        duration_ms=duration_ms,
        out_packets=out_packets,
        out_octets=up.astype(np.int64) + TCP_HEADER * out_packets,
        out_flags=np.where(reset, OPEN | RST, CLOSED).astype(np.uint8),
        in_packets=in_packets,
        in_octets=down.astype(np.int64) + TCP_HEADER * in_packets,
        in_flags=np.where(reset & (rng.random(count) < 0.5), OPEN, CLOSED).astype(np.uint8),
        exchanges=turns,
    )


def udp(
    up: F64,
    down: F64,
    out_packets: I64,
    in_packets: I64,
    duration_ms: I64,
    *,
    exchanges: I64 | None = None,
) -> Shape:
    """UDP conversations; `down` counts only where packets come back."""
    none = np.zeros(len(up), dtype=np.uint8)
    answered = in_packets > 0
    return Shape(
        duration_ms=duration_ms,
        out_packets=out_packets,
        out_octets=up.astype(np.int64) + UDP_HEADER * out_packets,
        out_flags=none,
        in_packets=in_packets,
        in_octets=np.where(answered, down.astype(np.int64) + UDP_HEADER * in_packets, 0),
        in_flags=none,
        exchanges=constant(len(up), 1) if exchanges is None else exchanges,
    )


def attempts(rng: np.random.Generator, count: int, *, refused_share: float) -> Shape:
    """TCP conversations that never opened: 1 to 3 SYNs, and sometimes a RST for each."""
    tries = rng.choice(np.array([1, 2, 3]), count, p=[0.5, 0.2, 0.3])
    refused = rng.random(count) < refused_share
    tries = np.where(refused, 1, tries)
    waits_ms = np.array([0, 0, 1000, 3000])
    return Shape(
        # Retransmissions after 1 s, then 2 s more (RFC 6298 section 2).
        duration_ms=np.where(refused, rng.integers(5, 200, count), waits_ms[tries]),
        out_packets=tries,
        out_octets=tries * SYN_OCTETS,
        out_flags=np.full(count, SYN, dtype=np.uint8),
        in_packets=refused.astype(np.int64),
        in_octets=refused * np.int64(40),
        in_flags=np.where(refused, RST | ACK, 0).astype(np.uint8),
        exchanges=constant(count, 1),
    )


def with_failures(rng: np.random.Generator, shape: Shape, share: float) -> Shape:
    """Some of the conversations fail to open."""
    failed = np.flatnonzero(rng.random(len(shape)) < share)
    order = np.arange(len(shape))
    order[failed] = len(shape) + np.arange(len(failed))
    return Shape.concat([shape, attempts(rng, len(failed), refused_share=0.3)]).take(order)


def mixed(is_first: Mask, first: Shape, second: Shape) -> Shape:
    """Row by row the first shape or the second."""
    count = len(first)
    order = np.where(is_first, np.arange(count), count + np.arange(count))
    return Shape.concat([first, second]).take(order)
