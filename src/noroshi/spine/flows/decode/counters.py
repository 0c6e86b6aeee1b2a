"""Counters: counter samples of sFlow as rows of the counter table, all of a batch at once.

Source: sFlow version 5, section 5.4: generic interface (0:1), Ethernet (0:2), VLAN (0:5) and
processor (0:1001) counters. All-ones is how agents say that they do not count something.
"""

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64, distinct_addresses, format_addresses
from noroshi.spine.flows.arrow import Array, moments_ms, typed
from noroshi.spine.flows.decode import sflow
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.flow_samples import address_at, chosen
from noroshi.spine.flows.decode.sflow import Agents, Parts
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.schema import ARROW, arrow_schema
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model import COUNTER_COLUMNS, Column

COUNTER_SCHEMA = arrow_schema(COUNTER_COLUMNS)
RECORDS = {"if_counters": 1, "ethernet_counters": 2, "vlan_counters": 5, "processor": 1001}
"""Record format by the structure's name."""
_WIDE = frozenset(
    {"ifSpeed", "ifInOctets", "ifOutOctets", "vlanOctets", "totalMemory", "freeMemory"}
)
"""Numbers of eight octets; all others take four."""


def counter_rows(batch: Datagrams, agents: Agents, samples: Parts, tally: Tally) -> pa.Table | None:
    """A row for each counter sample that holds a record of a known kind; null where there is none."""
    counted = (samples.kind == sflow.COUNTERS) | (samples.kind == sflow.EXPANDED_COUNTERS)
    if not counted.any():
        return None
    samples = samples.take(counted)
    records, broken = sflow.records_of_samples(batch.octets, samples)
    tally.drop(Refusal.BAD_RECORD, len(np.unique(broken)))
    columns: dict[str, Array] = {}
    known = np.zeros(len(samples), np.bool_)
    for structure, kind in RECORDS.items():
        at = records.first(kind, len(samples)) if len(records) else np.full(len(samples), -1)
        start, end = _span(records, at)
        fields = [c for c in COUNTER_COLUMNS if c.sflow.startswith(f"{structure}.")]
        size = sum(_width(column) for column in fields)
        given = (at >= 0) & (end - start >= size)
        known |= given
        if given.any():
            columns |= _fields(batch.octets, start, fields, given)
    if not known.any():
        return None
    columns |= _heads(batch, agents, samples)
    rows = len(samples)
    table = pa.table(
        [columns.get(field.name, pa.nulls(rows, field.type)) for field in COUNTER_SCHEMA],
        schema=COUNTER_SCHEMA,
    )
    return table if known.all() else table.filter(pa.array(known))


def _span(records: Parts, at: I64) -> tuple[I64, I64]:
    if not len(records):
        return np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    return records.start[at], records.end[at]


def _width(column: Column) -> int:
    return 8 if column.name in _WIDE else 4


def _fields(
    octets: Octets, start: I64, fields: list[Column], given: np.typing.NDArray[np.bool_]
) -> dict[str, Array]:
    columns: dict[str, Array] = {}
    at = start
    for column in fields:
        width = _width(column)
        value = octets.unsigned(at, width)
        told = given & (value != (-1 if width == 8 else 0xFFFFFFFF))
        columns[column.name] = typed(value, ARROW[column.type], told)
        at = at + width
    return columns


def _heads(batch: Datagrams, agents: Agents, samples: Parts) -> dict[str, Array]:
    octets, at = batch.octets, samples.owner
    plain = samples.kind == sflow.COUNTERS
    word = octets.u32(samples.start + 4)
    everywhere = np.ones(len(samples), np.bool_)
    kind = np.where(plain, word >> 24, word)
    index = np.where(plain, word & 0xFFFFFF, octets.u32(samples.start + 8))
    six = octets.u32(batch.start[at] + 4) == 2
    agent = chosen(
        six, address_at(octets, batch.start[at] + 8, 16), address_at(octets, batch.start[at] + 8, 4)
    )
    distinct, back = distinct_addresses(agent)
    return {
        "collectionTimeMilliseconds": moments_ms(batch.received_ms[at]),
        "exporter": batch.exporters(at).cast(pa.string()),
        "agent": pa.DictionaryArray.from_arrays(back, format_addresses(distinct)).cast(pa.string()),
        "observationDomainId": pa.array(agents.sub_agents(octets, at).astype(np.uint32)),
        "sourceType": pa.array((kind & 0xFF).astype(np.uint8)),
        "sourceIndex": typed(index, pa.uint32(), everywhere),
    }
