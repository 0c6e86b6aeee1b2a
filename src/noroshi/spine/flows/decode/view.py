"""View: every record of a capture with its raw octets, in stream order, as machine output shows it.

For conformance, where the batch decoder is for speed: the same headers, sets, templates and layouts
are read by the same code. Two things differ, for what is shown must not depend on what comes later:
a set before its template is `unknown`, and a withdrawn template is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from noroshi.spine.flows.address import format_addresses
from noroshi.spine.flows.arrow import words
from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.decode.datagrams import Datagrams, export_datagrams
from noroshi.spine.flows.decode.message import (
    HEADERS,
    IPFIX,
    V5,
    V5_HEADER,
    V5_MOST,
    V5_RECORD,
    V9,
    Messages,
    Sets,
    parse_headers,
    v5_sets,
    walk_sets,
)
from noroshi.spine.flows.decode.records import records_of
from noroshi.spine.flows.decode.sflow_view import sflow_rows
from noroshi.spine.flows.decode.template import (
    V5_LAYOUT,
    WITHDRAWN,
    Layout,
    Owner,
    TemplateStore,
    parse_templates,
)
from noroshi.spine.flows.tally import Refusal, Tally

_FIRST_DATA_ID = 256
_SEQUENCE_AT = {V5: 16, V9: 12, IPFIX: 8}
_SCOPE = -1
_V5_PADDING = 210
"""paddingOctets: `V5_LAYOUT` needs a name for what v5 does not name."""

Row = dict[str, object]
"""One record, sample, unknown set or error; the keys are those of the command contract."""
Placed = tuple[tuple[int, int], Row]
"""A row, and the datagram and offset it stands at."""


@dataclass(slots=True)
class View:
    """Keeps templates from one block of packets to the next. Never raises on bad octets."""

    tally: Tally
    templates: TemplateStore = field(default_factory=TemplateStore)
    _packets: int = 0

    def rows(self, packets: Packets) -> Iterator[Row]:
        """Rows of a block of captured packets; `packet` counts from 1 over the whole capture."""
        batch = export_datagrams(packets, self.tally)
        number = np.searchsorted(packets.start, batch.start, side="right") + self._packets
        self._packets += len(packets)
        exporters = words(format_addresses(batch.sender))
        for (datagram, _), row in sorted(self._placed(batch), key=lambda placed: placed[0]):
            yield {"packet": int(number[datagram]), "exporter": exporters[datagram]} | row

    def _placed(self, batch: Datagrams) -> Iterator[Placed]:
        messages = parse_headers(batch, self.tally)
        sets = walk_sets(batch, messages, self.tally)
        yield from _bad_headers(batch, messages)
        yield from _bad_sets(batch, messages, sets)
        yield from sflow_rows(batch, messages, self.tally)
        groups: dict[Layout, list[int]] = {}
        for row in range(len(sets)):
            layout = self._layout_at(batch, messages, sets, row)
            if layout is not None:
                groups.setdefault(layout, []).append(row)
            elif sets.id[row] >= _FIRST_DATA_ID:
                yield self._unknown(messages, sets, row)
        for layout, members in groups.items():
            chosen = sets.take(np.array(members, np.int64))
            yield from self._records(batch, messages, chosen, layout)
        yield from self._records(batch, messages, v5_sets(batch, messages, self.tally), V5_LAYOUT)

    def _layout_at(
        self, batch: Datagrams, messages: Messages, sets: Sets, row: int
    ) -> Layout | None:
        """The layout in force for a data set; a template set is taken in."""
        at, number = int(sets.datagram[row]), int(sets.id[row])
        sender = int(batch.sender.hi[at]), int(batch.sender.lo[at])
        owner = (*sender, int(batch.port[at]), int(messages.domain[at]), number)
        if number >= _FIRST_DATA_ID:
            return self.templates.find(owner)
        ipfix = bool(messages.version[at] == IPFIX)
        if number in ((2, 3) if ipfix else (0, 1)):
            start, end = int(sets.start[row]), int(sets.end[row])
            content = batch.octets.data[start:end].tobytes()
            self._define(content, owner, ipfix=ipfix, options=number in (1, 3))
        return None

    def _define(self, content: bytes, owner: Owner, *, ipfix: bool, options: bool) -> None:
        for _, template, layout in parse_templates(
            content, ipfix=ipfix, options=options, tally=self.tally
        ):
            if layout == WITHDRAWN:
                self.templates.withdraw((*owner[:4], template))
            else:
                self.templates.define((*owner[:4], template), layout)

    def _unknown(self, messages: Messages, sets: Sets, row: int) -> Placed:
        self.tally.drop(Refusal.NO_TEMPLATE)
        at, start = int(sets.datagram[row]), int(sets.start[row])
        return (at, start), {
            "kind": "unknown",
            "v": int(messages.version[at]),
            "dom": int(messages.domain[at]),
            "set": int(sets.id[row]),
            "bytes": int(sets.end[row]) - start,
        }

    def _records(
        self, batch: Datagrams, messages: Messages, sets: Sets, layout: Layout
    ) -> Iterator[Placed]:
        """Every record of sets of one layout; set ids are found again by place."""
        records = records_of(batch.octets, layout, sets, self.tally)
        self.tally.read += len(records)
        set_ids = sets.id[np.searchsorted(sets.start, records.start, side="right") - 1]
        rows = zip(
            records.datagram.tolist(),
            records.start.tolist(),
            set_ids.tolist(),
            records.raw_fields(),
            strict=True,
        )
        for at, start, set_id, fields in rows:
            row: Row = {"kind": "options" if layout.options else "data"}
            row |= _header(batch, messages, at, set_id) | {"fields": _shown(fields, layout)}
            if layout.options:
                row["scope_count"] = layout.scopes
            yield (at, start), row


def _header(batch: Datagrams, messages: Messages, at: int, set_id: int) -> Row:
    """What the export header says of a record; v5 tells the sampling word as it stands."""
    start, version = int(batch.start[at]), int(messages.version[at])
    octets = batch.octets.data[start : start + max(HEADERS.values())].tobytes()
    sequence = int.from_bytes(octets[_SEQUENCE_AT[version] :][:4])
    row: Row = {"v": version, "dom": int(messages.domain[at]), "set": set_id, "seq": sequence}
    if version == V5:
        row["sampling"] = int.from_bytes(octets[22:24])
    return row


def _shown(
    fields: list[tuple[int, int, bytes]], layout: Layout
) -> list[tuple[int | str, int, str]]:
    padding = _V5_PADDING if layout is V5_LAYOUT else None
    return [
        ("scope" if pen == _SCOPE else pen, element, raw.hex())
        for pen, element, raw in fields
        if element != padding
    ]


def _bad_headers(batch: Datagrams, messages: Messages) -> Iterator[Placed]:
    """Datagrams of which nothing is decoded; v5 with a count that does not fit among them."""
    length = batch.end - batch.start
    count = batch.octets.u16(batch.start + 2)
    wrong = (count < 1) | (count > V5_MOST) | (V5_HEADER + count * V5_RECORD > length)
    for at in np.flatnonzero((messages.version == V5) & wrong).tolist():
        yield _error(batch, at, f"v5 count {count[at]} length {length[at]}")
    for at in np.flatnonzero(messages.version == 0).tolist():
        version = int(batch.octets.u16(batch.start[[at]])[0])
        short = length[at] < HEADERS.get(version, 2)
        why = f"header cut at {length[at]} octets" if short else f"unknown version {version}"
        yield _error(batch, at, why)


def _bad_sets(batch: Datagrams, messages: Messages, sets: Sets) -> Iterator[Placed]:
    """Datagrams whose walk ended before their end, at a set that reaches beyond it."""
    reached = batch.start + np.where(messages.version == V9, HEADERS[V9], HEADERS[IPFIX])
    np.maximum.at(reached, sets.datagram, sets.end)
    number, length = batch.octets.u16(reached), batch.octets.u16(reached + 2)
    left = np.isin(messages.version, (V9, IPFIX)) & (reached + 4 <= batch.end)
    for at in np.flatnonzero(left & ((length != 0) | (number != 0))).tolist():
        yield _error(batch, at, f"set length {length[at]}")


def _error(batch: Datagrams, at: int, why: str) -> Placed:
    return (at, int(batch.end[at])), {"kind": "error", "why": why}
