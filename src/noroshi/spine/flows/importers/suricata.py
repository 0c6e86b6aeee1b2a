"""Suricata: `flow` and `netflow` events of EVE JSON; other events are no rows and are passed over."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, distinct_words, is_one_of, one_array, only_where
from noroshi.spine.flows.blocks import read_lines
from noroshi.spine.flows.draft import MISSING, Draft, ends, settle
from noroshi.spine.flows.importers.jsonl import JsonLines, Numbered
from noroshi.spine.flows.importers.moment import moments, seconds_between
from noroshi.spine.flows.importers.one_way import one_way
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import integers, texts
from noroshi.spine.flows.tally import Tally

_COMMON = ("src_ip", "src_port", "dest_ip", "dest_port", "proto", "app_proto", "icmp_type", "icmp_code", "vlan")  # fmt: skip
_TCP = ("tcp.tcp_flags", "tcp.tcp_flags_ts", "tcp.tcp_flags_tc")
_FLOW = (
    "flow.start", "flow.end", "flow.pkts_toserver", "flow.pkts_toclient", "flow.bytes_toserver",
    "flow.bytes_toclient",
)  # fmt: skip
_NETFLOW = ("netflow.start", "netflow.end", "netflow.pkts", "netflow.bytes")


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of an eve.json."""
    reader = JsonLines((*_COMMON, *_TCP, *_FLOW, *_NETFLOW))
    for block in read_lines(source.path, tally):
        found: dict[str, list[Numbered]] = {"flow": [], "netflow": []}
        for number, event in reader.objects(block, tally):
            kind = event.get("event_type")
            if kind in ("flow", "netflow"):
                found[str(kind)].append((number, event))
            else:
                tally.read -= 1
        both = _flow(reader.table(found["flow"], tally))
        yield settle(one_way(both) if source.uniflow else both, tally)
        yield settle(one_way(_netflow(reader.table(found["netflow"], tally))), tally)


def _flow(table: pa.Table) -> Draft:
    return _draft(
        table,
        ("flow.start", "flow.end"),
        ("flow.bytes_toserver", "flow.pkts_toserver"),
        ("flow.bytes_toclient", "flow.pkts_toclient"),
        ("tcp.tcp_flags_ts", "tcp.tcp_flags_tc"),
    )


def _netflow(table: pa.Table) -> Draft:
    counts = ("netflow.bytes", "netflow.pkts")
    flags = ("tcp.tcp_flags", "tcp.tcp_flags")
    return _draft(table, ("netflow.start", "netflow.end"), counts, counts, flags)


def _draft(
    table: pa.Table,
    times: tuple[str, str],
    forward: tuple[str, str],
    reverse: tuple[str, str],
    flags: tuple[str, str],
) -> Draft:
    def column(name: str) -> Array:
        return one_array(table[name])

    start, end = moments(column(times[0])), moments(column(times[1]))
    icmp_type, icmp_code = integers(column("icmp_type")), integers(column("icmp_code"))
    source_port, destination_port = integers(column("src_port")), integers(column("dest_port"))
    return Draft(
        start_s=start,
        duration_s=seconds_between(start, end),
        **ends(column("src_ip"), column("dest_ip")),
        protocol=protocol_numbers(column("proto")),
        source_port=np.where(icmp_type == MISSING, source_port, icmp_type),
        destination_port=np.where(icmp_code == MISSING, destination_port, icmp_code),
        octets=integers(column(forward[0])),
        packets=integers(column(forward[1])),
        reverse_octets=integers(column(reverse[0])),
        reverse_packets=integers(column(reverse[1])),
        flags=_hexadecimal(column(flags[0])),
        reverse_flags=_hexadecimal(column(flags[1])),
        more={"applicationName": _application(column("app_proto"))},
    )


def _application(names: Array) -> Array:
    """Suricata writes `failed` where it recognised nothing."""
    return only_where(~is_one_of(names, "failed"), texts(names))


def _hexadecimal(column: Array) -> I64:
    values, places = distinct_words(texts(column))
    return np.array([_flags(text) for text in values], np.int64)[places]


def _flags(text: str) -> int:
    try:
        value = int(text, 16)
    except ValueError:
        return MISSING
    return value if 0 <= value <= 0xFF else MISSING
