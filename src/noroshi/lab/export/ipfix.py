"""IPFIX (RFC 7011): 64-bit counters, absolute milliseconds, sampling after RFC 5477."""

import struct
from dataclasses import dataclass

import numpy as np

from noroshi.lab.export.form import TEMPLATE_SAMPLING, TEMPLATE_V4, TEMPLATE_V6, Sending
from noroshi.lab.export.octets import Field, Rows, rows, v4_address, v6_address
from noroshi.lab.export.v9 import ADDRESSES, Fields, framed, template_of
from noroshi.lab.observe import Records

HEADER: list[Field] = [
    ("version", ">u2"), ("length", ">u2"), ("seconds", ">u4"), ("sequence", ">u4"),
    ("domain", ">u4"),
]  # fmt: skip

TAIL: Fields = (
    ("source_port", ">u2", 7), ("destination_port", ">u2", 11), ("protocol", "u1", 4),
    ("tos", "u1", 5), ("flags", ">u2", 6), ("direction", "u1", 61), ("end_reason", "u1", 136),
    ("input", ">u4", 10), ("output", ">u4", 14), ("packets", ">u8", 2), ("octets", ">u8", 1),
    ("first", ">u8", 152), ("last", ">u8", 153),
)  # fmt: skip
"""Name, type and information element of what follows the two addresses."""

OBSERVATION_DOMAIN, SELECTOR_ALGORITHM, PACKET_INTERVAL, PACKET_SPACE = 149, 304, 305, 306
SYSTEMATIC_COUNT_BASED = 1


def fields_of(*, v6: bool) -> Fields:
    """The template of one address family."""
    return ADDRESSES[v6] + TAIL


def template(template_id: int, *, v6: bool) -> bytes:
    """One template record (section 3.4.1)."""
    return template_of(template_id, fields_of(v6=v6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipfix:
    """IPFIX of one router."""

    sampling: int
    domain: int
    header_size: int = 16
    set_header_size: int = 4

    def control(self) -> bytes:
        """Both templates, and how packets are sampled."""
        templates = template(TEMPLATE_V4, v6=False) + template(TEMPLATE_V6, v6=True)
        return framed(2, templates) + self.sampling_sets()

    def sampling_sets(self) -> bytes:
        """The sampling options template (section 3.4.2.2) and its data."""
        options = struct.pack(
            ">HHHHHHHHHHH", TEMPLATE_SAMPLING, 4, 1, OBSERVATION_DOMAIN, 4,
            SELECTOR_ALGORITHM, 2, PACKET_INTERVAL, 4, PACKET_SPACE, 4,
        )  # fmt: skip
        data = struct.pack(">IHII", self.domain, SYSTEMATIC_COUNT_BASED, 1, self.sampling - 1)
        return framed(3, options) + framed(TEMPLATE_SAMPLING, data)

    def control_records(self) -> int:
        """Unused by the header."""
        return 4

    def control_flows(self) -> int:
        """One options record, which the sequence number counts as well."""
        return 1

    def tick_ms(self) -> int:
        """Any millisecond: flow times are absolute."""
        return 1

    def headers(self, sending: Sending) -> Rows:
        """Headers; the sequence counts data records sent before (section 3.1)."""
        out = rows(HEADER, len(sending.sent_ms))
        out["version"] = 10
        out["length"] = sending.length
        out["seconds"] = sending.sent_ms // 1000
        out["sequence"] = sending.flow_numbers()
        out["domain"] = self.domain
        return out

    def record_size(self, *, v6: bool) -> int:
        """Octets of a record: 58, or 82 for IPv6."""
        return sum(np.dtype(form).itemsize for _, form, _ in fields_of(v6=v6))

    def records(self, records: Records, *, v6: bool) -> Rows:
        """Records of one address family."""
        out = rows([(name, form) for name, form, _ in fields_of(v6=v6)], len(records))
        address = v6_address if v6 else v4_address
        ingress, egress = records.interfaces()
        out["source"], out["destination"] = address(records.source), address(records.destination)
        out["source_port"] = records.source.port
        out["destination_port"] = records.destination.port
        out["protocol"], out["flags"] = records.protocol, records.flags
        out["end_reason"] = records.end_reason
        out["input"], out["output"] = ingress, egress
        out["packets"], out["octets"] = records.packets, records.octets
        out["first"], out["last"] = records.first_ms, records.last_ms
        return out
