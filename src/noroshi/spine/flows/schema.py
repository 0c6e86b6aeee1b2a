"""Schema: the Arrow form of the flow table, made from its declaration."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.arrow import Array, Column, as_integers, nulls
from noroshi.spine.model import FLOW_COLUMNS, SamplingSource, SubscriberSide, Type
from noroshi.spine.model import Column as Declared

ARROW: dict[Type, pa.DataType] = {
    Type.U8: pa.uint8(),
    Type.U16: pa.uint16(),
    Type.U32: pa.uint32(),
    Type.I64: pa.int64(),
    Type.F64: pa.float64(),
    Type.BOOL: pa.bool_(),
    Type.TEXT: pa.string(),
    Type.MOMENT: pa.timestamp("ms"),
}
"""Arrow type of each declared type. Moments bear no zone: they are UTC everywhere."""


def arrow_schema(columns: Sequence[Declared]) -> pa.Schema:
    """The Arrow schema of declared columns, in their order."""
    return pa.schema([pa.field(c.name, ARROW[c.type], nullable=c.nullable) for c in columns])


FLOW_SCHEMA = arrow_schema(FLOW_COLUMNS)
"""Schema of the flow table, columns in file order."""

_WHERE_ABSENT: dict[str, int] = {
    "samplingInterval": 1,
    "samplingSource": SamplingSource.ASSUMED,
    "subscriberSide": SubscriberSide.NONE,
    "exportVersion": 0,
    "octetDeltaCount": 0,
    "packetDeltaCount": 0,
    "sourceTransportPort": 0,
    "destinationTransportPort": 0,
}
"""Values of required columns that a source may be silent about."""

Columns = Mapping[str, Column]


def flow_table(columns: Columns) -> pa.Table:
    """The full flow table from the columns a source gives; the rest is null or neutral.

    Args:
        columns: Equal-length columns by flow-column name; at least times, addresses and protocol.

    Returns:
        A table of `FLOW_SCHEMA`. `ipVersion` follows from the addresses where it is absent.
    """
    rows = len(next(iter(columns.values())))
    return pa.table([_column(field, columns, rows) for field in FLOW_SCHEMA], schema=FLOW_SCHEMA)


def _column(field: "pa.Field[pa.DataType]", columns: Columns, rows: int) -> Column:
    given = columns.get(field.name)
    if given is not None:
        return given if given.type == field.type else given.cast(field.type)
    if field.name == "ipVersion":
        return ip_version(columns["sourceAddressHi"], columns["sourceAddressLo"])
    if field.name in _WHERE_ABSENT:
        value = np.full(rows, _WHERE_ABSENT[field.name])
        return pa.array(value.astype(field.type.to_pandas_dtype()), field.type)
    return nulls(rows, field.type)


def ip_version(hi: Column, lo: Column) -> Array:
    """4 where an address is `::ffff:a.b.c.d`, else 6 (RFC 4291 section 2.5.5.2)."""
    high, low = as_integers(hi), as_integers(lo)
    is_v4 = (high == 0) & (low >> 32 == 0xFFFF)
    return pa.array(np.where(is_v4, 4, 6).astype(np.uint8))
