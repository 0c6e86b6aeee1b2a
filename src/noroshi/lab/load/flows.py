"""Flows: seeded records like those of an Internet provider, a table at a time.

200,000 subscribers talk with 60,000 servers, whose share falls with their rank (Zipf). Sizes and
durations are log-normal. All addresses are reserved: subscribers in 100.64.0.0/10 (RFC 6598) and
2001:db8:8000::/33 (RFC 3849), servers in 198.18.0.0/15 (RFC 2544) and 2001:db8::/33.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from noroshi.lab.columns import I64, U8, Columns, Ends, Mask
from noroshi.spine.model.address import MAPPED
from noroshi.spine.model.protocol import ICMP, ICMPV6, TCP, UDP

SUBSCRIBERS, SERVERS = 200_000, 60_000
V6_SHARE = 0.25

_SUBSCRIBERS_V4 = MAPPED | 0x64400000
_SERVERS_V4 = MAPPED | 0xC6120000
_SUBSCRIBERS_V6, _SERVERS_V6 = 0x20010DB8_80000000, 0x20010DB8_00000000
_NEXT_HOP_V4, _NEXT_HOP_V6 = MAPPED | 0xC0000201, 0x20010DB8_FFFFFFFF
_GRE, _ESP = 47, 50

# Protocol, server port, application, flows in 256. Shares follow what access networks report:
# the web first, over TCP and QUIC, then name look-ups by number though not by octets.
_SERVICES = (
    (TCP, 443, "https", 92), (UDP, 443, "quic", 52), (UDP, 53, "dns", 46), (TCP, 80, "http", 18),
    (UDP, 123, "ntp", 6), (TCP, 993, "imaps", 4), (TCP, 5223, "push", 5), (UDP, 3478, "stun", 5),
    (TCP, 22, "ssh", 2), (TCP, 8080, "http-alt", 4), (UDP, 51820, "wireguard", 3),
    (UDP, 6881, "torrent", 8), (TCP, 25, "smtp", 2), (ICMP, 0, "icmp", 6), (_ESP, 0, "ipsec", 2),
    (_GRE, 0, "gre", 1),
)  # fmt: skip
APPLICATIONS = tuple(name for _, _, name, _ in _SERVICES)
VRFS = ("default", "access", "business", "cgn", "mobile", "voice", "wholesale", "guest-wifi")
_DNS = APPLICATIONS.index("dns")

_FLAGS = np.array([0x1B, 0x1B, 0x1B, 0x1A, 0x18, 0x10, 0x02, 0x1F], np.uint8)
"""TCP flags, cumulative: mostly whole connections, some pieces of long ones, some unanswered."""
_ECHO, _ECHO_V6 = 8 << 8, 128 << 8
"""ICMP type and code, which exporters put where the destination port stands."""

LONGEST_MS = 120_000
"""Exporters' active timeout."""
MOST_PACKETS = 1_000_000
LEAST_OCTETS, MOST_OCTETS = 84, 1500
"""Of one IP packet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows(Columns):
    """Records as their datagrams hold them, in order: the truth that a collector is held to.

    Attributes:
        exporter: Number of the router.
        application: Index in `APPLICATIONS`.
        vrf: Index in `VRFS`.
        is_v6: Address family; `next_hop` is one of its addresses.
    """

    exporter: I64
    first_ms: I64
    last_ms: I64
    source: Ends
    destination: Ends
    is_v6: Mask
    protocol: U8
    flags: U8
    tos: U8
    direction: U8
    end_reason: U8
    packets: I64
    octets: I64
    ingress: I64
    egress: I64
    source_as: I64
    destination_as: I64
    source_prefix: U8
    destination_prefix: U8
    application: U8
    vrf: U8


def next_hop(*, v6: bool) -> tuple[int, int]:
    """The router behind all flows, as address halves."""
    return (_NEXT_HOP_V6, 1) if v6 else (0, _NEXT_HOP_V4)


@cache
def _service_by_octet() -> U8:
    return np.repeat(np.arange(len(_SERVICES), dtype=np.uint8), [row[3] for row in _SERVICES])


@cache
def _service_column(place: int) -> I64:
    return np.array([row[place] for row in _SERVICES], np.int64)


def draw(
    random: np.random.Generator, *, exporter: I64, is_v6: Mask, sent_ms: I64, sampled: Mask
) -> Flows:
    """Draw one flow for each row.

    Args:
        random: Where chance comes from.
        exporter: Router of each flow.
        is_v6: Address family of each.
        sent_ms: When each is exported, in the exporter's clock.
        sampled: Rows that are sampled packets, not flows: one packet, at the time of export.
    """
    rows = len(exporter)
    octet = random.integers(0, 256, (6, rows), np.uint8)
    service = _service_by_octet()[octet[0]]
    down = octet[1] < 140
    subscriber = (random.random(rows, np.float32) * SUBSCRIBERS).astype(np.int64)
    near, far = _ends(random, service, subscriber, is_v6)
    source, destination = _turned(down, near, far)
    protocol = _service_column(0).astype(np.uint8)[service]
    protocol[is_v6 & (protocol == ICMP)] = ICMPV6
    packets, size = _sizes(random, service, down)
    packets[sampled] = 1
    waited = (random.random(rows, np.float32) * 5000).astype(np.int64)
    waited[sampled] = 0
    last, duration = sent_ms - waited, _durations(random, packets)
    access, uplink = 100 + subscriber % 32, 1 + subscriber % 2
    _note_icmp(source, destination, protocol)
    near_as, far_as = np.full(rows, 64_511), 64_496 + (far.lo & 7)
    length = np.where(is_v6, 32, 15).astype(np.uint8)
    return Flows(
        exporter=exporter,
        first_ms=last - duration,
        last_ms=last,
        source=source,
        destination=destination,
        is_v6=is_v6,
        protocol=protocol,
        flags=np.where(protocol == TCP, _FLAGS[octet[2] & 7], 0).astype(np.uint8),
        tos=np.where(octet[3] < 230, 0, octet[3] & 0xB8).astype(np.uint8),
        direction=down.astype(np.uint8),
        end_reason=(1 + octet[4] % 3).astype(np.uint8),
        packets=packets,
        octets=packets * size,
        ingress=np.where(down, uplink, access),
        egress=np.where(down, access, uplink),
        source_as=np.where(down, far_as, near_as),
        destination_as=np.where(down, near_as, far_as),
        source_prefix=np.where(down, length, length + 7).astype(np.uint8),
        destination_prefix=np.where(down, length + 7, length).astype(np.uint8),
        application=service,
        vrf=(subscriber & 7).astype(np.uint8),
    )


def _ends(
    random: np.random.Generator, service: U8, subscriber: I64, is_v6: Mask
) -> tuple[Ends, Ends]:
    """Subscriber and server of each flow."""
    rows = len(subscriber)
    # The share of rank k is ln((k+1)/k), which falls as 1/k: Zipf's law with exponent 1.
    power = random.random(rows, np.float32) * np.float32(np.log(SERVERS))
    rank = np.minimum(np.exp(power).astype(np.int64), SERVERS) - 1
    # An odd factor spreads ranks over the range without two on one address.
    spread = rank * 40_503 & 0x1FFFF
    client_port = random.integers(1024, 65_536, rows, np.uint16)
    server_port = _service_column(1).astype(np.uint16)[service]
    client_port[server_port == 0] = 0
    near = Ends(
        hi=np.where(is_v6, _SUBSCRIBERS_V6 + subscriber, 0),
        lo=np.where(is_v6, 0x0200_0000_0000_0001 + subscriber, _SUBSCRIBERS_V4 + subscriber * 20),
        port=client_port,
    )
    far = Ends(
        hi=np.where(is_v6, _SERVERS_V6 + (spread >> 4), 0),
        lo=np.where(is_v6, 1 + rank, _SERVERS_V4 + spread),
        port=server_port,
    )
    return near, far


def _turned(down: Mask, near: Ends, far: Ends) -> tuple[Ends, Ends]:
    """Source and destination, the server first where traffic goes down."""
    return (
        Ends(
            hi=np.where(down, far.hi, near.hi),
            lo=np.where(down, far.lo, near.lo),
            port=np.where(down, far.port, near.port),
        ),
        Ends(
            hi=np.where(down, near.hi, far.hi),
            lo=np.where(down, near.lo, far.lo),
            port=np.where(down, near.port, far.port),
        ),
    )


def _note_icmp(source: Ends, destination: Ends, protocol: U8) -> None:
    """Type and code of an echo request, in the destination port as exporters write it."""
    for number, code in ((ICMP, _ECHO), (ICMPV6, _ECHO_V6)):
        rows = np.flatnonzero(protocol == number)
        source.port[rows], destination.port[rows] = 0, code


def _sizes(random: np.random.Generator, service: U8, down: Mask) -> tuple[I64, I64]:
    """Packets of each flow, and octets of its mean packet."""
    rows = len(service)
    packets = np.exp(random.standard_normal(rows, np.float32) * 1.6 + 1.6)
    packets = np.clip(packets, 1, MOST_PACKETS).astype(np.int64)
    packets[service == _DNS] = 1
    share = random.random(rows, np.float32)
    # Down, most packets are full; up, most are acknowledgements.
    share = np.where(down, np.sqrt(share), share**4)
    share[service == _DNS] *= 0.2
    size = LEAST_OCTETS + (share * (MOST_OCTETS - LEAST_OCTETS)).astype(np.int64)
    return packets, size


def _durations(random: np.random.Generator, packets: I64) -> I64:
    drawn = np.exp(random.standard_normal(len(packets), np.float32) * 1.8 + 7.0)
    duration: I64 = np.minimum(drawn, LONGEST_MS).astype(np.int64)
    duration[packets == 1] = 0
    return duration
