"""Forms: what each kind of exporter writes around and into its records.

Message headers and sampling options are those of `noroshi.lab.export`; records are wider here, as
routers at a provider's edge send them.
"""

import struct
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from noroshi.lab.columns import I64, U8
from noroshi.lab.export.form import TEMPLATE_V4, TEMPLATE_V6, Sending
from noroshi.lab.export.ipfix import Ipfix
from noroshi.lab.export.octets import Field, Rows, narrow, rows, v4_address, v6_address
from noroshi.lab.export.v5 import RECORD
from noroshi.lab.export.v9 import V9, VARIABLE, Fields, framed, template_of
from noroshi.lab.load.flows import APPLICATIONS, VRFS, Flows, next_hop

MAX_PAYLOAD = 1472
"""UDP payload of an Ethernet frame over IPv4."""

_INTERFACES = (1, 2, *range(100, 132))
_TEMPLATE_INTERFACES = 259

_ADDRESSES: dict[bool, Fields] = {
    False: (("source", ">u4", 8), ("destination", ">u4", 12), ("next_hop", ">u4", 15)),
    True: (("source", "16u1", 27), ("destination", "16u1", 28), ("next_hop", "16u1", 62)),
}
_MASKS: dict[bool, Fields] = {
    False: (("source_prefix", "u1", 9), ("destination_prefix", "u1", 13)),
    True: (("source_prefix", "u1", 29), ("destination_prefix", "u1", 30)),
}
_COMMON: Fields = (
    ("ingress", ">u4", 10), ("egress", ">u4", 14), ("source_port", ">u2", 7),
    ("destination_port", ">u2", 11), ("protocol", "u1", 4), ("tos", "u1", 5),
    ("direction", "u1", 61), ("version", "u1", 60), ("source_as", ">u4", 16),
    ("destination_as", ">u4", 17),
)  # fmt: skip
_V9: Fields = (
    ("packets", ">u4", 2), ("octets", ">u4", 1), ("first", ">u4", 22), ("last", ">u4", 21),
    ("flags", "u1", 6),
)  # fmt: skip
_IPFIX: Fields = (
    ("packets", ">u8", 2), ("octets", ">u8", 1), ("first", ">u8", 152), ("last", ">u8", 153),
    ("flags", ">u2", 6), ("end_reason", "u1", 136),
)  # fmt: skip
_NAMES: Fields = (("application", VARIABLE, 96), ("vrf", VARIABLE, 236))


class Form(Protocol):
    """One kind of exporter."""

    @property
    def families(self) -> tuple[bool | None, ...]:
        """Which address families are written apart; null for both at once."""

    def limits(self) -> tuple[int, int]:
        """Most records in a datagram of IPv4 and of IPv6 flows."""

    @property
    def set_header_size(self) -> int:
        """Octets between message header and records."""

    @property
    def header_size(self) -> int:
        """Octets of the message header."""

    def sizes(self, flows: Flows) -> I64:
        """Octets of each record."""

    def write(self, flows: Flows, boot_ms: I64, number: I64, *, v6: bool) -> Rows:
        """Records of one address family, all as long as the longest may be.

        Args:
            flows: What they hold.
            boot_ms: When the exporter of each was switched on.
            number: How many flows its exporter sent before each.
            v6: Address family.
        """


