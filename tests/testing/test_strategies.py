"""Strategies give what the declaration allows, and all of it."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from noroshi.spine.flows.schema import ARROW
from noroshi.spine.model import FLOW, FLOW_COLUMNS, Column, Type
from noroshi.testing.strategies import column_values, flow_rows, flow_tables


@pytest.mark.parametrize("kind", list(Type))
def test_values_of_every_type_fit_its_arrow_type(kind: Type) -> None:
    @settings(max_examples=30, deadline=None)
    @given(column_values(Column("a", kind, "", "", nullable=True)))
    def fits(value: Any) -> None:
        assert pa.array([value], ARROW[kind]).to_pylist() == [value]

    fits()


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([c for c in FLOW_COLUMNS if not c.nullable]).flatmap(column_values))
def test_columns_that_may_not_be_null_never_are(value: object) -> None:
    assert value is not None


@settings(max_examples=30, deadline=None)
@given(flow_tables(max_size=4))
def test_every_table_is_a_sane_flow_table(flows: pa.Table) -> None:
    for row in flows.to_pylist():
        assert row["flowStartMilliseconds"] <= row["flowEndMilliseconds"]
        assert row["ipVersion"] in {4, 6}
        assert all(row[name] is not None for name, column in FLOW.items() if not column.nullable)


@pytest.mark.parametrize("version", [4, 6])
def test_both_ip_versions_appear(version: int) -> None:
    quick = settings(phases=[Phase.generate], database=None)
    assert find(flow_rows(), lambda row: row["ipVersion"] == version, settings=quick)
