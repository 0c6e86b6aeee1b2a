"""GCP: VPC flow logs as Cloud Logging exports them, or their payload alone.

Fields: Google Cloud, "About VPC Flow Logs records". Counters there are already scaled up for what
the platform did not sample. Each row is one direction, told by one of its ends (`reporter`).
"""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.arrow import filled, is_one_of, one_array, typed
from noroshi.spine.flows.draft import Draft, counters, ends, settle
from noroshi.spine.flows.importers.jsonl import Json, text_of
from noroshi.spine.flows.importers.moment import moments, seconds_between
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import integers
from noroshi.spine.flows.importers.values import read_objects
from noroshi.spine.flows.tally import Aside, Tally

BATCH_ROWS = 65_536
MOST_IDS = 1_000_000
"""Ids remembered to leave out entries that were exported twice."""

_MARK = re.compile(rb'"connection"\s*:\s*\{[^{}]{0,2000}"(src|dest)_ip"')
_COLUMNS = (
    "source", "destination", "source_port", "destination_port", "protocol", "octets", "packets",
    "start", "end", "reporter", "exporter", "network",
)  # fmt: skip


def is_gcp(first: bytes) -> bool:
    """Whether octets hold entries of a VPC flow log."""
    return first.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[") and bool(_MARK.search(first))


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of log entries; entries of other logs and repeated ones are passed over."""
    rows: list[tuple[str | None, ...]] = []
    lines: list[int] = []
    seen: set[object] = set()
    for line, entry in read_objects(source.path, tally):
        payload = entry.get("jsonPayload", entry)
        connection = payload.get("connection") if isinstance(payload, dict) else None
        if not isinstance(payload, dict) or not isinstance(connection, dict):
            tally.pass_over(Aside.OTHER_RECORD)
            continue
        if _is_repeated(entry, seen):
            tally.pass_over(Aside.REPEATED)
            continue
        rows.append(_row(entry, payload, connection))
        lines.append(line)
        if len(rows) == BATCH_ROWS:
            yield _settled(rows, lines, tally)
            rows, lines = [], []
    yield _settled(rows, lines, tally)


def _is_repeated(entry: Json, seen: set[object]) -> bool:
    """Whether an entry with its id and time was there before: sinks deliver at least once."""
    id_, time = entry.get("insertId"), entry.get("timestamp")
    if not isinstance(id_, str) or not isinstance(time, str):
        return False
    key = hash((id_, time))
    if key in seen:
        return True
    if len(seen) >= MOST_IDS:
        seen.clear()
    seen.add(key)
    return False


def _row(entry: Json, payload: Json, connection: Json) -> tuple[str | None, ...]:
    reporter = text_of(payload.get("reporter"))
    end = "dest" if reporter and reporter.startswith("DEST") else "src"
    place = _inside(payload, f"{end}_instance", "vm_name")
    return (
        text_of(connection.get("src_ip")),
        text_of(connection.get("dest_ip")),
        text_of(connection.get("src_port")),
        text_of(connection.get("dest_port")),
        text_of(connection.get("protocol")),
        text_of(payload.get("bytes_sent")),
        text_of(payload.get("packets_sent")),
        text_of(payload.get("start_time")),
        text_of(payload.get("end_time")),
        reporter,
        place or _inside(entry, "resource", "labels", "subnetwork_name"),
        _inside(payload, f"{end}_vpc", "vpc_name"),
    )


def _inside(found: object, *path: str) -> str | None:
    for name in path:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return text_of(found) or None


def _settled(rows: list[tuple[str | None, ...]], lines: list[int], tally: Tally) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(_COLUMNS)
    table = pa.table(
        {name: pa.array(cells, pa.string()) for name, cells in zip(_COLUMNS, columns, strict=True)}
    )
    tally.read += len(rows)
    tally.lines = np.array(lines, np.int64) if lines and lines[0] else None
    return settle(_draft(table), tally)


def _draft(table: pa.Table) -> Draft:
    column = {name: one_array(table[name]) for name in _COLUMNS}
    start, end = moments(column["start"]), moments(column["end"])
    nothing = counters(table.num_rows)
    by_source = is_one_of(column["reporter"], "SRC", "SRC_GATEWAY")
    by_destination = is_one_of(column["reporter"], "DEST", "DEST_GATEWAY")
    return Draft(
        start_s=start,
        duration_s=seconds_between(start, end),
        **ends(column["source"], column["destination"]),
        protocol=protocol_numbers(column["protocol"]),
        source_port=integers(column["source_port"]),
        destination_port=integers(column["destination_port"]),
        octets=integers(column["octets"]),
        packets=integers(column["packets"]),
        reverse_octets=nothing,
        reverse_packets=nothing,
        flags=nothing,
        reverse_flags=nothing,
        more={
            "exporter": filled(column["exporter"], "gcp"),
            "vrfName": column["network"],
            "flowDirection": typed(
                by_source.astype(np.int64), pa.uint8(), by_source | by_destination
            ),
        },
    )
