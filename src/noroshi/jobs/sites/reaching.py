"""Reaching: how many in one's own network still reach a harmful page. Counts only, never who.

A flow names an address, not a page: where many sites share an address, all who reach any of them
are counted. So every count is an upper bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from noroshi.jobs.flows.asking import Asked, streamed
from noroshi.jobs.sites.following_view import host_in
from noroshi.jobs.sites.kept_evidence import packages_of
from noroshi.sites.judge.page_judge import KIND
from noroshi.sites.judge.services import FREE_HOSTING, belongs
from noroshi.spine.engine import Progress
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.model import (
    ConfigError,
    InputError,
    Standing,
    Subject,
    SubscriberSide,
    Text,
    Window,
    address_halves,
    indicator_id,
)
from noroshi.spine.model.window import EPOCH
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.site_follows import SiteFollows
from noroshi.spine.store.site_queue import SiteQueue

HOUR = timedelta(hours=1)
SPAN_H = 24
"""Hours before and after a block that are held against each other, at most."""
WEB_PORTS = (80, 443, 8080, 8443)
MOST_ADDRESSES = 200
CONFIDENCE = 0.95

BOUND = Text(
    ja="アドレスは他のサイトと共有されることがあるため、数は上限です。通信先がこのページだったとは限りません。",
    en="An address may serve other sites too, so every count is an upper bound: not everybody went to this page.",
)
"""What must stand beside the counts."""

NATURAL = Text(
    ja="遮断がなくても、誘導が終われば減ります。減少は遮断の効果の証明ではありません。",
    en="Visits also fall when the messages that led there stop: a fall is no proof that the block worked.",
)
"""What must stand beside the comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachHour:
    """One hour.

    Attributes:
        start: Its beginning, UTC.
        clients: Different pseudonyms; 0 where flows tell no subscribers.
        flows: Records, as they were exported.
        octets: Both ways, sampling counted in.
    """

    start: datetime
    clients: int
    flows: int
    octets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Before and after a block.

    Attributes:
        blocked_at: When.
        hours_before: Hours of flows just before it, at most 24.
        hours_after: Hours of flows after it; the hour of the block is left out.
        clients_before: Clients of those hours, added up.
        clients_after: Likewise.
        ratio: Clients an hour after, divided by before; null where there were none before.
        low: Lower end of the 95 % interval of the ratio, as if hours were independent.
        high: Its upper end; null for none.
    """

    blocked_at: datetime
    hours_before: int
    hours_after: int
    clients_before: int
    clients_after: int
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def word(self) -> str:
        """`falls`, `rises`, or `unclear` where the interval holds 1."""
        if self.high is not None and self.high < 1.0:
            return "falls"
        return "rises" if self.low is not None and self.low > 1.0 else "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who still reaches a host.

    Attributes:
        host: Which.
        addresses: That it was met at, in visits and looks.
        window: Flows that were looked at.
        hours: Hours with flows to it, in order.
        clients: Different pseudonyms in the whole window. Where keys rotate, one subscriber is
            counted once for each key.
        flows: Records.
        octets: Both ways.
        is_shared: Whether its name lies at a service that hosts anybody.
        effect: Before and after the block; null where it was not blocked in that time.
    """

    host: str
    addresses: tuple[str, ...]
    window: Window
    hours: tuple[ReachHour, ...]
    clients: int
    flows: int
    octets: int
    is_shared: bool
    effect: Effect | None


def reach(  # noqa: PLR0913  # one keyword for each fact of the question
    home: Home,
    database: Database,
    text: str,
    *,
    asked: Asked,
    blocked_at: datetime | None = None,
    addresses: Sequence[str] = (),
    progress: Progress | None = None,
) -> Reach:
    """Count the flows of one's own lake to the addresses of a host; the read is recorded.

    Args:
        home: Lake and evidence.
        database: Its state.
        text: A host, a URL, or the id of a reported URL.
        asked: When, and why.
        blocked_at: When it was blocked; when its first entry came onto the list, if left out.
        addresses: Addresses besides those that visits met.
        progress: Called while the engine works.

    Raises:
        InputError: No address of the host is known.
        ConfigError: There are no flows in that time.
    """
    host = host_in(database, text)
    met = (*addresses, *met_addresses(home, database, host))
    known = tuple(dict.fromkeys(met))[:MOST_ADDRESSES]
    if not known:
        raise InputError(
            f"no visit met an address of {host[:200]}; visit it first, or give --address"
        )
    window = _window(home, asked)
    question = {"host": host, "addresses": " ".join(known)}
    rows: list[dict[str, object]] = []
    with streamed(
        home, "sites reach", question, _sql(known), asked, rows=10_000, progress=progress
    ) as batches:
        for batch in batches:
            rows += batch.to_pylist()
    hours = tuple(_hour(row) for row in rows if row["hour"] is not None)
    whole = next((row for row in rows if row["hour"] is None), None)
    at = blocked_at or _listed_at(database, host)
    return Reach(
        host=host,
        addresses=known,
        window=window,
        hours=hours,
        clients=_number(whole, "clients"),
        flows=_number(whole, "flows"),
        octets=_number(whole, "octets"),
        is_shared=belongs(host, FREE_HOSTING),
        effect=None if at is None else effect_of(hours, window, at),
    )


