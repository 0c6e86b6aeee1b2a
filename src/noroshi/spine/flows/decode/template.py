"""Template: layouts of records, and which one is in force for whom.

Definitions are kept per (sender, port, domain, id), and per (sender, domain, id) for exporters that
send data from another port than templates. Those of a TCP or TLS session serve that session only
(RFC 7011 section 8), end with it, and may be withdrawn. Layouts are interned: equal ones are one object.
"""

import struct
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from noroshi.spine.flows.decode.datagrams import SESSION
from noroshi.spine.flows.tally import Refusal, Tally

VARIABLE = 65_535
"""Length that announces a length octet in the record (RFC 7011 section 7)."""
ENTERPRISE = 0x8000
MOST_FIELDS = 512
MOST_TEMPLATES = 65_536
MOST_PER_DOMAIN = 4_096
MOST_DOMAINS = 64
"""Observation domains of one sender."""
MOST_SENDERS = 16_384
MOST_HELD = 131_072
"""Fields of all distinct layouts together, about 18 MB; real networks have few thousands."""
_HOG = MOST_HELD // 8
"""A sender with more fields than this is the first to lose its templates."""

REPEATED, REPEATED_OCTETS = 256, 1_024
"""Template sets whose reading is kept for their repetition, and how long one of them may be."""

Field = tuple[int, int, int]
"""Private enterprise number, element id, length."""
Owner = tuple[int, int, int, int, int]
"""Sender (two halves), port, domain, template id; port -1 in the port-less fall-back."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a field lies: so many octets behind the start of a run of fields of fixed length.

    A field of variable length lies between its run and the next, a length octet or three ahead.
    """

    run: int
    offset: int
    width: int


@dataclass(frozen=True)
class Layout:
    """Fields of a record in order; the first `scopes` are scope fields of an options template."""

    fields: tuple[Field, ...]
    scopes: int = 0
    options: bool = False

    @cached_property
    def shortest(self) -> int:
        """Octets of the shortest record."""
        return sum(1 if length == VARIABLE else length for _, _, length in self.fields)

    @cached_property
    def is_fixed(self) -> bool:
        """Whether all records are equally long."""
        return all(length != VARIABLE for _, _, length in self.fields)

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Where each field lies."""
        run, offset = 0, 0
        spots = []
        for _, _, length in self.fields:
            spots.append(Spot(run, offset, length))
            run, offset = (run + 1, 0) if length == VARIABLE else (run, offset + length)
        return tuple(spots)

    @cached_property
    def runs(self) -> tuple[int, ...]:
        """Octets of each run of fields of fixed length: one more than fields of variable length."""
        sizes = [0]
        for _, _, length in self.fields:
            if length == VARIABLE:
                sizes.append(0)
            else:
                sizes[-1] += length
        return tuple(sizes)

    @cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """Index of each element's first field; exporters repeat elements, the first counts."""
        places: dict[tuple[int, int], int] = {}
        for index, (pen, element, length) in enumerate(self.fields):
            if length:
                places.setdefault((pen, element), index)
        return places


Definition = tuple[int, int, Layout]
"""Offset in its set, template id, layout."""

WITHDRAWN = Layout(())
"""What a withdrawal puts in the place of a definition; ids 2 and 3 stand for all of their kind."""

V5_LAYOUT = Layout(
    tuple(
        (0, element, length)
        for element, length in (
            (8, 4), (12, 4), (15, 4), (10, 2), (14, 2), (2, 4), (1, 4), (22, 4), (21, 4), (7, 2),
            (11, 2), (210, 1), (6, 1), (4, 1), (5, 1), (16, 2), (17, 2), (9, 1), (13, 1), (210, 2),
        )
    )
)  # fmt: skip
"""A v5 record in the numbers of v9; 210 is padding."""


Known = OrderedDict[tuple[int, int], Layout]
"""Layouts of one domain by (port, template id), least recently defined first."""


def ports(port: int) -> tuple[int, ...]:
    """The ports that a definition is kept for: its own, and without sessions any (-1)."""
    return (port,) if port >= SESSION else (port, -1)


