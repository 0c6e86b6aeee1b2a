"""Files: one pcap per router, laid out in one buffer and written at once."""

from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

import numpy as np

from noroshi.lab.columns import I64, U8, Mask
from noroshi.lab.export.form import TEMPLATE_V4, TEMPLATE_V6, Form, Sending
from noroshi.lab.export.frame import FRAME_SIZE, PCAP_HEADER, frames
from noroshi.lab.export.ipfix import Ipfix
from noroshi.lab.export.octets import rows, scatter
from noroshi.lab.export.packing import MAX_PAYLOAD, Packing, pack
from noroshi.lab.export.v5 import V5
from noroshi.lab.export.v9 import V9
from noroshi.lab.observe import Observation, Records, Router, Version

COLLECTOR = IPv4Address("203.0.113.250")
TEMPLATE_REFRESH_MS = 600_000
"""Over UDP templates are sent again and again (RFC 7011 section 8.4)."""

V5_MOST = 30
"""Records in a v5 datagram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What one pcap file holds; packets and octets as counted in its records."""

    path: Path
    version: Version
    datagrams: int
    records: int
    packets: int
    octets: int


def exporter_address(router: int) -> IPv4Address:
    """The address from which a router sends (RFC 5737)."""
    return IPv4Address("203.0.113.1") + router


def collector_port(version: Version) -> int:
    """2055 by custom for NetFlow, 4739 for IPFIX (IANA)."""
    return 4739 if version is Version.IPFIX else 2055


def export_records(
    records: Records, observation: Observation, start_ms: int, folder: Path
) -> tuple[Exported, ...]:
    """Write the records of all routers; routers were switched on their uptime before `start_ms`."""
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    for number, router in enumerate(observation.routers):
        mine = records.take(records.router == number)
        path = folder / f"router{number + 1}-{router.version}.pcap"
        form = form_of(router, number, observation.sampling, start_ms)
        payloads = lay_out(mine, form, router.version, number)
        with path.open("wb") as file:
            file.write(PCAP_HEADER)
            file.write(payloads.buffer.data)
        done.append(
            Exported(
                path=path,
                version=router.version,
                datagrams=payloads.datagrams,
                records=len(mine),
                packets=int(mine.packets.sum()),
                octets=int(mine.octets.sum()),
            )
        )
    return tuple(done)


def form_of(router: Router, number: int, sampling: int, start_ms: int) -> Form:
    """The export format of a router."""
    boot_ms = start_ms - router.uptime_s * 1000
    if router.version is Version.V5:
        return V5(boot_ms=boot_ms, sampling=sampling, engine_id=number)
    if router.version is Version.V9:
        return V9(boot_ms=boot_ms, sampling=sampling, source_id=number)
    return Ipfix(sampling=sampling, domain=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All frames of one router, one after the other."""

    buffer: U8
    datagrams: int


def lay_out(records: Records, form: Form, version: Version, number: int) -> Layout:
    """Frames with templates in between; empty where there are no records."""
    packing = pack(records, *_room(form))
    if len(packing.count) == 0:
        return Layout(buffer=np.zeros(0, dtype=np.uint8), datagrams=0)
    sending, is_data = _with_control(packing, form)
    offset = np.cumsum(FRAME_SIZE + sending.length) - FRAME_SIZE - sending.length
    buffer = np.zeros(int(offset[-1] + FRAME_SIZE + sending.length[-1]), dtype=np.uint8)
    around = frames(
        sending.sent_ms * 1000,
        sending.length,
        exporter=exporter_address(number),
        collector=COLLECTOR,
        port=collector_port(version),
    )
    scatter(buffer, offset, around)
    scatter(buffer, offset + FRAME_SIZE, form.headers(sending))
    body = offset + FRAME_SIZE + form.header_size
    _put_control(buffer, body[~is_data], form.control())
    _put_records(buffer, body[is_data], records, packing, form)
    return Layout(buffer=buffer, datagrams=len(offset))


def _room(form: Form) -> tuple[int, int]:
    """How many IPv4 and IPv6 records fit a datagram."""
    room = MAX_PAYLOAD - form.header_size - form.set_header_size
    fits = [room // form.record_size(v6=v6) for v6 in (False, True)]
    return (V5_MOST, 1) if form.set_header_size == 0 else (fits[0], fits[1])


def _data_length(packing: Packing, form: Form) -> I64:
    """Payload of data datagrams; sets are padded to 4 octets."""
    sizes = np.where(packing.is_v6, form.record_size(v6=True), form.record_size(v6=False))
    content = packing.count * sizes
    return form.header_size + form.set_header_size + content + -content % 4


def _with_control(packing: Packing, form: Form) -> tuple[Sending, Mask]:
    """Data datagrams and templates in order of sending, and which of them are data."""
    tick = form.tick_ms()
    data_ms = -(-packing.sent_ms // tick) * tick
    control = form.control()
    refresh_ms = (
        np.arange(data_ms[0], data_ms[-1] + 1, TEMPLATE_REFRESH_MS) if control else data_ms[:0]
    )
    extra = len(refresh_ms)
    # Stable order with templates first: they stand before the data of the same moment.
    when = np.concatenate([refresh_ms, data_ms])
    order = np.argsort(when, kind="stable")
    each = np.ones(extra, dtype=np.int64)
    length = np.concatenate([each * (form.header_size + len(control)), _data_length(packing, form)])
    count = np.concatenate([each * form.control_records(), packing.count])
    flows = np.concatenate([each * form.control_flows(), packing.count])
    sending = Sending(
        sent_ms=when[order], length=length[order], count=count[order], flows=flows[order]
    )
    return sending, order >= extra


def _put_control(buffer: U8, offset: I64, control: bytes) -> None:
    if not control:
        return
    body = rows([("body", f"V{len(control)}")], len(offset))
    body["body"] = np.void(control)
    scatter(buffer, offset, body)


def _put_records(buffer: U8, offset: I64, records: Records, packing: Packing, form: Form) -> None:
    if form.set_header_size:
        heads = rows([("id", ">u2"), ("length", ">u2")], len(offset))
        heads["id"] = np.where(packing.is_v6, TEMPLATE_V6, TEMPLATE_V4)
        heads["length"] = _data_length(packing, form) - form.header_size
        scatter(buffer, offset, heads)
    for v6 in (False, True):
        chosen = packing.is_v6[packing.datagram] == v6
        if not chosen.any():
            continue
        body = form.records(records.take(packing.order[chosen]), v6=v6)
        start = offset[packing.datagram[chosen]] + form.set_header_size
        scatter(buffer, start + packing.nth[chosen] * body.dtype.itemsize, body)
