"""Arrow schemas from declared columns."""

import duckdb
import pyarrow as pa

from noroshi.spine.flows.schema import ARROW, FLOW_SCHEMA
from noroshi.spine.model import FLOW_COLUMNS, Type


def test_every_physical_type_has_an_arrow_type() -> None:
    assert set(ARROW) == set(Type)


def test_the_schema_follows_the_declaration() -> None:
    assert FLOW_SCHEMA.names == [column.name for column in FLOW_COLUMNS]
    assert [field.nullable for field in FLOW_SCHEMA] == [c.nullable for c in FLOW_COLUMNS]


def test_duckdb_reads_each_arrow_type_as_the_type_that_declared_it() -> None:
    for kind, arrow in ARROW.items():
        values = pa.table({"a": pa.array([None], arrow)})
        with duckdb.connect() as connection:
            connection.register("t", values)
            row = connection.execute("SELECT typeof(a) FROM t").fetchone()
        assert row == (kind.value,), kind
