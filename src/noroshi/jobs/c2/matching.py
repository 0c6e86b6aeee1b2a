"""Matching: findings in the store held against block lists, and lists against the lake."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from noroshi.c2.evaluate.blocklist import BlockList
from noroshi.c2.evaluate.listing import listing_of
from noroshi.c2.evaluate.lists import read_list
from noroshi.c2.evaluate.match import Agreement, MatchParameters, match
from noroshi.c2.judge.allow import AllowClass
from noroshi.jobs.c2.allowing import allow_lists_of_home
from noroshi.jobs.c2.peer_lists import peer_lists
from noroshi.jobs.flows.opening import engine_on
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Finding,
    InputError,
    Observation,
    Subject,
    SubjectKind,
    SubscriberSide,
    Window,
    address_text,
    rfc3339,
)
from noroshi.spine.store import Store

JOB = "c2 match"
"""Under which name a match is recorded."""
Seen = Callable[[], Collection[str]]

SHARED = (AllowClass.UPDATE_CDN, AllowClass.WEB_SERVICE)
"""Classes of allow-lists whose addresses many tenants share."""

SERVERS_SQL = f"""
SELECT DISTINCT hi, lo FROM (
  SELECT sourceAddressHi AS hi, sourceAddressLo AS lo FROM flows
  WHERE subscriberSide = {SubscriberSide.DESTINATION:d}
    AND flowStartMilliseconds >= epoch_ms($start) AND flowStartMilliseconds < epoch_ms($end)
  UNION ALL
  SELECT destinationAddressHi, destinationAddressLo FROM flows
  WHERE subscriberSide = {SubscriberSide.SOURCE:d}
    AND flowStartMilliseconds >= epoch_ms($start) AND flowStartMilliseconds < epoch_ms($end)
)
"""  # noqa: S608  # two numbers of an enum; times are bound
"""Addresses that subscribers exchanged traffic with, in flows that start in the window. Pseudonyms stay out: they are no servers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What a match came to.

    Attributes:
        agreements: Both directions; empty when there is nothing to match.
        lists: Lists used.
        refused: Files that are no list or name no address, with what to do.
        findings: Findings at or above the threshold.
        window: What the findings looked at.
    """

    agreements: tuple[Agreement, ...]
    lists: tuple[BlockList, ...]
    refused: tuple[str, ...]
    findings: int
    window: Window | None


def match_lists(
    home: Home,
    paths: Sequence[Path],
    *,
    parameters: MatchParameters,
    with_peers: bool = False,
    seen: Seen | None = None,
    is_shared: Callable[[str], bool] | None = None,
) -> Matched:
    """Hold the store's `c2-server` findings at the shipped threshold against lists, both ways.

    Args:
        home: Store, threshold and lake.
        paths: Files of lists, any known format.
        parameters: Days around the window, and weights.
        with_peers: Hold them against what `share pull` read of peers, too.
        seen: Server addresses that the flows met; the lake is asked when left out.
        is_shared: Whether many tenants share an address; the home's allow-lists are asked when
            left out.
    """
    lists, refused = _read(paths)
    with Store.open(home.state) as store:
        found = store.findings(kind="c2-server", min_score=home.settings.c2.threshold)
        if with_peers:
            lists += tuple(peer_lists(store.database, "c2-server"))
    window = _whole(found)
    agreements: tuple[Agreement, ...] = ()
    if window is not None and lists:
        agreements = match(
            found,
            lists,
            seen=seen or (lambda: seen_in_lake(home, window)),
            window=window,
            parameters=parameters,
            is_shared=is_shared or shared_by_allow_lists(home),
        )
        _record(home, window, lists, agreements)
    return Matched(
        agreements=agreements,
        lists=lists,
        refused=refused,
        findings=len(found),
        window=window,
    )


def _record(
    home: Home, window: Window, lists: Sequence[BlockList], agreements: Sequence[Agreement]
) -> None:
    """Keep the counts: the programme's match rate is told from them."""
    now = datetime.now(UTC)
    counts = {
        f"{agreement.direction} {name}": count
        for agreement in agreements
        for name, count in (("matched", agreement.matched), ("total", agreement.total))
    }
    inputs = {one.name: rfc3339(one.snapshot) if one.snapshot else "" for one in lists}
    with Store.open(home.state) as store:
        run = store.begin_run(JOB, detector=None, window=window, inputs=inputs, at=now)
        store.end_run(run, outcome="done", counts=counts, at=now)


def _read(paths: Iterable[Path]) -> tuple[tuple[BlockList, ...], tuple[str, ...]]:
    lists, refused = [], []
    for path in paths:
        try:
            one = read_list(path)
        except InputError as error:
            refused.append(str(error))
            continue
        if one.observations:
            lists.append(one)
        else:
            why = ", ".join(f"{count} {reason}" for reason, count in one.refused.items())
            refused.append(f"{path} names no address ({why or 'it is empty'}); leave it out")
    return tuple(lists), tuple(refused)


def _whole(findings: Sequence[Finding]) -> Window | None:
    if not findings:
        return None
    windows = [finding.window for finding in findings]
    return Window(min(w.start for w in windows), max(w.end for w in windows))


def shared_by_allow_lists(home: Home) -> Callable[[str], bool]:
    """Whether an address lies in ranges whose servers speak for many tenants, whatever the port."""
    ranges = [
        Observation(
            subject=Subject(SubjectKind.PREFIX, str(entry.network)), source=one.name, kind="shared"
        )
        for one in allow_lists_of_home(home).lists
        if one.category in SHARED
        for entry in one.entries
    ]
    return listing_of(ranges).carries


def seen_in_lake(home: Home, window: Window) -> set[str]:
    """Canonical addresses of servers that flows of the window met; empty without flows."""
    files = FlowLake(home.flows).files(window)
    if not files:
        return set()
    with engine_on(home, files) as engine:
        table = engine.query(SERVERS_SQL, {"start": window.start_ms, "end": window.end_ms})
    pairs = zip(table["hi"].to_pylist(), table["lo"].to_pylist(), strict=True)
    return {address_text(int(high or 0), int(low or 0)) for high, low in pairs}
