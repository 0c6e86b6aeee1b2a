"""Flow tables as files."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings

from noroshi.testing import FLOW_SCHEMA, write_flows
from noroshi.testing.strategies import flow_tables


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(flows=flow_tables(max_size=5))
def test_what_is_written_is_read_back(tmp_path: Path, flows: pa.Table) -> None:
    path = write_flows(flows, tmp_path / "lake")
    assert pq.read_table(path).equals(flows)


def test_an_empty_table_is_a_file_with_the_columns(tmp_path: Path) -> None:
    path = write_flows(FLOW_SCHEMA.empty_table(), tmp_path, name="none")
    assert path.name == "none.parquet"
    assert pq.read_schema(path).names == FLOW_SCHEMA.names
