"""Admitting: which entries of the lists become routes. The most certain first, up to the cap."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network

from noroshi.relay.decide.warn import Matcher, Matching, WarningList
from noroshi.relay.share.target import network_of
from noroshi.spine.home import Home
from noroshi.spine.home.outlet_settings import OutletSettings
from noroshi.spine.model import Edition, Indicator, Standing, Subject, SubjectKind, Tlp
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList

PAGE = 5_000
TLPS = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)
BEYOND = "beyond-most-routes"
ROUTED = (SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.PREFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What becomes a route.

    Attributes:
        indicators: Most certain first.
        left_out: Entries that do not, by reason.
    """

    indicators: tuple[Indicator, ...]
    left_out: Counter[str]


def admit(home: Home, store: Store, at: datetime) -> Chosen:
    """The live entries of `[outlet] collections` that may act at this moment.

    Raises:
        SourceError: The state cannot be reached.
    """
    limits = home.settings.outlet
    left_out: Counter[str] = Counter()
    guarded = never(home)

    def fit() -> Iterator[Indicator]:
        for edition in _live(SharedList(store.database), limits, at):
            why = _refusal(edition.indicator, limits, guarded)
            if why:
                left_out[why] += 1
            else:
                left_out[BEYOND] += 1
                yield edition.indicator

    taken = tuple(heapq.nlargest(limits.most_routes, fit(), key=_rank))
    left_out[BEYOND] -= len(taken)
    return Chosen(indicators=taken, left_out=+left_out)


def never(home: Home) -> Callable[[Subject], bool]:
    """Tells of a subject whether the settings forbid to act on it, or on a part of it."""
    texts = home.settings.outlet.never
    networks = tuple(ip_network(text) for text in texts if "/" in text)
    names = tuple(text for text in texts if "/" not in text)
    matcher = Matcher(
        [
            _list(Matching.CIDR, networks=networks, kinds=frozenset(ROUTED)),
            _list(Matching.SUFFIX, texts=names, kinds=frozenset({SubjectKind.DOMAIN})),
        ]
    )
    parents = {parent for name in names for parent in _parents(name)}
    return lambda subject: subject.value in parents or bool(matcher.match(subject))


def _parents(name: str) -> Iterator[str]:
    """Names above one: a zone that blocks them blocks it, too."""
    while "." in name:
        name = name.partition(".")[2]
        yield name


def _list(matching: Matching, **more: object) -> WarningList:
    fields: dict[str, object] = {"networks": (), "texts": (), **more}
    return WarningList(name="never", version="", matching=matching, refused={}, **fields)  # type: ignore[arg-type]


def _live(shared: SharedList, limits: OutletSettings, at: datetime) -> Iterator[Edition]:
    choice = Choice(
        collections=limits.collections,
        standings=(Standing.LIVE,),
        subject_kinds=ROUTED,
        tlps=TLPS,
        valid_at=at,
    )
    after = 0
    while page := shared.entries(choice, limit=PAGE, after=after):
        yield from page
        after = page[-1].sequence


def _refusal(
    indicator: Indicator, limits: OutletSettings, guarded: Callable[[Subject], bool]
) -> str:
    network = network_of(indicator.subject)
    if network is None:
        return "no-address"
    shortest = limits.shortest_v4 if network.version == 4 else limits.shortest_v6
    if network.length < shortest:
        return "too-wide"
    if indicator.confidence < limits.least_confidence:
        return "low-confidence"
    return "never" if guarded(indicator.subject) else ""


def _rank(indicator: Indicator) -> tuple[int, datetime, str]:
    return indicator.confidence, indicator.last_seen, indicator.id
