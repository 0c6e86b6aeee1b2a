"""Options: what option records tell about the data records of their exporter.

Sampling by sampler or selector (elements 48-50; 302, 305, 306), by interface, or for the whole
domain (34, 50, 305); and when an IPFIX exporter started (160), which element 21 and 22 count from.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.message import UNKNOWN_BOOT, Messages
from noroshi.spine.flows.decode.records import Records
from noroshi.spine.flows.decode.timeline import BEFORE, Timeline
from noroshi.spine.model import SamplingSource

MOST_RATES = 4_096
"""Rates and start times that one sender may tell."""
MOST_TOLD = 32_768
"""The same of all senders; then those that told nothing new for longest lose theirs."""
HIGHEST_RATE = (1 << 32) - 1

Domain = tuple[int, int, int]
"""Sender (two halves) and observation domain."""
_WHOLE = -1


@dataclass(slots=True)
class Options:
    """Sampling rates and start times by domain, with the place in the stream they hold from."""

    rates: dict[tuple[Domain, int], Timeline[int]] = field(default_factory=dict)
    boots: dict[Domain, Timeline[int]] = field(default_factory=dict)
    _told: OrderedDict[tuple[int, int], int] = field(default_factory=OrderedDict)
    _size: int = 0
    _by_sampler: bool = False
    _by_interface: bool = False

    def know(self, domain: Domain, *, key: int | None, value: int) -> None:
        """Take in a rate told earlier, or, without key, when the exporter started."""
        if key is None:
            known = domain in self.boots
            if self._has_room(domain, known):
                self.boots.setdefault(domain, Timeline()).put(BEFORE, value)
            return
        self._tell(domain, key, BEFORE, value)

    def learn(self, records: Records, batch: Datagrams, messages: Messages) -> None:
        """Take in option records of one layout, in stream order."""
        rates, boot = own_rate(records), records.number(160)
        samplers = records.any_number(48, 302)
        interfaces = _scope_interface(records)
        for row, domain in enumerate(domains_of(records, batch, messages)):
            place = int(records.start[row])
            if boot is not None and self._has_room(domain, domain in self.boots):
                self.boots.setdefault(domain, Timeline()).put(place, int(boot[row]))
            if rates is None or not 1 <= rates[row] <= HIGHEST_RATE:
                continue
            key = _WHOLE
            if samplers is not None:
                key = int(samplers[row])
            elif interfaces is not None:
                key = _WHOLE - 1 - int(interfaces[row])
            self._tell(domain, key, place, int(rates[row]))

    def _tell(self, domain: Domain, key: int, place: int, rate: int) -> None:
        if self._has_room(domain, (domain, key) in self.rates):
            self.rates.setdefault((domain, key), Timeline()).put(place, rate)
            self._by_sampler |= key > _WHOLE
            self._by_interface |= key < _WHOLE

    def _has_room(self, domain: Domain, known: bool) -> bool:
        sender = domain[:2]
        told = self._told.get(sender, 0)
        if known:
            self._told.move_to_end(sender)
            return True
        if told >= MOST_RATES:
            return False
        if self._size >= MOST_TOLD:
            self._forget_silent()
        self._told[sender] = self._told.get(sender, 0) + 1
        self._told.move_to_end(sender)
        self._size += 1
        return True

    def _forget_silent(self) -> None:
        """Forget what the longest silent senders told, a quarter of all at once."""
        gone = set()
        while self._told and self._size > MOST_TOLD * 3 // 4:
            sender, told = self._told.popitem(last=False)
            self._size -= told
            gone.add(sender)
        self.rates = {key: line for key, line in self.rates.items() if key[0][:2] not in gone}
        self.boots = {domain: line for domain, line in self.boots.items() if domain[:2] not in gone}

    def sampling(self, records: Records, batch: Datagrams, messages: Messages) -> tuple[I64, I64]:
        """Interval of each record (0 where unknown) and its `SamplingSource`."""
        rate = np.zeros(len(records), np.int64)
        origin = np.zeros(len(records), np.int64)
        self._fill(rate, origin, own_rate(records), SamplingSource.RECORD)
        if self.rates:
            samplers = records.any_number(48, 302) if self._by_sampler else None
            interfaces = records.any_number(10) if self._by_interface else None
            if samplers is not None:
                found = self._look_up(records, batch, messages, samplers)
                self._fill(rate, origin, found, SamplingSource.SAMPLER)
            if interfaces is not None:
                found = self._look_up(records, batch, messages, _WHOLE - 1 - interfaces)
                self._fill(rate, origin, found, SamplingSource.OPTIONS)
            found = self._of_domains(records, batch, messages)
            self._fill(rate, origin, found, SamplingSource.OPTIONS)
        header = messages.sampling[records.datagram]
        self._fill(rate, origin, header, SamplingSource.HEADER)
        return rate, origin

    def boot_ms(self, records: Records, batch: Datagrams, messages: Messages) -> I64:
        """When the exporter of each record started; `UNKNOWN_BOOT` where nothing tells."""
        boot = messages.boot_ms[records.datagram]
        if not self.boots:
            return boot
        for domain, rows in by_domain(records, batch, messages):
            line = self.boots.get(domain)
            if line is not None:
                told = np.array(line.values, np.int64)[line.at(records.start[rows])]
                boot[rows] = np.where(boot[rows] == UNKNOWN_BOOT, told, boot[rows])
        return boot

    def forget_places(self) -> None:
        """At the end of a batch: only the last values matter to the next."""
        for rate in self.rates.values():
            rate.forget()
        for boot in self.boots.values():
            boot.forget()

    def _look_up(self, records: Records, batch: Datagrams, messages: Messages, keys: I64) -> I64:
        found = np.zeros(len(records), np.int64)
        for domain, rows in by_domain(records, batch, messages):
            for key in np.unique(keys[rows]):
                line = self.rates.get((domain, int(key)))
                if line is not None:
                    mine = rows[keys[rows] == key]
                    found[mine] = np.array(line.values, np.int64)[line.at(records.start[mine])]
        return found

    def _of_domains(self, records: Records, batch: Datagrams, messages: Messages) -> I64:
        """The rate of the whole domain of each record."""
        groups = messages.group
        _, first = np.unique(groups, return_index=True)
        steady = np.zeros(len(first), np.int64)
        changing: list[tuple[int, Timeline[int]]] = []
        for group, at in enumerate(first.tolist()):
            line = self.rates.get((_domain_at(batch, messages, at), _WHOLE))
            if line is not None and len(set(line.values)) == 1:
                steady[group] = line.values[0]
            elif line is not None:
                changing.append((group, line))
        found: I64 = steady[groups][records.datagram]
        for group, line in changing:
            rows = np.flatnonzero(groups[records.datagram] == group)
            found[rows] = np.array(line.values, np.int64)[line.at(records.start[rows])]
        return found

    @staticmethod
    def _fill(rate: I64, origin: I64, value: I64 | None, source: SamplingSource) -> None:
        if value is None:
            return
        if value.all() and not rate.any() and value.min() > 0 and value.max() <= HIGHEST_RATE:
            rate[:], origin[:] = value, source
        elif value.any():
            take = (rate == 0) & (value >= 1) & (value <= HIGHEST_RATE)
            rate[take], origin[take] = value[take], source


def own_rate(records: Records) -> I64 | None:
    """The rate a record itself states: 34, 305 with 306, or 50."""
    rate = records.number(34)
    if rate is not None:
        return rate
    interval, space = records.number(305), records.number(306)
    if interval is not None and space is not None:  # RFC 5477 section 8.2
        return np.where(interval > 0, (interval + space) // np.maximum(interval, 1), 0)
    return interval if interval is not None else records.number(50)


def _scope_interface(records: Records) -> I64 | None:
    """The interface that an option record is about: v9 scope type 2, or a scope field 10 or 14."""
    for index, (pen, element, _) in enumerate(records.layout.fields[: records.layout.scopes]):
        names_one = (pen == -1 and element == 2) or (pen == 0 and element in (10, 14))
        if names_one and records.layout.places.get((pen, element)) == index:  # not of no octets
            return records.number(element, pen)
    return None


def domains_of(records: Records, batch: Datagrams, messages: Messages) -> list[Domain]:
    """The domain of each record."""
    at = records.datagram
    columns = (batch.sender.hi[at], batch.sender.lo[at], messages.domain[at])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def by_domain(records: Records, batch: Datagrams, messages: Messages) -> list[tuple[Domain, I64]]:
    """Rows of each domain."""
    groups = messages.group[records.datagram]
    order = np.argsort(groups, kind="stable")
    bounds = np.flatnonzero(np.diff(groups[order])) + 1
    parts = np.split(order, bounds) if len(order) else []
    found: list[tuple[Domain, I64]] = []
    for rows in parts:
        at = int(records.datagram[rows[0]])
        found.append((_domain_at(batch, messages, at), rows))
    return found


def _domain_at(batch: Datagrams, messages: Messages, at: int) -> Domain:
    return int(batch.sender.hi[at]), int(batch.sender.lo[at]), int(messages.domain[at])