@dataclass(slots=True)
class TemplateStore:
    """Templates in force, least recently defined first; a flood evicts the flooder's own."""

    _senders: OrderedDict[tuple[int, int], OrderedDict[int, Known]] = field(
        default_factory=OrderedDict
    )
    _layouts: dict[Layout, Layout] = field(default_factory=dict)
    _size: int = 0
    _held: int = 0
    _proven: set[tuple[int, int]] = field(default_factory=set)

    def find(self, owner: Owner) -> Layout | None:
        """The layout of a data set: by port, else of the same domain from any port."""
        hi, lo, port, domain, number = owner
        domains = self._senders.get((hi, lo))
        known = domains.get(domain) if domains else None
        if known is None:
            return None
        return known.get((port, number)) or (known.get((-1, number)) if port < SESSION else None)

    def prove(self, sender: tuple[int, int]) -> None:
        """Note that a sender's templates served data: it outlasts senders of templates alone."""
        if sender in self._senders:
            self._proven.add(sender)
            self._senders.move_to_end(sender)

    def definitions(self) -> Iterator[tuple[Owner, Layout]]:
        """What was defined, in an order in which defining it again gives the same store."""
        for (hi, lo), domains in self._senders.items():
            for domain, known in domains.items():
                for (port, number), layout in known.items():
                    if port >= 0:
                        yield (hi, lo, port, domain, number), layout

    def define(self, owner: Owner, layout: Layout) -> Layout:
        """Put a definition in force; gives the interned layout."""
        hi, lo, port, domain, number = owner
        if layout not in self._layouts:
            self._held += len(layout.fields)
        layout = self._layouts.setdefault(layout, layout)
        domains = self._senders.setdefault((hi, lo), OrderedDict())
        known = domains.setdefault(domain, OrderedDict())
        self._senders.move_to_end((hi, lo))
        domains.move_to_end(domain)
        for key in [(mine, number) for mine in ports(port)]:
            self._size += key not in known
            known[key] = layout
            known.move_to_end(key)
        self._evict(domains, known)
        return layout

    def withdraw(self, owner: Owner) -> None:
        """Forget a definition, or with id 2 or 3 all (options) templates that came from the port."""
        hi, lo, port, domain, _ = owner
        known = self._senders.get((hi, lo), OrderedDict()).get(domain, OrderedDict())
        for number in self.withdrawn_by(owner):
            for mine in ports(port):
                self._size -= known.pop((mine, number), None) is not None

    def withdrawn_by(self, owner: Owner) -> list[int]:
        """Template ids that a withdrawal takes away (RFC 7011 section 8.1)."""
        hi, lo, port, domain, number = owner
        if number not in (2, 3):
            return [number]
        known = self._senders.get((hi, lo), OrderedDict()).get(domain, OrderedDict())
        return [
            mine
            for (of, mine), layout in known.items()
            if of == port and layout.options == (number == 3)
        ]

    def end_session(self, sender: tuple[int, int], port: int) -> None:
        """Forget what a session defined."""
        self._forget(sender, lambda own: own == port)

    def end_sessions(self) -> None:
        """Forget what any session defined: none outlives its collector."""
        for sender in list(self._senders):
            self._forget(sender, lambda own: own >= SESSION)

    def _forget(self, sender: tuple[int, int], gone: Callable[[int], bool]) -> None:
        domains = self._senders.get(sender, OrderedDict())
        for domain in list(domains):
            known = domains[domain]
            for key in [key for key in known if gone(key[0])]:
                del known[key]
                self._size -= 1
            if not known:
                del domains[domain]
        if not domains:
            self._senders.pop(sender, None)

    def _evict(self, domains: OrderedDict[int, Known], known: Known) -> None:
        while len(known) > 2 * MOST_PER_DOMAIN:
            known.popitem(last=False)
            self._size -= 1
        while len(domains) > MOST_DOMAINS:
            self._size -= len(domains.popitem(last=False)[1])
        if (
            self._size > 2 * MOST_TEMPLATES
            or self._held > MOST_HELD
            or len(self._senders) > MOST_SENDERS
        ):
            self._shrink()

    def _shrink(self) -> None:
        """Drop whole senders until a quarter is free, and layouts that nobody uses any more.

        First those who hold very much, then those whose templates never served data, then others;
        among equals the one that defined nothing for longest.
        """
        uses: Counter[Layout] = Counter()
        weight: dict[tuple[int, int], int] = {}
        for sender, domains in self._senders.items():
            mine = [layout for known in domains.values() for layout in known.values()]
            uses.update(mine)
            weight[sender] = sum(len(layout.fields) for layout in mine)
        held = sum(len(layout.fields) for layout in uses)
        order = sorted(weight, key=lambda s: (weight[s] <= 2 * _HOG, s in self._proven))
        for sender in order:
            if (
                held <= MOST_HELD * 3 // 4
                and self._size <= MOST_TEMPLATES * 3 // 2
                and len(self._senders) <= MOST_SENDERS * 3 // 4
            ):
                break
            for known in self._senders.pop(sender).values():
                self._size -= len(known)
                for layout in known.values():
                    uses[layout] -= 1
                    held -= 0 if uses[layout] else len(layout.fields)
        self._proven &= self._senders.keys()
        self._layouts = {layout: layout for layout, number in uses.items() if number}
        self._held = held


