"""Match: agreement of our findings with block lists, both ways.

`ours-on-lists` asks how many servers we found are listed; `lists-by-us` asks how many listed
servers that our flows met we found. Both count addresses, once each. What the figures can and
cannot say: docs/methods/blacklist-agreement.md.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from noroshi.c2.evaluate.blocklist import BlockList
from noroshi.c2.evaluate.interval import wilson
from noroshi.c2.evaluate.listing import Listing, address_of, listing_of, port_of
from noroshi.spine.model import Finding, Observation, SubjectKind, Window

OURS_ON_LISTS = "ours-on-lists"
LISTS_BY_US = "lists-by-us"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchParameters:
    """How lists and findings are held against each other.

    Attributes:
        days: Entries count whose time lies within so many days around the window (default 30: the
            programme's lists are monthly). Entries without time always count, and are told.
        wrong_share: Share of the listed addresses that is believed wrong, in [0, 1). Zero unless
            known; it moves the adjusted rate of `lists-by-us` only.
        port_weight: Weight of a match whose port agrees, or whose entry names no port and whose
            address is not shared.
        other_port_weight: Weight of a match when entries name ports, none of them ours.
        shared_weight: Weight of a match by address only where many tenants share the address.
    """

    days: float = 30.0
    wrong_share: float = 0.0
    port_weight: float = 1.0
    other_port_weight: float = 0.5
    shared_weight: float = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One direction of the match; all counts are of distinct addresses.

    Attributes:
        direction: `ours-on-lists` or `lists-by-us`.
        matched: Addresses found by both.
        total: Addresses of the one side.
        weighted: Sum of the matches' weights (MatchParameters).
        port_matched: Matches where an entry names a port of ours too.
        address_only: Matches without agreeing port.
        untimed: Matches that rest on entries without any time.
        shared: Matches by address only on shared addresses.
        adjusted: Share after the known list error; null where it has no meaning.
        lead_days_p50: Median days by which we were earlier than the lists' first entry (negative:
            later); null where no matched entry has a time.
        days: Half-width of the window, in days.
        lists: The lists with their dates.
    """

    direction: str
    matched: int
    total: int
    weighted: float
    port_matched: int
    address_only: int
    untimed: int
    shared: int
    adjusted: float | None
    lead_days_p50: float | None
    days: float
    lists: tuple[BlockList, ...]

    @property
    def rate(self) -> float | None:
        """Matched share; null when there is nothing to match."""
        return self.matched / self.total if self.total else None

    def as_dict(self) -> dict[str, object]:
        """The row of the command contract, with its grounds."""
        low, high = wilson(self.matched, self.total)
        return {
            "direction": self.direction,
            "matched": self.matched,
            "total": self.total,
            "rate": self.rate,
            "low": low,
            "high": high,
            "lead_days_p50": self.lead_days_p50,
            "weighted_rate": self.weighted / self.total if self.total else None,
            "adjusted_rate": self.adjusted,
            "port_matched": self.port_matched,
            "address_only": self.address_only,
            "shared_address_only": self.shared,
            "untimed": self.untimed,
            "window_days": self.days,
            "lists": [one.as_dict() for one in self.lists],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ours:
    """What we found at one address."""

    ports: frozenset[int]
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """How the entries of one address agree with ours."""

    port: bool
    shared: bool
    untimed: bool
    weight: float
    lead_days: float | None


def match(
    findings: Iterable[Finding],
    lists: Sequence[BlockList],
    *,
    seen: Callable[[], Collection[str]],
    window: Window,
    parameters: MatchParameters | None = None,
    is_shared: Callable[[str], bool] = lambda _: False,
) -> tuple[Agreement, Agreement]:
    """Agreement in both directions, `ours-on-lists` first.

    Args:
        findings: What we list; their addresses count once each.
        lists: Block lists.
        seen: Gives the canonical addresses of servers that the flows of the window met.
        window: What was looked at; entries are held against it.
        parameters: Days around the window, and weights.
        is_shared: Whether many tenants share an address (content delivery, hosting).
    """
    used = parameters or MatchParameters()
    ours = _by_address(findings)
    listing = listing_of(_around(lists, window, used.days))
    both = {
        address: _compare(entries, found, used, shared=is_shared(address))
        for address, found in ours.items()
        if (entries := listing.entries(address))
    }
    met = _met(listing, {*seen(), *ours})
    return (
        _agreement(OURS_ON_LISTS, both, len(ours), lists, used),
        _agreement(LISTS_BY_US, both, len(met), lists, used),
    )


def _by_address(findings: Iterable[Finding]) -> dict[str, _Ours]:
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.subject.kind in (SubjectKind.IP, SubjectKind.ENDPOINT):
            grouped[address_of(finding.subject)].append(finding)
    return {
        address: _Ours(
            ports=frozenset(port for one in found if (port := port_of(one.subject)) is not None),
            window=Window(
                min(one.window.start for one in found), max(one.window.end for one in found)
            ),
        )
        for address, found in grouped.items()
    }


def _around(lists: Iterable[BlockList], window: Window, days: float) -> Iterable[Observation]:
    margin = timedelta(days=days)
    earliest, latest = window.start - margin, window.end + margin
    for one in lists:
        for entry in one.observations:
            if _in_time(entry, earliest, latest):
                yield entry


def _in_time(entry: Observation, earliest: datetime, latest: datetime) -> bool:
    """An entry with one time is a point; one without any cannot be held against time."""
    first = entry.first_seen or entry.last_seen
    last = entry.last_seen or entry.first_seen
    if first is None or last is None:
        return True
    return first <= latest and max(first, last) >= earliest


def _compare(
    entries: Sequence[Observation], ours: _Ours, parameters: MatchParameters, *, shared: bool
) -> _Match:
    named = {port for entry in entries if (port := port_of(entry.subject)) is not None}
    agrees = bool(named & ours.ports)
    firsts = [entry.first_seen for entry in entries if entry.first_seen is not None]
    lead = (min(firsts) - ours.window.start).total_seconds() / 86_400 if firsts else None
    if agrees:
        weight = parameters.port_weight
    elif shared:
        weight = parameters.shared_weight
    else:
        weight = parameters.other_port_weight if named else parameters.port_weight
    return _Match(
        port=agrees,
        shared=shared and not agrees,
        untimed=all(entry.first_seen is None and entry.last_seen is None for entry in entries),
        weight=weight,
        lead_days=lead,
    )


def _met(listing: Listing, addresses: Collection[str]) -> list[str]:
    return [address for address in addresses if listing.carries(address)]


def _agreement(
    direction: str,
    both: dict[str, _Match],
    total: int,
    lists: Sequence[BlockList],
    parameters: MatchParameters,
) -> Agreement:
    matches = list(both.values())
    leads = [one.lead_days for one in matches if one.lead_days is not None]
    adjusts = direction == LISTS_BY_US and total > 0 and parameters.wrong_share > 0
    rightly = total * (1 - parameters.wrong_share)
    return Agreement(
        direction=direction,
        matched=len(matches),
        total=total,
        weighted=sum(one.weight for one in matches),
        port_matched=sum(one.port for one in matches),
        address_only=sum(not one.port for one in matches),
        untimed=sum(one.untimed for one in matches),
        shared=sum(one.shared for one in matches),
        adjusted=min(1.0, len(matches) / rightly) if adjusts else None,
        lead_days_p50=median(leads) if leads else None,
        days=parameters.days,
        lists=tuple(lists),
    )
