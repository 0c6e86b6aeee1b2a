"""Table: made records as the lake's own flow table, without the way through datagrams."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.lab.clock import HOUR_MS
from noroshi.lab.columns import I64
from noroshi.lab.export import exporter_address
from noroshi.lab.observe import Observation, Records, Version
from noroshi.lab.world import ICMP
from noroshi.spine.flows.schema import ARROW, FLOW_SCHEMA
from noroshi.spine.model import FLOW_COLUMNS, Column, SamplingSource, SubscriberSide

ArrowArray: TypeAlias = "pa.Array[pa.Scalar[pa.DataType]]"
Values = Mapping[str, "npt.NDArray[np.generic] | ArrowArray"]

EXPORT_VERSIONS: Mapping[Version, int] = {Version.V5: 5, Version.V9: 9, Version.IPFIX: 10}


def flow_table(values: Values, count: int) -> pa.Table:
    """A flow table of `count` rows; columns that are not given are null.

    Raises:
        KeyError: A name is no column of the flow table, or a column that may not be null is missing.
    """
    unknown = set(values) - {column.name for column in FLOW_COLUMNS}
    if unknown:
        raise KeyError(f"no flow columns: {', '.join(sorted(unknown))}")
    return pa.Table.from_arrays(
        [_arrow(column, values, count) for column in FLOW_COLUMNS], schema=FLOW_SCHEMA
    )


def _arrow(column: Column, values: Values, count: int) -> ArrowArray:
    kind = ARROW[column.type]
    if column.name not in values:
        if not column.nullable:
            raise KeyError(f"the column {column.name} may not be null")
        return _nulls(kind, count)
    given = values[column.name]
    if isinstance(given, np.ndarray):
        return pa.array(given).cast(kind, safe=False)
    return given.cast(kind)


@lru_cache(maxsize=32)
def _nulls(kind: pa.DataType, count: int) -> ArrowArray:
    """Most columns of a made row are null; their arrays are shared."""
    return pa.nulls(count).cast(kind)


def records_table(records: Records, observation: Observation) -> pa.Table:
    """Made records as rows of the flow table; addresses are the made ones, no pseudonyms."""
    count = len(records)
    is_icmp = records.protocol == ICMP
    versions = np.array([EXPORT_VERSIONS[router.version] for router in observation.routers])
    ingress, egress = records.interfaces()
    values: dict[str, npt.NDArray[np.generic] | ArrowArray] = {
        "flowStartMilliseconds": records.first_ms,
        "flowEndMilliseconds": records.last_ms,
        "collectionTimeMilliseconds": records.export_ms,
        "sourceAddressHi": records.source.hi,
        "sourceAddressLo": records.source.lo,
        "destinationAddressHi": records.destination.hi,
        "destinationAddressLo": records.destination.lo,
        "ipVersion": np.where(records.source.hi != 0, 6, 4),
        "protocolIdentifier": records.protocol,
        "sourceTransportPort": np.where(is_icmp, 0, records.source.port),
        "destinationTransportPort": np.where(is_icmp, 0, records.destination.port),
        "icmpTypeCode": pa.array(records.destination.port, mask=~is_icmp),
        "tcpControlBits": records.flags,
        "octetDeltaCount": records.octets,
        "packetDeltaCount": records.packets,
        "samplingInterval": np.full(count, observation.sampling),
        "samplingSource": _sampling_source(versions)[records.router],
        "subscriberSide": np.where(
            records.upstream, SubscriberSide.SOURCE, SubscriberSide.DESTINATION
        ),
        "ipClassOfService": np.zeros(count, dtype=np.uint8),
        "flowEndReason": records.end_reason,
        "ingressInterface": ingress,
        "egressInterface": egress,
        "observationDomainId": records.router,
        "exportVersion": versions[records.router],
        "exporter": _exporters(records, len(versions)),
    }
    return flow_table(values, count)


def _sampling_source(versions: I64) -> I64:
    return np.where(versions == 5, SamplingSource.HEADER, SamplingSource.OPTIONS)


def _exporters(records: Records, routers: int) -> ArrowArray:
    names = pa.array([str(exporter_address(number)) for number in range(routers)])
    return pa.DictionaryArray.from_arrays(records.router.astype(np.int32), names)


def hour_folder(flows: Path, hour_ms: int) -> Path:
    """Where the lake keeps an hour: `date=YYYY-MM-DD/hour=HH` in UTC."""
    moment = datetime.fromtimestamp(hour_ms / 1000, tz=UTC)
    return flows / f"date={moment:%Y-%m-%d}" / f"hour={moment:%H}"


def write_lake(records: Records, observation: Observation, flows: Path) -> tuple[Path, ...]:
    """Write records into the lake by hour of collection; running it twice changes nothing."""
    hour = records.export_ms // HOUR_MS
    written = []
    for value in np.unique(hour):
        folder = hour_folder(flows, int(value) * HOUR_MS)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "lab.parquet"
        table = records_table(records.take(hour == value), observation)
        pq.write_table(table, path, compression="zstd", compression_level=1)
        written.append(path)
    return tuple(written)
