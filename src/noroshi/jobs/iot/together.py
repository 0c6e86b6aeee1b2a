"""Together: weak devices whose address met listed servers in the operator's own flows. Counts only.

Both sides are pseudonyms: the lake holds no subscriber's address, and neither do the kept devices.
Only flows of the day (UTC) on which a device answered count, since addresses change hands.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from noroshi.iot.report import Exposure
from noroshi.iot.report.device import Device
from noroshi.jobs.flows.opening import open_flows
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.keeping_devices import Places, kept_devices, ranked, write_devices
from noroshi.jobs.share.sighting_lake import ANY, LISTED, listed_servers
from noroshi.spine.engine import Progress
from noroshi.spine.flows.address import Addresses
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SubscriberSide
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList

SQL = f"""
WITH meetings AS (
  SELECT flowStartMilliseconds AS met_at, protocolIdentifier AS protocol,
    sourceAddressHi AS own_hi, sourceAddressLo AS own_lo,
    destinationAddressHi AS hi, destinationAddressLo AS lo, destinationTransportPort AS port
  FROM flows WHERE subscriberSide = {SubscriberSide.SOURCE:d}
  UNION ALL
  SELECT flowStartMilliseconds, protocolIdentifier,
    destinationAddressHi, destinationAddressLo,
    sourceAddressHi, sourceAddressLo, sourceTransportPort
  FROM flows WHERE subscriberSide = {SubscriberSide.DESTINATION:d}
)
SELECT own_hi, own_lo, date_trunc('day', met_at)::DATE AS day,
  count(DISTINCT indicator) AS servers
FROM meetings JOIN listed USING (hi, lo)
WHERE listed.port IN ({ANY}, meetings.port) AND listed.protocol IN ({ANY}, meetings.protocol)
GROUP BY ALL ORDER BY ALL
"""  # noqa: S608  # numbers of the house
"""How many listed servers each subscriber's pseudonym met on each day (UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a join came to.

    Attributes:
        devices: Kept devices.
        meeting: Those whose address met a listed server on the day on which they answered.
        weak: Those of them that are weak.
        flows: Rows in the lake.
    """

    devices: int
    meeting: int
    weak: int
    flows: int


def join_flows(home: Home, *, by: str, at: datetime, progress: Progress | None = None) -> Joined:
    """Count for each kept device the listed servers that its address met, and keep the counts.

    Args:
        home: Devices, list and lake.
        by: Who does it.
        at: Now.
        progress: Called while the engine works.

    Raises:
        ConfigError: No devices are kept, nothing is listed, or the lake has no flows.
    """
    devices = kept_devices(home)
    if not devices:
        raise ConfigError("no devices are kept; run: noroshi iot devices keep FILE")
    with Store.open(home.state) as store:
        listed = list(listed_servers(SharedList(store.database)))
    if not listed:
        raise ConfigError("no address is listed; publish or pull a list first")
    with open_flows(home, progress=progress) as opened:
        opened.engine.load("listed", pa.Table.from_pylist(listed, schema=LISTED))
        met = _met(Places(home), opened.engine.query(SQL))
        flows = opened.flows
    counted = ranked(_counted(devices, met))
    write_devices(home, counted)
    done = Joined(
        devices=len(counted),
        meeting=sum(one.servers > 0 for one in counted),
        weak=sum(one.servers > 0 and one.is_weak for one in counted),
        flows=flows,
    )
    told = {"devices": str(done.devices), "meeting": str(done.meeting)}
    trail_of(home, lambda: at).note(by, "iot.devices.join", "", told)
    return done


class Meeting:
    """Which exposures are at addresses that met listed servers, by what the home keeps."""

    def __init__(self, home: Home) -> None:
        self._servers = {
            (one.place, one.seen_at.astimezone(UTC).date()): one.servers
            for one in kept_devices(home)
            if one.servers
        }
        self._places = Places(home) if self._servers else None

    def servers(self, exposures: Iterable[Exposure]) -> list[int]:
        """How many listed servers the address of each met on its day."""
        those = list(exposures)
        if self._places is None:
            return [0] * len(those)
        places = self._places.of_addresses([one.address for one in those])
        return [
            self._servers.get((place, one.time.astimezone(UTC).date()), 0)
            for place, one in zip(places, those, strict=True)
        ]


def _met(places: Places, table: pa.Table) -> dict[tuple[str, date], int]:
    hi, lo = (table[name].to_numpy().astype(np.int64) for name in ("own_hi", "own_lo"))
    names = places.of_pseudonyms(Addresses(hi, lo))
    rows: list[dict[str, Any]] = table.select(["day", "servers"]).to_pylist()
    found: defaultdict[tuple[str, date], int] = defaultdict(int)
    for name, row in zip(names, rows, strict=True):
        found[name, row["day"]] += row["servers"]
    return dict(found)


def _counted(devices: Iterable[Device], met: dict[tuple[str, date], int]) -> list[Device]:
    return [
        msgspec.structs.replace(
            one, servers=met.get((one.place, one.seen_at.astimezone(UTC).date()), 0)
        )
        for one in devices
    ]
