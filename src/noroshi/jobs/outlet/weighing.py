"""Weighing: what the routes of an outlet would touch in the lake. Counts, never subscribers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network

import pyarrow as pa

from noroshi.jobs.flows.opening import open_flows
from noroshi.jobs.outlet.admitting import Chosen, admit
from noroshi.jobs.outlet.staging import note_touched
from noroshi.relay.share.target import Flow, flow_of
from noroshi.spine.engine import Engine, Progress
from noroshi.spine.home import Home
from noroshi.spine.home.acts import Touched
from noroshi.spine.model import Indicator, Outlet, SubscriberSide, Window
from noroshi.spine.model.address import MAPPED, halves
from noroshi.spine.store import Store

_SCHEMA: list[tuple[str, pa.DataType]] = [
    ("subject", pa.string()),
    ("first_hi", pa.int64()), ("first_lo", pa.int64()),
    ("last_hi", pa.int64()), ("last_lo", pa.int64()),
    ("port", pa.int32()), ("protocol", pa.int32()),
]  # fmt: skip
ROUTES = pa.schema(_SCHEMA)
"""Columns of the table of routes: addresses from first to last, port and protocol 0 for any."""

# A prefix of up to 64 bits holds every lower half, and of a longer one all lower halves have one sign,
# so that signed halves may be compared. Most routes are one address: those meet flows by a hash.
_SQL = f"""
WITH ends AS (
  SELECT destinationAddressHi AS hi, destinationAddressLo AS lo, destinationTransportPort AS port,
    protocolIdentifier AS protocol, sourceAddressHi AS client_hi, sourceAddressLo AS client_lo,
    subscriberSide = {SubscriberSide.SOURCE:d} AS is_client,
    octetDeltaCount * samplingInterval AS octets
  FROM flows WHERE subscriberSide IN ({SubscriberSide.SOURCE:d}, {SubscriberSide.NONE:d})
  UNION ALL
  SELECT sourceAddressHi, sourceAddressLo, sourceTransportPort,
    protocolIdentifier, destinationAddressHi, destinationAddressLo,
    subscriberSide = {SubscriberSide.DESTINATION:d}, octetDeltaCount * samplingInterval
  FROM flows WHERE subscriberSide IN ({SubscriberSide.DESTINATION:d}, {SubscriberSide.NONE:d})
), met AS (
  SELECT subject, ends.*, routes.protocol AS route_protocol, routes.port AS route_port
  FROM ends JOIN routes ON hi = first_hi AND lo = first_lo
  WHERE first_hi = last_hi AND first_lo = last_lo
  UNION ALL
  SELECT subject, ends.*, routes.protocol, routes.port
  FROM ends JOIN routes ON hi BETWEEN first_hi AND last_hi AND lo BETWEEN first_lo AND last_lo
  WHERE NOT (first_hi = last_hi AND first_lo = last_lo)
), told AS (
  SELECT *, route_port IN (0, port) AND route_protocol IN (0, protocol) AS is_listed FROM met
)
SELECT subject,
  count(*) FILTER (is_listed) AS flows,
  coalesce(sum(octets) FILTER (is_listed), 0)::BIGINT AS octets,
  coalesce(sum(octets) FILTER (NOT is_listed), 0)::BIGINT AS other_octets,
  count(DISTINCT (client_hi, client_lo)) FILTER (is_client AND (is_listed OR $whole)) AS clients
FROM told GROUP BY GROUPING SETS ((subject), ())
ORDER BY subject NULLS FIRST
"""  # noqa: S608  # numbers of the house
"""What met each route; the first row is the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one route touches; all of them where the subject is null.

    Attributes:
        subject: The entry.
        flows: To and from the listed service.
        octets: Of these flows, sampling counted in.
        collateral: Octets of other services of the address, which the route takes along.
        clients: Subscribers (pseudonyms) with traffic that it takes.
    """

    subject: str | None
    flows: int
    octets: int
    collateral: int
    clients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What an outlet would touch.

    Attributes:
        window: Of the lake.
        admitted: Entries that become routes, and those that do not.
        whole: All routes together.
        weights: Routes with traffic, by octets.
    """

    window: Window
    admitted: Chosen
    whole: Weight
    weights: tuple[Weight, ...]


def weigh(  # the lake's window and the progress are apart
    home: Home,
    outlet: Outlet,
    at: datetime,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    progress: Progress | None = None,
) -> Weighed:
    """Count what an outlet of routes would touch, and keep the sum for its gate.

    Args:
        home: Lists and lake.
        outlet: FlowSpec takes the listed port only, a blackhole the whole address.
        at: Now.
        start: First instant to look at; the lake's first when left out.
        end: First instant not to look at; the lake's last when left out.
        progress: Called while the engine works.

    Raises:
        ConfigError: The lake has no flows then.
    """
    with Store.open(home.state) as store:
        admitted = admit(home, store, at)
    takes_all = outlet is Outlet.RTBH
    with open_flows(home, start=start, end=end, progress=progress) as opened:
        whole, *weights = _counted(opened.engine, admitted.indicators, takes_all=takes_all)
        window = opened.window
    touched = Touched(
        at=at,
        routes=len(admitted.indicators),
        clients=whole.clients,
        octets=whole.octets,
        collateral=whole.collateral,
    )
    note_touched(home, outlet, touched)
    ranked = tuple(sorted(weights, key=lambda one: one.octets + one.collateral, reverse=True))
    return Weighed(window=window, admitted=admitted, whole=whole, weights=ranked)


def _counted(engine: Engine, indicators: Sequence[Indicator], *, takes_all: bool) -> list[Weight]:
    rows = list(_rows(indicators))
    engine.load("routes", pa.Table.from_pylist(rows, schema=ROUTES))
    found = engine.query(_SQL, {"whole": takes_all}).to_pylist()
    return [
        Weight(
            subject=row["subject"],
            flows=row["flows"],
            octets=row["octets"],
            collateral=row["other_octets"] if takes_all else 0,
            clients=row["clients"],
        )
        for row in found
    ]


def _rows(indicators: Sequence[Indicator]) -> Iterator[dict[str, object]]:
    for indicator in indicators:
        flow = flow_of(indicator.subject)
        if flow is not None:
            first, last = _ends(flow)
            yield {
                "subject": indicator.subject.value,
                "first_hi": first[0], "first_lo": first[1],
                "last_hi": last[0], "last_lo": last[1],
                "port": flow.port, "protocol": flow.protocol,
            }  # fmt: skip


def _ends(flow: Flow) -> tuple[tuple[int, int], tuple[int, int]]:
    """Signed halves from the first to the last address; every lower half for a short prefix."""
    network = ip_network(f"{flow.network.address}/{flow.network.length}")
    first, last = int(network.network_address), int(network.broadcast_address)
    if network.version == 4:
        return halves(MAPPED | first), halves(MAPPED | last)
    if network.prefixlen > 64:
        return halves(first), halves(last)
    (low, _), (high, _) = halves(first), halves(last)
    return (low, -(1 << 63)), (high, (1 << 63) - 1)
