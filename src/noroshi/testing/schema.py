"""Arrow schemas from declared columns."""

from collections.abc import Sequence

import pyarrow as pa

from noroshi.spine.model import FLOW_COLUMNS, Column, Type

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
"""Arrow's type for each physical type."""


def arrow_schema(columns: Sequence[Column]) -> pa.Schema:
    """The Arrow schema of declared columns, in their order."""
    return pa.schema([pa.field(c.name, ARROW[c.type], nullable=c.nullable) for c in columns])


FLOW_SCHEMA = arrow_schema(FLOW_COLUMNS)
"""The flow table's Arrow schema."""
