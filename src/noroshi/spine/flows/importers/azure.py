"""Azure: flow logs of network security groups (versions 1 and 2) and of virtual networks.

Microsoft Learn, "Flow logging for network security groups" and "Virtual network flow logs". Counters
of a tuple are those since the tuple before it of the same flow, so every C and E is a row of its
own; a B only marks the beginning, and lends its time to the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noroshi.spine.flows.address import I64, Mask
from noroshi.spine.flows.arrow import (
    Array,
    as_integers,
    distinct,
    distinct_words,
    is_one_of,
    joined,
    picked,
    typed,
)
from noroshi.spine.flows.draft import F64, MISSING, Draft, counters, ends, settle
from noroshi.spine.flows.importers.jsonl import Json
from noroshi.spine.flows.importers.moment import seconds_between
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import blank_to_null, integers, numbers
from noroshi.spine.flows.importers.values import read_objects
from noroshi.spine.flows.tally import Aside, Refusal, Tally

BATCH_ROWS = 262_144
OLD, FULL = 8, 13
"""Cells of a tuple: version 1 of security groups has no state and no counters."""
LONGEST_GAP_S = 3_600.0
"""An earlier tuple further back belongs to another flow: updates come every five minutes."""
FORWARDED, DROPPED = 64, 128
"""Forwarding status, reason unknown (RFC 7270 section 4.12)."""
DENIED = 3
"""Firewall event: flow denied (IANA, firewallEvent)."""


def is_azure(first: bytes) -> bool:
    """Whether octets hold flow tuples."""
    return first.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[") and b'"flowTuples"' in first


@dataclass(slots=True)
class _Tuples:
    """Tuples of one kind, and where each was seen."""

    state_at: int
    texts: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    named: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, found: object, resource: str, interface: str, tally: Tally) -> None:
        whole = [text for text in _listed(found) if isinstance(text, str)]
        tally.drop(Refusal.BAD_ROW, len(_listed(found)) - len(whole))
        self.texts += [
            text if text.isascii() else text.encode("utf-8", "replace").decode() for text in whole
        ]
        place = self.named.setdefault((resource, interface), len(self.named))
        self.places += [place] * len(whole)

    def taken(self) -> "_Tuples":
        """What was gathered; gathering begins anew."""
        full = _Tuples(self.state_at, self.texts, self.places, self.named)
        self.texts, self.places, self.named = [], [], {}
        return full


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of the tuples of every record; other records are passed over."""
    groups, networks = _Tuples(state_at=8), _Tuples(state_at=7)
    for _, record in read_objects(source.path, tally):
        before = len(groups.texts) + len(networks.texts)
        _gather_group(record, groups, tally)
        _gather_network(record, networks, tally)
        if len(groups.texts) + len(networks.texts) == before:
            tally.pass_over(Aside.OTHER_RECORD)
        for tuples in (groups, networks):
            if len(tuples.texts) >= BATCH_ROWS:
                yield _settled(tuples.taken(), tally)
    for tuples in (groups, networks):
        if tuples.texts:
            yield _settled(tuples, tally)


def _gather_group(record: Json, tuples: _Tuples, tally: Tally) -> None:
    resource = _name(record.get("resourceId"))
    for rule in _objects(_member(record.get("properties"), "flows")):
        for flow in _objects(rule.get("flows")):
            tuples.add(flow.get("flowTuples"), resource, str(flow.get("mac")), tally)


def _gather_network(record: Json, tuples: _Tuples, tally: Tally) -> None:
    resource = _name(record.get("targetResourceID"))
    for flow in _objects(_member(record.get("flowRecords"), "flows")):
        for group in _objects(flow.get("flowGroups")):
            tuples.add(group.get("flowTuples"), resource, str(record.get("macAddress")), tally)


def _name(resource: object) -> str:
    """The last part of a resource's path."""
    text = resource if isinstance(resource, str) else ""
    return text.encode("utf-8", "replace").decode().rstrip("/").rpartition("/")[2][:80] or "azure"