@dataclass(frozen=True, slots=True)
class V5Form:
    """NetFlow v5."""

    header_size: int = 24
    set_header_size: int = 0
    families: tuple[bool | None, ...] = (False,)

    def limits(self) -> tuple[int, int]:
        """30 records; IPv6 cannot be carried."""
        return 30, 0

    def sizes(self, flows: Flows) -> I64:
        """48 octets each."""
        return np.full(len(flows), 48)

    def write(self, flows: Flows, boot_ms: I64, number: I64, *, v6: bool) -> Rows:  # noqa: ARG002  # the protocol's
        """IPv4 records."""
        out = rows(RECORD, len(flows))
        _fill(out, flows, boot_ms, v6=v6)
        out["input"], out["output"] = flows.ingress, flows.egress
        out["source_mask"] = flows.source_prefix
        out["destination_mask"] = flows.destination_prefix
        return out


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """NetFlow v9 and IPFIX."""

    tail: Fields
    header_size: int
    named: bool = False
    set_header_size: int = 4
    families: tuple[bool | None, ...] = (False, True)

    def fields(self, *, v6: bool) -> Fields:
        """The template of one address family."""
        names = _NAMES if self.named else ()
        return _ADDRESSES[v6] + _COMMON + _MASKS[v6] + self.tail + names

    def limits(self) -> tuple[int, int]:
        """As many as fit, whatever the names."""
        room = MAX_PAYLOAD - self.header_size - self.set_header_size - 3
        v4, v6 = (room // self._layout(v6=v6).itemsize for v6 in (False, True))
        return v4, v6

    def sizes(self, flows: Flows) -> I64:
        """Fixed by address family, and by the names where there are any."""
        wide: I64 = np.where(
            flows.is_v6, self._layout(v6=True).itemsize, self._layout(v6=False).itemsize
        )
        if not self.named:
            return wide
        wide += _name_lengths()[_named(flows)] - _names().shape[1]
        return wide

    def templates(self) -> bytes:
        """Both template records."""
        return template_of(TEMPLATE_V4, self.fields(v6=False)) + template_of(
            TEMPLATE_V6, self.fields(v6=True)
        )

    def write(self, flows: Flows, boot_ms: I64, number: I64, *, v6: bool) -> Rows:  # noqa: ARG002  # the protocol's
        """Records of one address family."""
        out: Rows = np.zeros(len(flows), self._layout(v6=v6))
        _fill(out, flows, boot_ms, v6=v6)
        out["version"] = 6 if v6 else 4
        if self.named:
            out["names"] = _names()[_named(flows)]
        return out

    def _layout(self, *, v6: bool) -> np.dtype[np.void]:
        fields: list[Field] = [
            (name, form) for name, form, _ in self.fields(v6=v6) if form != VARIABLE
        ]
        if self.named:
            fields.append(("names", f"{_names().shape[1]}u1"))
        return np.dtype(fields)


def _fill(out: Rows, flows: Flows, boot_ms: I64, *, v6: bool) -> None:
    """The columns that all kinds have, by name."""
    names = set(out.dtype.names or ())
    address = v6_address if v6 else v4_address
    out["source"], out["destination"] = address(flows.source), address(flows.destination)
    hi, lo = next_hop(v6=v6)
    hop = np.frombuffer(struct.pack(">QQ", hi, lo), np.uint8)
    out["next_hop"] = hop if v6 else lo & 0xFFFF_FFFF
    out["source_port"], out["destination_port"] = flows.source.port, flows.destination.port
    long = out.dtype["octets"].itemsize == 8
    base = 0 if long else boot_ms
    out["packets"] = flows.packets if long else narrow(flows.packets, "the packet counter")
    out["octets"] = flows.octets if long else narrow(flows.octets, "the octet counter")
    out["first"], out["last"] = flows.first_ms - base, flows.last_ms - base
    for name in ("ingress", "egress", "protocol", "tos", "direction", "flags", "end_reason",
                 "source_as", "destination_as", "source_prefix", "destination_prefix"):  # fmt: skip
        if name in names:
            out[name] = getattr(flows, name)


def _named(flows: Flows) -> I64:
    """Which pair of names each flow has."""
    return flows.application.astype(np.int64) * len(VRFS) + flows.vrf


@cache
def _pairs() -> tuple[bytes, ...]:
    """Both names of every pair, each behind its length (RFC 7011 section 7)."""
    texts = [(one.encode(), two.encode()) for one in APPLICATIONS for two in VRFS]
    return tuple(bytes([len(a)]) + a + bytes([len(b)]) + b for a, b in texts)


@cache
def _names() -> U8:
    width = max(map(len, _pairs()))
    octets = b"".join(pair.ljust(width, b"\0") for pair in _pairs())
    return np.frombuffer(octets, np.uint8).reshape(len(_pairs()), width)


@cache
def _name_lengths() -> I64:
    return np.array([len(pair) for pair in _pairs()], np.int64)


V5_FORM = V5Form()
V9_FORM = TemplateForm(tail=_V9, header_size=20)
IPFIX_FORM = TemplateForm(tail=_IPFIX, header_size=16)
VARIABLE_FORM = TemplateForm(tail=_IPFIX, header_size=16, named=True)


def interface_name(index: int) -> str:
    """What a router calls an interface."""
    return f"uplink{index}" if index < 100 else f"access0/{index - 100}"


def _interfaces(scope: bytes, scope_set: int) -> bytes:
    options = scope + struct.pack(">HH", 82, 16)
    data = b"".join(
        struct.pack(">I16s", index, interface_name(index).encode()) for index in _INTERFACES
    )
    return framed(scope_set, options) + framed(_TEMPLATE_INTERFACES, data)


@dataclass(frozen=True, slots=True)
class Control:
    """A datagram of templates and options, without its message header.

    Attributes:
        body: Its sets or samples.
        records: Records of all kinds, as a v9 header counts them.
        flows: Data records, as an IPFIX sequence number counts them.
    """

    body: bytes
    records: int
    flows: int


def v9_control(head: V9) -> Control:
    """Templates, sampling, and names of interfaces (RFC 3954 section 6.1, scope 2)."""
    scope = struct.pack(">HHHHH", _TEMPLATE_INTERFACES, 4, 4, 2, 4)
    body = framed(0, V9_FORM.templates()) + head.sampling_sets() + _interfaces(scope, 1)
    return Control(body, 5 + len(_INTERFACES), 1 + len(_INTERFACES))


def ipfix_control(head: Ipfix, form: TemplateForm) -> Control:
    """Templates, sampling, and names of interfaces (RFC 7011 section 3.4.2.2, scope element 10)."""
    scope = struct.pack(">HHHHH", _TEMPLATE_INTERFACES, 2, 1, 10, 4)
    body = framed(2, form.templates()) + head.sampling_sets() + _interfaces(scope, 3)
    return Control(body, 5 + len(_INTERFACES), 1 + len(_INTERFACES))


class Head(Protocol):
    """Writer of message headers."""

    def headers(self, sending: Sending) -> Rows:
        """Headers of datagrams of one exporter."""