def met_addresses(home: Home, database: Database, host: str) -> tuple[str, ...]:
    """Addresses that visits and looks met a host at, the newest first; none of this machine."""
    queue, follows = SiteQueue(database), SiteFollows(database)
    met: list[str] = []
    for page in queue.of_host(host):
        for look in follows.looks(page.url):
            met += look.addresses
        for package in packages_of(home, queue.visits(page.url)):
            met += package.hosts.get(host, ())
    return tuple(dict.fromkeys(one for one in reversed(met) if not ip_address(one).is_loopback))


def effect_of(hours: Sequence[ReachHour], window: Window, blocked_at: datetime) -> Effect | None:
    """Before and after; null where the flows end before it, or begin after it."""
    hour = blocked_at.replace(minute=0, second=0, microsecond=0)
    first, last = -(-(window.start - EPOCH) // HOUR), (window.end - EPOCH) // HOUR
    blocked = (hour - EPOCH) // HOUR
    # Whole hours only: a part of one would look like a fall.
    before, after = min(blocked - first, SPAN_H), min(last - blocked - 1, SPAN_H)
    if before < 1 or after < 1:
        return None
    led = sum(one.clients for one in hours if hour - before * HOUR <= one.start < hour)
    left = sum(one.clients for one in hours if hour < one.start <= hour + after * HOUR)
    ratio, low, high = _ratio(led, before, left, after)
    return Effect(
        blocked_at=blocked_at,
        hours_before=before,
        hours_after=after,
        clients_before=led,
        clients_after=left,
        ratio=ratio,
        low=low,
        high=high,
    )


def _ratio(
    led: int, before: int, left: int, after: int
) -> tuple[float | None, float | None, float | None]:
    """Ratio of two rates and its exact conditional interval (Clopper-Pearson on the later share)."""
    if led + left == 0:
        return None, None, None
    from scipy.stats import binomtest  # noqa: PLC0415  # heavy: loads when used

    band = binomtest(left, led + left).proportion_ci(CONFIDENCE, method="exact")
    scale = before / after
    low, high = (
        None if share >= 1.0 else scale * share / (1.0 - share) for share in (band.low, band.high)
    )
    return (scale * left / led if led else None), low, high


def _sql(addresses: Sequence[str]) -> str:
    """Clients, flows and octets by hour, and of all hours together (where the hour is null)."""
    wanted = ", ".join("({}, {})".format(*address_halves(one)) for one in addresses)
    ports = ", ".join(map(str, WEB_PORTS))
    octets = (
        "(octetDeltaCount + coalesce(reverseOctetDeltaCount, 0)) * greatest(samplingInterval, 1)"
    )
    return f"""
WITH wanted(hi, lo) AS (VALUES {wanted}),
ends AS (
  SELECT flowStartMilliseconds AS met_at, destinationAddressHi AS hi, destinationAddressLo AS lo,
    CASE WHEN subscriberSide = {SubscriberSide.SOURCE:d} THEN sourceAddressHi END AS client_hi,
    CASE WHEN subscriberSide = {SubscriberSide.SOURCE:d} THEN sourceAddressLo END AS client_lo,
    {octets} AS octets
  FROM flows WHERE subscriberSide IN ({SubscriberSide.SOURCE:d}, {SubscriberSide.NONE:d})
    AND destinationTransportPort IN ({ports})
  UNION ALL
  SELECT flowStartMilliseconds, sourceAddressHi, sourceAddressLo,
    CASE WHEN subscriberSide = {SubscriberSide.DESTINATION:d} THEN destinationAddressHi END,
    CASE WHEN subscriberSide = {SubscriberSide.DESTINATION:d} THEN destinationAddressLo END,
    {octets}
  FROM flows WHERE subscriberSide IN ({SubscriberSide.DESTINATION:d}, {SubscriberSide.NONE:d})
    AND sourceTransportPort IN ({ports})
),
met AS (SELECT date_trunc('hour', met_at) AS hour, * FROM ends JOIN wanted USING (hi, lo))
SELECT hour, count(*) AS flows, sum(octets)::BIGINT AS octets,
  count(DISTINCT (client_hi, client_lo)) FILTER (WHERE client_lo IS NOT NULL) AS clients
FROM met GROUP BY GROUPING SETS ((hour), ()) ORDER BY hour NULLS LAST
"""  # noqa: S608  # numbers of the house only


def _window(home: Home, asked: Asked) -> Window:
    extent = FlowLake(home.flows).extent()
    if extent is None:
        raise ConfigError(f"there are no flows in {home.path}; run: noroshi flows import FILE…")
    start, end = asked.start or extent.start, asked.end or extent.end
    return Window(
        max(start, extent.start), max(min(end, extent.end), max(start, extent.start) + HOUR)
    )


def _listed_at(database: Database, host: str) -> datetime | None:
    """When the first page of a host came onto the list."""
    shared = SharedList(database)
    came = [
        edition.added_at
        for page in SiteQueue(database).of_host(host)
        for edition in shared.history(indicator_id(KIND, Subject.url(page.url)))[:1]
        if edition.standing is Standing.LIVE
    ]
    return min(came, default=None)


def _hour(row: dict[str, object]) -> ReachHour:
    start = row["hour"]
    assert isinstance(start, datetime)
    return ReachHour(
        start=start.replace(tzinfo=UTC),
        clients=_number(row, "clients"),
        flows=_number(row, "flows"),
        octets=_number(row, "octets"),
    )


def _number(row: dict[str, object] | None, name: str) -> int:
    value = row.get(name) if row else None
    return value if isinstance(value, int) else 0
