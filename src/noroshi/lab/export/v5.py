"""NetFlow v5: fixed records of 48 octets, IPv4 only, 30 in a datagram."""

from dataclasses import dataclass

from noroshi.lab.export.form import Sending
from noroshi.lab.export.octets import Field, Rows, narrow, rows, v4_address
from noroshi.lab.observe import Records

HEADER: list[Field] = [
    ("version", ">u2"), ("count", ">u2"), ("uptime", ">u4"), ("seconds", ">u4"),
    ("nanoseconds", ">u4"), ("sequence", ">u4"), ("engine_type", "u1"), ("engine_id", "u1"),
    ("sampling", ">u2"),
]  # fmt: skip

RECORD: list[Field] = [
    ("source", ">u4"), ("destination", ">u4"), ("next_hop", ">u4"), ("input", ">u2"),
    ("output", ">u2"), ("packets", ">u4"), ("octets", ">u4"), ("first", ">u4"), ("last", ">u4"),
    ("source_port", ">u2"), ("destination_port", ">u2"), ("pad", "u1"), ("flags", "u1"),
    ("protocol", "u1"), ("tos", "u1"), ("source_as", ">u2"), ("destination_as", ">u2"),
    ("source_mask", "u1"), ("destination_mask", "u1"), ("pad2", ">u2"),
]  # fmt: skip

RANDOM_SAMPLING = 2 << 14
"""Sampling mode in the two high bits; the interval has 14."""


@dataclass(frozen=True, slots=True, kw_only=True)
class V5:
    """Version 5 of one router."""

    boot_ms: int
    sampling: int
    engine_id: int
    header_size: int = 24
    set_header_size: int = 0

    def control(self) -> bytes:
        """Nothing: the layout is fixed."""
        return b""

    def control_records(self) -> int:
        """None."""
        return 0

    def control_flows(self) -> int:
        """None."""
        return 0

    def tick_ms(self) -> int:
        """Any millisecond: the header has nanoseconds."""
        return 1

    def headers(self, sending: Sending) -> Rows:
        """Headers; the sequence counts flows sent before."""
        out = rows(HEADER, len(sending.sent_ms))
        out["version"] = 5
        out["count"] = sending.count
        out["uptime"] = sending.sent_ms - self.boot_ms
        out["seconds"] = sending.sent_ms // 1000
        out["nanoseconds"] = sending.sent_ms % 1000 * 1_000_000
        out["sequence"] = sending.flow_numbers()
        out["engine_id"] = self.engine_id
        out["sampling"] = 0 if self.sampling == 1 else RANDOM_SAMPLING | self.sampling
        return out

    def record_size(self, *, v6: bool) -> int:  # noqa: ARG002  # one size only
        """48 octets."""
        return 48

    def records(self, records: Records, *, v6: bool) -> Rows:
        """IPv4 records.

        Raises:
            ValueError: IPv6 was asked for.
        """
        if v6:
            raise ValueError("NetFlow v5 cannot carry IPv6; export these records as v9 or IPFIX")
        out = rows(RECORD, len(records))
        ingress, egress = records.interfaces()
        out["source"], out["destination"] = (
            v4_address(records.source),
            v4_address(records.destination),
        )
        out["input"], out["output"] = ingress, egress
        out["packets"] = narrow(records.packets, "the packet counter")
        out["octets"] = narrow(records.octets, "the octet counter")
        out["first"] = records.first_ms - self.boot_ms
        out["last"] = records.last_ms - self.boot_ms
        out["source_port"] = records.source.port
        out["destination_port"] = records.destination.port
        out["flags"] = records.flags
        out["protocol"] = records.protocol
        return out
