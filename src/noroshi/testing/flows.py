"""Flows: flow tables from compact rows.

flow_table([flow("100.64.0.1:50000", "192.0.2.1:443", at_s=60 * n) for n in range(100)])
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from noroshi.spine.flows.schema import FLOW_SCHEMA
from noroshi.spine.model import (
    FLOW_COLUMNS,
    Endpoint,
    SamplingSource,
    SubscriberSide,
    Window,
    address_halves,
    parse_endpoint,
)
from noroshi.spine.model.protocol import NUMBERS

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
"""Second 0 of `at_s`."""

TIMES = ("flowStartMilliseconds", "flowEndMilliseconds", "collectionTimeMilliseconds")
REQUIRED = frozenset(column.name for column in FLOW_COLUMNS if not column.nullable)


def flow(
    source: str,
    destination: str,
    *,
    at_s: float = 0.0,
    lasts_s: float = 1.0,
    sent: tuple[int, int] = (400, 5),
    answered: tuple[int, int] | None = (600, 5),
    **columns: object,
) -> dict[str, object]:
    """One row of the flow table, as a biflow unless `answered` is None.

    Args:
        source: `address:port`, IPv6 in brackets.
        destination: `address:port/protocol`, the protocol as its lower-case IANA keyword.
        at_s: Start in seconds after Monday 2026-01-05 00:00 UTC.
        lasts_s: Seconds between first and last packet.
        sent: Octets and packets from source to destination.
        answered: Octets and packets back; None for a unidirectional row.
        columns: Any other column of the flow table, by its name; wins over the rest.
    """
    start = MONDAY + _ms(at_s)
    to = parse_endpoint(destination)
    reverse = answered or (None, None)
    return {
        "flowStartMilliseconds": start,
        "flowEndMilliseconds": start + _ms(lasts_s),
        **_ends(parse_endpoint(f"{source}/{to.protocol}"), to),
        "protocolIdentifier": NUMBERS[to.protocol],
        "octetDeltaCount": sent[0],
        "packetDeltaCount": sent[1],
        "reverseOctetDeltaCount": reverse[0],
        "reversePacketDeltaCount": reverse[1],
        "samplingInterval": 1,
        "samplingSource": int(SamplingSource.ASSUMED),
        "subscriberSide": int(SubscriberSide.SOURCE),
        "exportVersion": 0,
        **columns,
    }


def flow_table(rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """The flow table of some rows; columns that a row leaves out are null.

    Raises:
        ValueError: A row names an unknown column or leaves out one that may not be null.
    """
    listed = [dict(row) for row in rows]
    for row in listed:
        if unknown := set(row) - set(FLOW_SCHEMA.names):
            raise ValueError(f"the flow table has no column {', '.join(sorted(unknown))}")
        if absent := {name for name in REQUIRED if row.get(name) is None}:
            raise ValueError(f"a flow needs {', '.join(sorted(absent))}")
    return pa.Table.from_pylist([_naive(row) for row in listed], schema=FLOW_SCHEMA)


def flow_window(flows: pa.Table) -> Window:
    """The window that holds every flow; one empty millisecond on Monday when there is none."""
    if not flows.num_rows:
        return Window(MONDAY, MONDAY + timedelta(milliseconds=1))
    start = pc.min(flows["flowStartMilliseconds"]).as_py()
    end = pc.max(flows["flowEndMilliseconds"]).as_py()
    return Window(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC) + timedelta(milliseconds=1))


def shifted(flows: pa.Table, by: timedelta) -> pa.Table:
    """The same flows, every time moved."""
    for name in TIMES:
        moved = pc.add(flows[name], pa.scalar(by, pa.duration("ms")))
        flows = flows.set_column(
            flows.schema.get_field_index(name), flows.schema.field(name), moved
        )
    return flows


def _ms(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(seconds * 1000))


def _ends(source: Endpoint, destination: Endpoint) -> dict[str, object]:
    (source_hi, source_lo), (destination_hi, destination_lo) = (
        address_halves(source.address),
        address_halves(destination.address),
    )
    return {
        "sourceAddressHi": source_hi,
        "sourceAddressLo": source_lo,
        "destinationAddressHi": destination_hi,
        "destinationAddressLo": destination_lo,
        "ipVersion": destination.ip_version,
        "sourceTransportPort": source.port,
        "destinationTransportPort": destination.port,
    }


def _naive(row: dict[str, object]) -> dict[str, object]:
    """Times without zone, as the lake holds them (UTC)."""
    return {
        name: value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value
        for name, value in row.items()
    }
