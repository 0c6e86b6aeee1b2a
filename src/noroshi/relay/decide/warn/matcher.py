"""Matcher: which warning lists name a subject, at more than 100,000 values a second."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network

from noroshi.relay.decide.host import host_of
from noroshi.relay.decide.warn.warning_list import LONGEST_ENTRY, Matching, Network, WarningList
from noroshi.spine.model import Subject, SubjectKind

GRAM = 4
"""Characters by which substrings are found; shorter ones are looked for one by one."""

_CUTS = tuple(slice(at, at + GRAM) for at in range(LONGEST_ENTRY))

Named = tuple[WarningList, ...]
"""Lists that hold one entry."""


class Matcher:
    """All lists, as one look-up. It never changes; a changed list makes a new one."""

    def __init__(self, lists: Sequence[WarningList]) -> None:
        self.lists = tuple(lists)
        self._segments = _segments(_of_way(self.lists, Matching.CIDR))
        self._suffixes = _by_text(_of_way(self.lists, Matching.SUFFIX))
        self._exact = _by_text(_of_way(self.lists, Matching.EXACT))
        self._substrings = _substrings(_of_way(self.lists, Matching.SUBSTRING))

    def match(self, subject: Subject) -> tuple[str, ...]:
        """Names of the lists that name the subject, in their order; mostly none."""
        found = self._found(subject)
        if not found:
            return ()
        return tuple(sorted({one.name for one in found if subject.kind in one.kinds}))

    def _found(self, subject: Subject) -> set[WarningList]:
        kind = subject.kind
        if kind is SubjectKind.PREFIX:
            return self._of_network(subject.value) | self._of_text(subject.value)
        host = host_of(subject)
        if host is None:
            return set()
        if kind is SubjectKind.URL:
            found = self._of_text(subject.value.lower())
            found.update(self._exact.get(host, ()))
        else:
            found = self._of_text(host)
        if kind is not SubjectKind.DOMAIN and (host[-1].isdigit() or ":" in host):
            self._add_address(host, found)
        elif self._suffixes:
            self._add_name(host, found)
        return found

    def _of_text(self, text: str) -> set[WarningList]:
        found = set(self._exact.get(text, ()))
        if self._substrings.may_stand_in(text):
            found.update(self._substrings.within(text))
        return found

    def _add_name(self, name: str, found: set[WarningList]) -> None:
        suffixes, rest = self._suffixes, name
        while rest:
            if rest in suffixes:
                found.update(suffixes[rest])
            rest = rest.partition(".")[2]

    def _add_address(self, text: str, found: set[WarningList]) -> None:
        try:
            address = ip_address(text)
        except ValueError:
            self._add_name(text, found)
        else:
            found.update(self._segments[address.version].at(int(address)))

    def _of_network(self, text: str) -> set[WarningList]:
        try:
            network = ip_network(text)
        except ValueError:
            return set()
        first, last = int(network.network_address), int(network.broadcast_address)
        return self._segments[network.version].between(first, last)


class _Segments:
    """Address ranges cut where any of them begins or ends: one bisection finds all that hold."""

    def __init__(self, networks: Iterable[tuple[Network, WarningList]]) -> None:
        opens: dict[int, list[WarningList]] = defaultdict(list)
        closes: dict[int, list[WarningList]] = defaultdict(list)
        for network, one in networks:
            opens[int(network.network_address)].append(one)
            closes[int(network.broadcast_address) + 1].append(one)
        self._starts = sorted(opens.keys() | closes.keys())
        self._holding: list[Named] = []
        open_now: dict[WarningList, int] = defaultdict(int)
        for start in self._starts:
            for one in closes.get(start, ()):
                open_now[one] -= 1
            for one in opens.get(start, ()):
                open_now[one] += 1
            self._holding.append(tuple(one for one, count in open_now.items() if count))

    def at(self, address: int) -> Named:
        """Lists that hold an address."""
        place = bisect_right(self._starts, address) - 1
        return self._holding[place] if place >= 0 else ()

    def between(self, first: int, last: int) -> set[WarningList]:
        """Lists that hold any address of a range, both ends included."""
        begin = max(bisect_right(self._starts, first) - 1, 0)
        end = bisect_right(self._starts, last)
        return {one for holding in self._holding[begin:end] for one in holding}


class _Substrings:
    """Texts found anywhere in a value, in time by the value's length and not by their number."""

    def __init__(self, lists_of: dict[str, Named]) -> None:
        self._lists_of = lists_of
        self._short = tuple(text for text in lists_of if len(text) < GRAM)
        self._by_gram: dict[str, list[str]] = {}
        for text in lists_of:
            if len(text) >= GRAM:
                self._by_gram.setdefault(text[:GRAM], []).append(text)

    def may_stand_in(self, value: str) -> bool:
        """Whether looking closer can find any; mostly not."""
        if self._short:
            return True
        cuts = _CUTS[: max(len(value) - GRAM + 1, 0)] if len(value) <= LONGEST_ENTRY else _CUTS
        grams = map(value.__getitem__, cuts)
        return bool(self._by_gram) and not self._by_gram.keys().isdisjoint(grams)

    def within(self, value: str) -> Iterator[WarningList]:
        """Lists that have a text which stands in the value."""
        for text in self._short:
            if text in value:
                yield from self._lists_of[text]
        for start in range(len(value) - GRAM + 1):
            for text in self._by_gram.get(value[start : start + GRAM], ()):
                if value.startswith(text, start):
                    yield from self._lists_of[text]


def _of_way(lists: Sequence[WarningList], way: Matching) -> Named:
    return tuple(one for one in lists if one.matching is way)


# The last look-ups are kept: one changed list must not build those of the others anew.


@lru_cache(maxsize=4)
def _segments(lists: Named) -> dict[int, _Segments]:
    """Address ranges by IP version."""
    pairs = [(network, one) for one in lists for network in one.networks]
    return {v: _Segments(pair for pair in pairs if pair[0].version == v) for v in (4, 6)}


@lru_cache(maxsize=8)
def _by_text(lists: Named) -> dict[str, Named]:
    """Lists by the texts they hold."""
    found: dict[str, Named] = {}
    for one in lists:
        mine = (one,)
        for text in one.texts:
            held = found.setdefault(text, mine)
            if held[-1] is not one:
                found[text] = (*held, one)
    return found


@lru_cache(maxsize=4)
def _substrings(lists: Named) -> _Substrings:
    return _Substrings(_by_text(lists))


NO_WARNINGS = Matcher(())
"""Matches nothing."""