def parse_templates(
    data: bytes, *, ipfix: bool, options: bool, tally: Tally
) -> tuple[Definition, ...]:
    """Definitions in one template set.

    A withdrawal gives `WITHDRAWN` (RFC 7011 section 8.1); over UDP nobody may send one (section 8.4),
    and the batch decoder ignores it there.
    """
    parse = _parse_again if len(data) <= REPEATED_OCTETS else _parse
    found, bad = parse(data, ipfix, options)
    if bad:
        tally.drop(Refusal.BAD_TEMPLATE, bad)
    return found


def _parse(data: bytes, ipfix: bool, options: bool) -> tuple[tuple[Definition, ...], int]:
    """Definitions, and how many are bad."""
    found: list[Definition] = []
    bad = at = 0
    while at + 4 <= len(data):
        number, count = struct.unpack_from(">HH", data, at)
        if ipfix and count == 0 and (number >= 256 or number == 2 + options):
            found.append((at, number, WITHDRAWN))
            at += 4
            continue
        if number < 256:  # padding
            break
        parsed = (
            _v9_options(data, at) if options and not ipfix else _plain(data, at, ipfix, options)
        )
        if parsed is None:
            bad += 1
            break
        layout, end = parsed
        if 0 < layout.shortest <= VARIABLE:
            found.append((at, number, layout))
        else:
            bad += 1
        at = end
    return tuple(found), bad


_parse_again = lru_cache(REPEATED)(_parse)
"""Exporters repeat their templates in every second packet or every minute."""


def _plain(data: bytes, at: int, ipfix: bool, options: bool) -> tuple[Layout, int] | None:
    _, count = struct.unpack_from(">HH", data, at)
    at += 4
    scopes = 0
    if options:
        if at + 2 > len(data):
            return None
        (scopes,) = struct.unpack_from(">H", data, at)
        at += 2
    fields = _fields(data, at, count, ipfix)
    if fields is None:
        return None
    found, end = fields
    return Layout(found, scopes, options), end


def _v9_options(data: bytes, at: int) -> tuple[Layout, int] | None:
    """Options templates of v9 count octets, not fields (RFC 3954 section 6.1)."""
    if at + 6 > len(data):
        return None
    _, scope_octets, option_octets = struct.unpack_from(">HHH", data, at)
    scopes = _fields(data, at + 6, scope_octets // 4, ipfix=False)
    rest = _fields(data, at + 6 + scope_octets, option_octets // 4, ipfix=False)
    if scopes is None or rest is None:
        return None
    # Scope types are numbers of their own; enterprise -1 keeps them apart from elements.
    scoped = tuple((-1, element, length) for _, element, length in scopes[0])
    return Layout(scoped + rest[0], len(scoped), options=True), rest[1]


def _fields(data: bytes, at: int, count: int, ipfix: bool) -> tuple[tuple[Field, ...], int] | None:
    if count > MOST_FIELDS:
        return None
    fields: list[Field] = []
    for _ in range(count):
        if at + 4 > len(data):
            return None
        element, length = struct.unpack_from(">HH", data, at)
        at += 4
        pen = 0
        if ipfix and element & ENTERPRISE:
            if at + 4 > len(data):
                return None
            (pen,) = struct.unpack_from(">I", data, at)
            element, at = element & ~ENTERPRISE, at + 4
        fields.append((pen, element, length))
    return tuple(fields), at
