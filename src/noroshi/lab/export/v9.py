"""NetFlow v9 (RFC 3954): templates, 32-bit counters, times in milliseconds since the router began."""

import struct
from dataclasses import dataclass

import numpy as np

from noroshi.lab.export.form import TEMPLATE_SAMPLING, TEMPLATE_V4, TEMPLATE_V6, Sending
from noroshi.lab.export.octets import Field, Rows, narrow, rows, v4_address, v6_address
from noroshi.lab.observe import Records

HEADER: list[Field] = [
    ("version", ">u2"), ("count", ">u2"), ("uptime", ">u4"), ("seconds", ">u4"),
    ("sequence", ">u4"), ("source_id", ">u4"),
]  # fmt: skip

Fields = tuple[tuple[str, str, int], ...]
"""Name, type and element of each field of a record."""

TAIL: Fields = (
    ("source_port", ">u2", 7), ("destination_port", ">u2", 11), ("protocol", "u1", 4),
    ("flags", "u1", 6), ("tos", "u1", 5), ("direction", "u1", 61), ("input", ">u4", 10),
    ("output", ">u4", 14), ("packets", ">u4", 2), ("octets", ">u4", 1), ("first", ">u4", 22),
    ("last", ">u4", 21),
)  # fmt: skip
"""Name, type and field type (RFC 3954 section 8) of what follows the two addresses."""

ADDRESSES = {False: (("source", ">u4", 8), ("destination", ">u4", 12)),
             True: (("source", "16u1", 27), ("destination", "16u1", 28))}  # fmt: skip
"""IPv4 addresses, and IPv6 addresses."""

VARIABLE = "variable"
"""In place of a type: a field whose length stands before it."""

SCOPE_SYSTEM = 1
SAMPLING_INTERVAL, SAMPLING_ALGORITHM = 34, 35
RANDOM = 2


def width_of(form: str) -> int:
    """Octets of a type as a template tells them."""
    return 65_535 if form == VARIABLE else np.dtype(form).itemsize


def fields_of(*, v6: bool) -> Fields:
    """The template of one address family."""
    return ADDRESSES[v6] + TAIL


def template(template_id: int, *, v6: bool) -> bytes:
    """One template record."""
    return template_of(template_id, fields_of(v6=v6))


def template_of(template_id: int, fields: Fields) -> bytes:
    """A template record of any fields; those of variable length are 65,535 octets (RFC 7011 7)."""
    body = b"".join(struct.pack(">HH", kind, width_of(form)) for _, form, kind in fields)
    return struct.pack(">HH", template_id, len(fields)) + body


def framed(set_id: int, body: bytes) -> bytes:
    """A flow set with its header, padded to 4 octets."""
    body += bytes(-len(body) % 4)
    return struct.pack(">HH", set_id, 4 + len(body)) + body


@dataclass(frozen=True, slots=True, kw_only=True)
class V9:
    """Version 9 of one router."""

    boot_ms: int
    sampling: int
    source_id: int
    header_size: int = 20
    set_header_size: int = 4

    def control(self) -> bytes:
        """Both templates, and how packets are sampled."""
        templates = template(TEMPLATE_V4, v6=False) + template(TEMPLATE_V6, v6=True)
        return framed(0, templates) + self.sampling_sets()

    def sampling_sets(self) -> bytes:
        """The sampling options template (section 6.1) and its data."""
        options = struct.pack(
            ">HHHHHHHHH", TEMPLATE_SAMPLING, 4, 8, SCOPE_SYSTEM, 4,
            SAMPLING_INTERVAL, 4, SAMPLING_ALGORITHM, 1,
        )  # fmt: skip
        data = struct.pack(">IIB", 0, self.sampling, RANDOM)
        return framed(1, options) + framed(TEMPLATE_SAMPLING, data)

    def control_records(self) -> int:
        """Two templates, one options template, one options record."""
        return 4

    def control_flows(self) -> int:
        """One options record."""
        return 1

    def tick_ms(self) -> int:
        """Whole seconds: the header has no finer clock, so times stay exact."""
        return 1000

    def headers(self, sending: Sending) -> Rows:
        """Headers; the sequence counts datagrams."""
        out = rows(HEADER, len(sending.sent_ms))
        out["version"] = 9
        out["count"] = sending.count
        out["uptime"] = sending.sent_ms - self.boot_ms
        out["seconds"] = sending.sent_ms // 1000
        out["sequence"] = (sending.datagrams_before + np.arange(len(out))) % (1 << 32)
        out["source_id"] = self.source_id
        return out

    def record_size(self, *, v6: bool) -> int:
        """Octets of a record: 40, or 64 for IPv6."""
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
        out["input"], out["output"] = ingress, egress
        out["packets"] = narrow(records.packets, "the packet counter")
        out["octets"] = narrow(records.octets, "the octet counter")
        out["first"] = records.first_ms - self.boot_ms
        out["last"] = records.last_ms - self.boot_ms
        return out
