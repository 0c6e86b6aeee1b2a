"""Decoder: datagrams of NetFlow v5, v9, IPFIX and sFlow v5 to drafts of the flow table, a batch at a time.

No loop runs over packets or records: sets are walked in lock step, grouped by layout whoever sent
them, and each wanted field is one gather. Loops run over set ordinals, templates and layouts.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, Mask
from noroshi.spine.flows.decode.additions import with_additions
from noroshi.spine.flows.decode.datagrams import ALL_SESSIONS, SESSION, Datagrams
from noroshi.spine.flows.decode.events import reported
from noroshi.spine.flows.decode.flows import flow_draft
from noroshi.spine.flows.decode.message import (
    IPFIX,
    Messages,
    Sets,
    parse_headers,
    v5_sets,
    walk_sets,
)
from noroshi.spine.flows.decode.names import Names
from noroshi.spine.flows.decode.options import Options
from noroshi.spine.flows.decode.pending import Pending
from noroshi.spine.flows.decode.records import records_of
from noroshi.spine.flows.decode.sampled import sampled_draft
from noroshi.spine.flows.decode.sequence import Sequences
from noroshi.spine.flows.decode.template import (
    V5_LAYOUT,
    WITHDRAWN,
    Layout,
    Owner,
    TemplateStore,
    parse_templates,
    ports,
)
from noroshi.spine.flows.decode.timeline import BEFORE, Timeline
from noroshi.spine.flows.draft import Draft
from noroshi.spine.flows.grouping import codes
from noroshi.spine.flows.tally import Refusal, Tally

_FIRST_DATA_ID = 256
MOST_DEFINED_BY_ONE, MOST_DEFINED = 1_024, 16_384
"""Templates taken in from one batch, of one sender and in all: exporters repeat theirs."""

Definitions = dict[Owner, Timeline[Layout]]


@dataclass(slots=True)
class Decoder:
    """Keeps templates, options and undecodable sets between batches. Never raises on bad octets.

    Attributes:
        sequences: Where losses are accounted for; null where nobody asks, as with a file.
        counters: Rows of the counter table, which whoever wants them takes out; null for nobody.
    """

    tally: Tally
    templates: TemplateStore = field(default_factory=TemplateStore)
    options: Options = field(default_factory=Options)
    names: Names = field(default_factory=Names)
    pending: Pending = field(default_factory=Pending)
    sequences: Sequences | None = None
    counters: list[pa.Table] | None = None

    def decode(self, batch: Datagrams) -> Iterator[Draft]:
        """Data records of a batch, grouped by layout, and sFlow samples; `tally.read` counts them."""
        batch, over = _without_ends(batch)
        if any(port == ALL_SESSIONS for port, _ in over):  # first in its segment
            self._end_sessions()
        if len(batch):
            yield from self._decode(batch)
        for port, sender in over:
            self.templates.end_session(sender, port)
            if self.sequences is not None:
                self.sequences.end_session(sender, port)

    def _decode(self, batch: Datagrams) -> Iterator[Draft]:
        messages = self._messages(batch)
        sets = self._known_sets(messages, walk_sets(batch, messages, self.tally))
        definitions = self._define(batch, messages, sets)
        records, unsure = np.zeros(len(batch), np.int64), np.zeros(len(batch), np.bool_)
        data = sets.take(sets.id >= _FIRST_DATA_ID)
        groups = self._assign(batch, messages, data, definitions, unsure)
        v5 = v5_sets(batch, messages, self.tally)
        if len(v5):
            groups.append((V5_LAYOUT, v5))
        yield from self._drafts(batch, messages, groups, records)
        yield from self._released(definitions)
        sampled = sampled_draft(batch, messages, self.tally, self.counters)
        if sampled is not None:
            yield sampled
        if self.sequences is not None:
            self.sequences.take(batch, messages, records, unsure)
        self.options.forget_places()
        self.names.end_batch()

    def _end_sessions(self) -> None:
        """Forget what held in any session."""
        self.templates.end_sessions()
        if self.sequences is not None:
            self.sequences.end_sessions()

    def finish(self) -> None:
        """Count the sets that never met their template."""
        self.pending.give_up(self.tally)

    def _known_sets(self, messages: Messages, sets: Sets) -> Sets:
        """Without reserved ids and template ids of the other protocol, which are counted."""
        first = np.where(messages.version[sets.datagram] == IPFIX, 2, 0)
        known = (sets.id >= _FIRST_DATA_ID) | (sets.id == first) | (sets.id == first + 1)
        self.tally.drop(Refusal.BAD_SET, int((~known).sum()))
        return sets.take(known)

    def _messages(self, batch: Datagrams) -> Messages:
        messages = parse_headers(batch, self.tally)
        group = codes(batch.sender.hi, batch.sender.lo, messages.domain)
        return replace(messages, group=group, stream=codes(group, batch.port))

    def _drafts(
        self,
        batch: Datagrams,
        messages: Messages,
        groups: list[tuple[Layout, Sets]],
        seen: I64,
    ) -> Iterator[Draft]:
        """Drafts of data records; `seen` grows by the records of each datagram."""
        for layout, sets in groups:
            if layout.options:
                records = records_of(batch.octets, layout, sets, self.tally)
                seen += np.bincount(records.datagram, minlength=len(seen))
                self.options.learn(records, batch, messages)
                self.names.learn(records, batch, messages)
        for layout, sets in groups:
            if not layout.options:
                records = records_of(batch.octets, layout, sets, self.tally)
                seen += np.bincount(records.datagram, minlength=len(seen))
                records = reported(records, self.tally)
                self.tally.read += len(records)
                if len(records):
                    draft = flow_draft(records, batch, messages, self.options)
                    draft = self.names.with_names(draft, records, batch, messages)
                    yield with_additions(draft, records)

    def _define(self, batch: Datagrams, messages: Messages, sets: Sets) -> Definitions:
        """Take in all templates of a batch; gives those defined in it, by place."""
        found: Definitions = {}
        defined: Counter[tuple[int, int]] = Counter()
        total = 0
        chosen = sets.take(sets.id < _FIRST_DATA_ID)
        contents = batch.octets.slices(chosen.start, chosen.end - chosen.start)
        for at, number, start, content in zip(
            chosen.datagram.tolist(),
            chosen.id.tolist(),
            chosen.start.tolist(),
            contents,
            strict=True,
        ):
            ipfix = number >= 2
            sender = int(batch.sender.hi[at]), int(batch.sender.lo[at])
            port, domain = int(batch.port[at]), int(messages.domain[at])
            for offset, template, layout in parse_templates(
                content, ipfix=ipfix, options=number in (1, 3), tally=self.tally
            ):
                if layout == WITHDRAWN and port < SESSION:
                    continue
                defined[sender] += 1
                total += 1
                if defined[sender] > MOST_DEFINED_BY_ONE or total > MOST_DEFINED:
                    self.tally.drop(Refusal.BAD_TEMPLATE)
                    continue
                owner = (*sender, port, domain, template)
                if layout != WITHDRAWN:
                    self._put(found, owner, start + offset, layout)
                    self.templates.define(owner, layout)
                    continue
                for mine in self.templates.withdrawn_by(owner):
                    self._put(found, (*owner[:4], mine), start + offset, layout)
                self.templates.withdraw(owner)
        return found

    def _put(self, found: Definitions, owner: Owner, place: int, layout: Layout) -> None:
        hi, lo, port, domain, template = owner
        for mine in ports(port):
            key = (hi, lo, mine, domain, template)
            if key not in found:
                found[key] = self._before(owner)
            found[key].put(place, layout)

    def _before(self, owner: Owner) -> Timeline[Layout]:
        """What held before the batch. A session keeps its order: before its template there is none."""
        line: Timeline[Layout] = Timeline()
        known = self.templates.find(owner) or (WITHDRAWN if owner[2] >= SESSION else None)
        if known is not None:
            line.put(BEFORE, known)
        return line

    def _assign(
        self,
        batch: Datagrams,
        messages: Messages,
        sets: Sets,
        definitions: Definitions,
        unsure: Mask,
    ) -> list[tuple[Layout, Sets]]:
        """Data sets by the layout in force at their place; those without one are held.

        Datagrams with such sets are marked `unsure`.
        """
        layouts: dict[Layout, int] = {}
        chosen = np.full(len(sets), -1, np.int64)
        keys = codes(messages.stream[sets.datagram], sets.id)
        for rows in _rows_by(keys):
            owner = self._owner(batch, messages, sets, int(rows[0]))
            line = self._line(owner, definitions)
            if line is None:
                self.pending.hold(owner, batch, messages, sets.take(rows), self.tally)
                unsure[sets.datagram[rows]] = True
                continue
            self.templates.prove(owner[:2])
            numbers = np.array([layouts.setdefault(v, len(layouts)) for v in line.values], np.int64)
            chosen[rows] = numbers[line.at(sets.start[rows])]
        if WITHDRAWN in layouts:
            gone = chosen == layouts.pop(WITHDRAWN)
            unsure[sets.datagram[gone]] = True
            self.tally.drop(Refusal.NO_TEMPLATE, int(gone.sum()))
        return [(layout, sets.take(chosen == index)) for layout, index in layouts.items()]

    def _line(self, owner: Owner, definitions: Definitions) -> Timeline[Layout] | None:
        hi, lo, _, domain, number = owner
        line = definitions.get(owner)
        if line is None and owner[2] < SESSION:
            line = definitions.get((hi, lo, -1, domain, number))
        if line is not None:
            return line
        before = self._before(owner)
        return before if before.values else None

    @staticmethod
    def _owner(batch: Datagrams, messages: Messages, sets: Sets, row: int) -> Owner:
        at = int(sets.datagram[row])
        return (
            int(batch.sender.hi[at]),
            int(batch.sender.lo[at]),
            int(batch.port[at]),
            int(messages.domain[at]),
            int(sets.id[row]),
        )

    def _released(self, definitions: Definitions) -> Iterator[Draft]:
        """Sets of earlier batches whose template came in this one."""
        if not self.pending.held:
            return
        for owner in list(self.pending.held):
            line = self._line(owner, definitions)
            released = self.pending.release(owner) if line is not None else None
            if line is not None and released is not None:
                batch, messages, sets = released
                seen = np.zeros(len(batch), np.int64)
                yield from self._drafts(batch, messages, [(line.values[0], sets)], seen)


def _without_ends(batch: Datagrams) -> tuple[Datagrams, list[tuple[int, tuple[int, int]]]]:
    """The batch without the ends of sessions; and these, by port and sender."""
    ends = (batch.port >= SESSION) & (batch.start == batch.end)
    if not ends.any():
        return batch, []
    over = batch.take(ends)
    senders = zip(over.sender.hi.tolist(), over.sender.lo.tolist(), strict=True)
    return batch.take(~ends), list(zip(over.port.tolist(), senders, strict=True))


def _rows_by(keys: I64) -> list[I64]:
    """Rows of each distinct key, in order."""
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)
