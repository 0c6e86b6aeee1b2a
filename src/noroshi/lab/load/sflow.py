"""sFlow version 5 (sflow.org, July 2004): sampled packets as raw headers of up to 128 octets.

Only the headers of a packet are made; what would be its payload is zero.
"""

import struct
from dataclasses import dataclass

import numpy as np

from noroshi.lab.columns import I64, Mask
from noroshi.lab.export.form import Sending
from noroshi.lab.export.octets import Field, Rows, rows, v4_address, v6_address
from noroshi.lab.load.flows import Flows
from noroshi.spine.model.protocol import TCP, UDP

HEADER: list[Field] = [
    ("version", ">u4"), ("address_type", ">u4"), ("agent", ">u4"), ("sub_agent", ">u4"),
    ("sequence", ">u4"), ("uptime", ">u4"), ("samples", ">u4"),
]  # fmt: skip

_SAMPLE: list[Field] = [
    ("format", ">u4"), ("length", ">u4"), ("sequence", ">u4"), ("source_id", ">u4"),
    ("rate", ">u4"), ("pool", ">u4"), ("drops", ">u4"), ("input", ">u4"), ("output", ">u4"),
    ("records", ">u4"), ("record_format", ">u4"), ("record_length", ">u4"), ("protocol", ">u4"),
    ("frame_length", ">u4"), ("stripped", ">u4"), ("held", ">u4"),
]  # fmt: skip
"""A flow sample (format 1) and the head of its one record, the raw packet header (format 1)."""
_BEFORE_HEADER = 64

_ETHERNET: list[Field] = [("to", "6u1"), ("from", "6u1"), ("type", ">u2")]
_TAG: list[Field] = [("tag", ">u2"), ("inner_type", ">u2")]
_IPV4: list[Field] = [
    ("first", "u1"), ("tos", "u1"), ("length", ">u2"), ("id", ">u2"), ("fragment", ">u2"),
    ("ttl", "u1"), ("next", "u1"), ("checksum", ">u2"), ("source", ">u4"), ("destination", ">u4"),
]  # fmt: skip
_IPV6: list[Field] = [
    ("label", ">u4"), ("payload", ">u2"), ("next", "u1"), ("ttl", "u1"), ("source", "16u1"),
    ("destination", "16u1"),
]  # fmt: skip
_TCP: list[Field] = [
    ("source_port", ">u2"), ("destination_port", ">u2"), ("number", ">u4"),
    ("acknowledged", ">u4"), ("offset", "u1"), ("flags", "u1"), ("window", ">u2"),
    ("sum", ">u2"), ("urgent", ">u2"),
]  # fmt: skip

SHOWN = 128
"""Octets of a packet that agents copy (sFlow v5 section 3.1: a common default)."""
SOURCES = 4
"""Sampling ports of an agent; each numbers its own samples."""
VLAN = 100
_FCS = 4
_COUNTER_OCTETS = 88


