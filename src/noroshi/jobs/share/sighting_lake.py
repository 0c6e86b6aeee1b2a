"""Sighting in the lake: listed servers that an operator's own flows met, counted by day. Counts only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from noroshi.jobs.flows.opening import open_flows
from noroshi.spine.engine import Engine, Progress
from noroshi.spine.home import Home
from noroshi.spine.model import (
    ConfigError,
    Edition,
    Sighting,
    SightingKind,
    Standing,
    SubjectKind,
    SubscriberSide,
    Window,
    address_halves,
)
from noroshi.spine.model.protocol import NUMBERS
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sightings import Sightings, sighting_id

DAY = timedelta(days=1)

PAGE = 5_000
"""Entries read from the list at a time."""

ANY = -1
"""In the table of listed servers: every port, or every protocol."""

_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("indicator", pa.string()),
    ("hi", pa.int64()),
    ("lo", pa.int64()),
    ("port", pa.int32()),
    ("protocol", pa.int32()),
]

LISTED = pa.schema(_COLUMNS)
"""Columns of the table of listed servers."""

# Subscribers' ends are pseudonyms, which would meet entries by accident: only far ends count.
SQL = f"""
WITH ends AS (
  SELECT flowStartMilliseconds AS met_at, protocolIdentifier AS protocol,
    destinationAddressHi AS hi, destinationAddressLo AS lo, destinationTransportPort AS port
  FROM flows WHERE subscriberSide IN ({SubscriberSide.SOURCE:d}, {SubscriberSide.NONE:d})
  UNION ALL
  SELECT flowStartMilliseconds, protocolIdentifier,
    sourceAddressHi, sourceAddressLo, sourceTransportPort
  FROM flows WHERE subscriberSide IN ({SubscriberSide.DESTINATION:d}, {SubscriberSide.NONE:d})
)
SELECT indicator, date_trunc('day', met_at)::DATE AS day, count(*) AS flows
FROM ends JOIN listed USING (hi, lo)
WHERE met_at >= epoch_ms($start) AND met_at < epoch_ms($end)
  AND listed.port IN ({ANY}, ends.port) AND listed.protocol IN ({ANY}, ends.protocol)
GROUP BY ALL ORDER BY ALL
"""  # noqa: S608  # numbers of the house; times are bound
"""How many flows met each listed server on each day (UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeSighted:
    """What a count of the lake came to.

    Attributes:
        window: What was looked at.
        flows: Rows in the files of the window.
        entries: Entries of the list that flows can meet.
        met: Entries that flows met.
        hits: Flows that met one.
        sightings: Statements recorded: one an entry and day.
    """

    window: Window
    flows: int
    entries: int
    met: int
    hits: int
    sightings: int


def sight_lake(
    home: Home,
    *,
    operator_id: str,
    at: datetime,
    window: Window | None = None,
    progress: Progress | None = None,
) -> LakeSighted:
    """Count the flows to and from listed servers and record them as the operator's sightings.

    Days that are counted again replace what was recorded of them, so run it as often as you like.

    Args:
        home: Lake, list and record.
        operator_id: Whose lake it is.
        at: The present.
        window: What to look at, widened to whole days (UTC); the whole lake when left out.
        progress: Called while the engine works.

    Raises:
        ConfigError: There is no such operator, nothing is listed, or the lake has no flows then.
    """
    with Store.open(home.state) as store:
        if Operators(store.database).get(operator_id) is None:
            raise ConfigError(f"there is no operator {operator_id}; see: noroshi operators list")
        listed = list(listed_servers(SharedList(store.database)))
        if not listed:
            raise ConfigError("no address is listed; publish or pull a list first")
        days = whole_days(window) if window else None
        start, end = (days.start, days.end) if days else (None, None)
        with open_flows(home, start=start, end=end, progress=progress) as opened:
            seen = whole_days(opened.window)
            run = store.begin_run(
                "share sight",
                detector=None,
                window=seen,
                inputs={"purpose": "count flows to listed servers", "operator": operator_id},
                at=at,
            )
            counted = _counted(opened.engine, listed, seen)
        sightings = [_sighting(row, operator_id, at) for row in counted]
        Sightings(store.database).add(sightings)
        store.end_run(run, outcome="done", counts={"sightings": len(sightings)}, at=at)
    return LakeSighted(
        window=seen,
        flows=opened.flows,
        entries=len({str(row["indicator"]) for row in listed}),
        met=len({sighting.indicator_id for sighting in sightings}),
        hits=sum(sighting.count for sighting in sightings),
        sightings=len(sightings),
    )


def whole_days(window: Window) -> Window:
    """The days (UTC) that a window touches."""
    start = window.start.replace(hour=0, minute=0, second=0, microsecond=0)
    last = window.end.replace(hour=0, minute=0, second=0, microsecond=0)
    return Window(start, last if last == window.end and last > start else last + DAY)


def listed_servers(shared: SharedList) -> Iterator[dict[str, object]]:
    """The live entries that flows can meet, as rows of `LISTED`."""
    choice = Choice(
        standings=(Standing.LIVE,), subject_kinds=(SubjectKind.IP, SubjectKind.ENDPOINT)
    )
    after = 0
    while page := shared.entries(choice, limit=PAGE, after=after):
        yield from map(_row, page)
        after = page[-1].sequence


def _row(edition: Edition) -> dict[str, object]:
    indicator = edition.indicator
    address, port, protocol = indicator.subject.value, ANY, ANY
    if indicator.subject.kind is SubjectKind.ENDPOINT:
        endpoint = indicator.subject.as_endpoint()
        address, port = endpoint.address, endpoint.port
        named = endpoint.protocol
        protocol = int(named) if named.isdecimal() else NUMBERS.get(named, ANY)
    hi, lo = address_halves(address)
    return {"indicator": indicator.id, "hi": hi, "lo": lo, "port": port, "protocol": protocol}


def _counted(
    engine: Engine, listed: Sequence[dict[str, object]], window: Window
) -> list[dict[str, object]]:
    engine.load("listed", pa.Table.from_pylist(list(listed), schema=LISTED))
    table = engine.query(SQL, {"start": window.start_ms, "end": window.end_ms})
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


def _sighting(row: dict[str, object], operator_id: str, at: datetime) -> Sighting:
    start = datetime.fromisoformat(str(row["day"])).replace(tzinfo=UTC)
    window = Window(start, start + DAY)
    name, kind = str(row["indicator"]), SightingKind.SEEN
    return Sighting(
        id=sighting_id(name, operator_id, kind, "lake", window),
        indicator_id=name,
        operator_id=operator_id,
        kind=kind,
        count=int(str(row["flows"])),
        window=window,
        source="lake",
        received_at=at,
    )