def _member(found: object, name: str) -> object:
    return found.get(name) if isinstance(found, dict) else None


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _objects(found: object) -> Iterator[Json]:
    return (item for item in _listed(found) if isinstance(item, dict))


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of tuples that are of a known length; `rows` of them count."""

    flat: Array
    first: I64
    length: I64
    state_at: int
    place: I64
    names: list[tuple[str, str]]

    @classmethod
    def of(cls, tuples: _Tuples, tally: Tally) -> "_Cells":
        split = pc.split_pattern(pa.array(tuples.texts, pa.string()), ",")
        length = as_integers(pc.list_value_length(split))
        first = np.cumsum(length) - length
        good = (length == OLD) | (length == FULL)
        tally.refuse(Refusal.BAD_ROW, int((~good).sum()))
        return cls(
            split.flatten(),
            first[good],
            length[good],
            tuples.state_at,
            np.array(tuples.places, np.int64)[good],
            list(tuples.named),
        )

    def take(self, rows: Mask) -> "_Cells":
        """The cells of some rows."""
        return replace(
            self, first=self.first[rows], length=self.length[rows], place=self.place[rows]
        )

    def cell(self, number: int) -> Array:
        """Cells by number; null where a tuple is shorter."""
        places = pa.array(self.first + number, pa.int64(), mask=self.length <= number)
        return self.flat.take(places)

    @property
    def denied(self) -> Mask:
        """Which were not let through: the decision of a security group, the state elsewhere."""
        return is_one_of(self.cell(7), "D")

    @property
    def state(self) -> Array:
        return self.cell(self.state_at)

    def name(self, which: int) -> Array:
        """The resource (0) or the interface (1) of each row."""
        return picked(pa.array([name[which] for name in self.names], pa.string()), self.place)


def _settled(tuples: _Tuples, tally: Tally) -> pa.Table:
    cells = _Cells.of(tuples, tally)
    start, end = _times(cells)
    begun = is_one_of(cells.state, "B") & ~cells.denied
    tally.pass_over(Aside.FLOW_BEGUN, int(begun.sum()))
    tally.read += len(tuples.texts) - int(begun.sum())
    tally.lines = None
    return settle(_draft(cells.take(~begun), start[~begun], end[~begun]), tally)


def _times(cells: _Cells) -> tuple[F64, F64]:
    """From the tuple before, where the same flow has one, to the tuple itself."""
    end = numbers(cells.cell(0))
    end = np.where(end > 1e11, end / 1000.0, end)  # virtual networks write milliseconds
    key = cells.name(1)
    for number in range(1, 7):
        key = joined(key, cells.cell(number), ",")
    _, flow = distinct(key)
    order = np.lexsort((end, flow))
    goes_on = is_one_of(cells.state, "B", "C")[order]
    with np.errstate(invalid="ignore"):
        near = np.diff(end[order]) <= LONGEST_GAP_S
    follows = np.flatnonzero((np.diff(flow[order]) == 0) & goes_on[:-1] & near)
    start = end.copy()
    start[order[follows + 1]] = end[order[follows]]
    return start, end


def _draft(cells: _Cells, start: F64, end: F64) -> Draft:
    counts = [integers(cells.cell(number)) for number in (9, 10, 11, 12)]
    has_counts = counts[0] != MISSING
    nothing = counters(len(start))
    return Draft(
        start_s=start,
        duration_s=seconds_between(start, end),
        **ends(blank_to_null(cells.cell(1)), blank_to_null(cells.cell(2))),
        protocol=protocol_numbers(_protocol(cells.cell(5))),
        source_port=integers(cells.cell(3)),
        destination_port=integers(cells.cell(4)),
        octets=counts[1],
        packets=counts[0],
        reverse_octets=np.where(has_counts, np.maximum(counts[3], 0), MISSING),
        reverse_packets=np.where(has_counts, counts[2], MISSING),
        flags=nothing,
        reverse_flags=nothing,
        more=_more(cells),
    )


def _protocol(column: Array) -> Array:
    """Security groups write T and U, virtual networks numbers."""
    values, places = distinct_words(column)
    names = [{"T": "tcp", "U": "udp"}.get(value, value) for value in values]
    return picked(pa.array(names, pa.string()), places)


def _more(cells: _Cells) -> dict[str, Array]:
    way, denied = cells.cell(6), cells.denied
    outward, inward = is_one_of(way, "O"), is_one_of(way, "I")
    status = np.where(denied, DROPPED, FORWARDED)
    return {
        "exporter": cells.name(0),
        "flowDirection": typed(outward.astype(np.int64), pa.uint8(), outward | inward),
        "forwardingStatus": typed(status, pa.uint8(), np.ones(len(denied), np.bool_)),
        "firewallEvent": typed(np.full(len(denied), DENIED), pa.uint8(), denied),
    }