@dataclass(frozen=True, slots=True)
class SflowForm:
    """Samples."""

    sampling: int
    header_size: int = 28
    set_header_size: int = 0
    families: tuple[bool | None, ...] = (None,)

    def limits(self) -> tuple[int, int]:
        """7 samples of either family."""
        return 7, 7

    def sizes(self, flows: Flows) -> I64:
        """A short packet is shown whole, padded to 4 octets."""
        return _BEFORE_HEADER + (_held(flows) + 3) // 4 * 4

    def write(self, flows: Flows, boot_ms: I64, number: I64, *, v6: bool) -> Rows:  # noqa: ARG002  # the other forms' too
        """Samples of both families, each as long as the longest may be."""
        out = rows([*_SAMPLE, ("shown", f"{SHOWN}u1")], len(flows))
        held = _held(flows)
        out["format"], out["length"] = 1, self.sizes(flows) - 8
        out["sequence"] = (number // SOURCES + 1) & 0xFFFF_FFFF
        out["source_id"] = 1 + number % SOURCES
        out["rate"] = self.sampling
        out["pool"] = (number // SOURCES + 1) * self.sampling & 0xFFFF_FFFF
        out["input"], out["output"] = flows.ingress, flows.egress
        out["records"] = out["record_format"] = out["protocol"] = 1
        out["record_length"] = self.sizes(flows) - _BEFORE_HEADER + 16
        out["frame_length"] = _frame_length(flows)
        out["stripped"], out["held"] = _FCS, held
        tagged = is_tagged(flows)
        for family in (False, True):
            for vlan in (False, True):
                chosen = np.flatnonzero((flows.is_v6 == family) & (tagged == vlan))
                if len(chosen):
                    made = _packets(flows.take(chosen), v6=family, vlan=vlan)
                    out["shown"][chosen, : made.dtype.itemsize] = made.view(np.uint8).reshape(
                        len(made), -1
                    )
        return out


def is_tagged(flows: Flows) -> Mask:
    """Access ports of odd number carry VLAN tags."""
    tagged: Mask = (flows.ingress >= 100) & (flows.ingress % 2 == 1)
    return tagged


def _frame_length(flows: Flows) -> I64:
    return flows.octets + 14 + 4 * is_tagged(flows) + _FCS


def _held(flows: Flows) -> I64:
    return np.minimum(_frame_length(flows) - _FCS, SHOWN)


def _packets(flows: Flows, *, v6: bool, vlan: bool) -> Rows:
    """Headers of one shape: Ethernet, perhaps a tag, IP, and what stands where TCP does."""
    network = _IPV6 if v6 else _IPV4
    out = rows([*_ETHERNET, *(_TAG if vlan else []), *network, *_TCP], len(flows))
    ethertype = 0x86DD if v6 else 0x0800
    out["to"], out["from"] = (2, 0, 0, 0, 0, 1), (2, 0, 0, 0, 0, 2)
    if vlan:
        out["type"], out["tag"], out["inner_type"] = 0x8100, VLAN, ethertype
    else:
        out["type"] = ethertype
    address = v6_address if v6 else v4_address
    out["source"], out["destination"] = address(flows.source), address(flows.destination)
    out["ttl"], out["next"] = 60, flows.protocol
    if v6:
        out["label"] = 6 << 28 | flows.tos.astype(np.int64) << 20
        out["payload"] = flows.octets - 40
    else:
        out["first"], out["tos"], out["length"] = 0x45, flows.tos, flows.octets
        out["checksum"] = _checksum(out)
    _transport(out, flows)
    return out


def _transport(out: Rows, flows: Flows) -> None:
    """Ports, or type and code of ICMP; TCP's further words. Sums are left out: payload is missing."""
    ported = (flows.protocol == TCP) | (flows.protocol == UDP)
    first = np.where(ported, flows.source.port, flows.destination.port)
    out["source_port"] = first
    out["destination_port"] = np.where(ported, flows.destination.port, 0)
    tcp = flows.protocol == TCP
    out["number"] = np.where(tcp, 1, flows.octets - 20 << 16)
    out["offset"] = np.where(tcp, 5 << 4, 0)
    out["flags"] = flows.flags
    out["window"] = np.where(tcp, 0xFFFF, 0)


def _checksum(out: Rows) -> I64:
    """The IPv4 header checksum (RFC 1071)."""
    total = (out["first"].astype(np.int64) << 8) | out["tos"]
    total += out["length"].astype(np.int64) + (out["ttl"].astype(np.int64) << 8 | out["next"])
    for name in ("source", "destination"):
        address = out[name].astype(np.int64)
        total += (address >> 16) + (address & 0xFFFF)
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    checksum: I64 = ~total & 0xFFFF
    return checksum


@dataclass(frozen=True, slots=True, kw_only=True)
class Sflow:
    """Datagram headers of one agent."""

    boot_ms: int
    agent: int

    def headers(self, sending: Sending) -> Rows:
        """Headers; the sequence counts datagrams."""
        out = rows(HEADER, len(sending.sent_ms))
        out["version"], out["address_type"], out["agent"] = 5, 1, self.agent
        out["sequence"] = (sending.datagrams_before + np.arange(1, len(out) + 1)) % (1 << 32)
        out["uptime"] = (sending.sent_ms - self.boot_ms) % (1 << 32)
        out["samples"] = sending.count
        return out


def counter_samples() -> tuple[bytes, int]:
    """Interface counters of both uplinks (format 2, record 1), and their number."""
    made = b""
    for index in (1, 2):
        speed, octets, packets = 10_000_000_000, 1_000_000_000_000, 1_000_000_000
        record = struct.pack(
            ">IIQIIQIIIIIIQIIIIII", index, 6, speed, 1, 3, octets, packets, 0, 0, 0, 0, 0, octets,
            packets, 0, 0, 0, 0, 0,
        )  # fmt: skip
        body = struct.pack(">III", 1, index, 1) + struct.pack(">II", 1, len(record)) + record
        made += struct.pack(">II", 2, len(body)) + body
    return made, 2
