"""Names: what option records call interfaces, applications and VRFs.

Interfaces by SNMP index (elements 10, 14, 252 or v9's interface scope; 82 name, 83 description),
applications by id (95; 94 description, 96 name: RFC 6759), VRFs by id (234, 235; 236 name). Later
names replace earlier ones from their place in the stream on; a record takes the name in force at its
own place. A domain that names nothing is served by domain 0 of its sender, which stands for the
whole exporter (RFC 7011 section 3.1).
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, typed, words
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.message import Messages
from noroshi.spine.flows.decode.options import Domain, by_domain, domains_of
from noroshi.spine.flows.decode.records import Records
from noroshi.spine.flows.decode.timeline import BEFORE, Timeline
from noroshi.spine.flows.draft import Draft

MOST_OF_SENDER = 16_384
"""Names that one sender may tell; further ones are not taken."""
MOST = 65_536
"""Names in all; then the sender that told nothing for longest loses its own."""
LONGEST = 128
"""Characters of a name; the rest is cut off."""
_V9_INTERFACE = (-1, 2)
"""Scope type 2 of v9 (RFC 3954 section 6.1)."""


class Named(IntEnum):
    """What a name belongs to."""

    INTERFACE = 0
    DESCRIPTION = 1
    APPLICATION = 2
    VRF = 3


Key = tuple[int, int, int]
"""Domain, what is named, and its number."""
Told = dict[Key, str]


@dataclass(slots=True)
class Names:
    """Names by sender, longest silent first, and what changed in this batch by place."""

    told: OrderedDict[tuple[int, int], Told] = field(default_factory=OrderedDict)
    changed: set[tuple[tuple[int, int], int, int]] = field(default_factory=set)
    """Sender, domain and index of interfaces named anew since `changes` was asked."""
    _now: dict[tuple[tuple[int, int], Key], Timeline[str]] = field(default_factory=dict)
    _size: int = 0

    def know(self, domain: Domain, kind: int, number: int, name: str) -> None:
        """Take in a name told earlier."""
        sender, key = domain[:2], (domain[2], kind, number)
        known = self.told.setdefault(sender, {})
        self._size += key not in known
        known[key] = name

    def all(self) -> Iterator[tuple[Domain, int, int, str]]:
        """Every name, in an order in which knowing it again gives the same."""
        for sender, known in self.told.items():
            for (domain, kind, number), name in known.items():
                yield (*sender, domain), kind, number, name

    def learn(self, records: Records, batch: Datagrams, messages: Messages) -> None:
        """Take in option records of one layout."""
        for kind, numbers, texts in _tellings(records):
            told = zip(
                domains_of(records, batch, messages),
                records.start.tolist(), numbers.tolist(), texts, strict=True,
            )  # fmt: skip
            for (hi, lo, domain), place, number, text in told:
                if text:
                    self._tell((hi, lo), (domain, kind, number), place, text[:LONGEST])

    def _tell(self, sender: tuple[int, int], key: Key, place: int, name: str) -> None:
        known = self.told.setdefault(sender, {})
        self.told.move_to_end(sender)
        before = known.get(key)
        if before is None and len(known) >= MOST_OF_SENDER:
            return
        line = self._now.get((sender, key))
        if line is None and before == name:  # told again, as routers do every few minutes
            return
        if line is None:
            line = self._now[sender, key] = Timeline()
            if before is not None:
                line.put(BEFORE, before)
        line.put(place, name)
        self._size += before is None
        known[key] = line.values[-1]
        if known[key] != before and key[1] in (Named.INTERFACE, Named.DESCRIPTION):
            self.changed.add((sender, key[0], key[2]))
        while self._size > MOST and len(self.told) > 1:
            self._size -= len(self.told.popitem(last=False)[1])

    def end_batch(self) -> None:
        """Only the last names matter to the next batch."""
        self._now.clear()

    def interface_changes(self) -> list[tuple[Domain, int, str, str]]:
        """Interfaces named anew since last asked: domain, index, name, description."""
        found = []
        for sender, domain, number in sorted(self.changed):
            known = self.told.get(sender, {})
            name, description = (
                known.get((domain, kind, number), "")
                for kind in (Named.INTERFACE, Named.DESCRIPTION)
            )
            if name or description:
                found.append(((*sender, domain), number, name, description))
        self.changed.clear()
        return found

    def with_names(
        self, draft: Draft, records: Records, batch: Datagrams, messages: Messages
    ) -> Draft:
        """The draft with names of application and VRF, where records give numbers only."""
        if not self.told:
            return draft
        more: dict[str, Array] = {}
        if not records.has(96):
            more |= self._column("applicationName", Named.APPLICATION, application_ids(records), records, batch, messages)  # fmt: skip
        if not records.has(236):
            more |= self._column("vrfName", Named.VRF, _vrfs(records), records, batch, messages)  # fmt: skip
        return replace(draft, more={**draft.more, **more}) if more else draft

    def _column(
        self,
        column: str,
        kind: Named,
        numbers: I64 | None,
        records: Records,
        batch: Datagrams,
        messages: Messages,
    ) -> dict[str, Array]:
        if numbers is None:
            return {}
        numbered: dict[str, int] = {}
        codes = np.full(len(records), -1, np.int64)
        for domain, rows in by_domain(records, batch, messages):
            distinct, back = np.unique(numbers[rows], return_inverse=True)
            for place, number in enumerate(distinct.tolist()):
                line = self._line(domain, kind, number)
                if line is not None:
                    mine = rows[back == place]
                    values = [numbered.setdefault(name, len(numbered)) for name in line.values]
                    codes[mine] = np.array(values, np.int64)[line.at(records.start[mine])]
        if not numbered:
            return {}
        indices = typed(codes, pa.uint32(), codes >= 0).cast(pa.int32())
        return {column: pa.DictionaryArray.from_arrays(indices, pa.array(list(numbered)))}

    def _line(self, domain: Domain, kind: Named, number: int) -> Timeline[str] | None:
        sender = domain[:2]
        known = self.told.get(sender)
        if known is None:
            return None
        for of in (domain[2], 0):
            key = (of, int(kind), number)
            if (sender, key) in self._now:
                return self._now[sender, key]
            if key in known:
                return Timeline([BEFORE], [known[key]])
        return None


def application_ids(records: Records) -> I64 | None:
    """Classification engine in the first octet, selector in the rest, whatever the field's width."""
    place, value = records.place(95), records.number(95)
    if place is None or value is None:
        return None
    bits = 8 * (np.clip(np.asarray(place[1], np.int64), 1, 8) - 1)
    return (value >> bits) << 56 | value & ((np.int64(1) << bits) - 1)


def _tellings(records: Records) -> Iterator[tuple[Named, I64, list[str]]]:
    for kind, element, numbers in (
        (Named.INTERFACE, 82, _interfaces),
        (Named.DESCRIPTION, 83, _interfaces),
        (Named.APPLICATION, 96, application_ids),
        (Named.VRF, 236, _vrfs),
    ):
        if records.has(element):
            of, texts = numbers(records), records.texts(element)
            if of is not None and texts is not None:
                yield kind, of, words(texts)


def _interfaces(records: Records) -> I64 | None:
    index = records.any_number(10, 14, 252, 253)
    return records.number(_V9_INTERFACE[1], _V9_INTERFACE[0]) if index is None else index


def _vrfs(records: Records) -> I64 | None:
    return records.any_number(234, 235)
