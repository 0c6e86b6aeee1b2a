"""Made records as lake rows: the declared columns, and the same counts as the records."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from noroshi.lab.plan import Plan, make_day
from noroshi.lab.table import flow_table, records_table, write_lake
from noroshi.spine.flows.schema import FLOW_SCHEMA
from noroshi.spine.model import FLOW_COLUMNS, SubscriberSide

PLAN = Plan(seed=4, subscribers=80)


@pytest.fixture(scope="module")
def records():
    return make_day(PLAN).records()


def test_a_made_table_is_a_flow_table(records):
    assert records_table(records, PLAN.observation).schema == FLOW_SCHEMA


def test_counters_of_table_and_records_agree(records):
    table = records_table(records, PLAN.observation)
    assert table.num_rows == len(records)
    assert pc.sum(table["octetDeltaCount"]).as_py() == records.octets.sum()
    assert pc.sum(table["packetDeltaCount"]).as_py() == records.packets.sum()


def test_what_may_not_be_null_is_not(records):
    table = records_table(records, PLAN.observation)
    table.validate(full=True)
    assert [c.name for c in FLOW_COLUMNS if not c.nullable and table[c.name].null_count] == []


def test_icmp_has_a_type_and_no_ports(records):
    table = records_table(records, PLAN.observation)
    icmp = table.filter(pc.equal(table["protocolIdentifier"], 1))
    assert icmp.num_rows > 0
    assert set(icmp["icmpTypeCode"].to_pylist()) == {0, 2048}
    assert set(icmp["destinationTransportPort"].to_pylist()) == {0}
    assert table["icmpTypeCode"].null_count == table.num_rows - icmp.num_rows


def test_subscriber_side_is_told(records):
    table = records_table(records, PLAN.observation)
    sides = table["subscriberSide"].to_numpy()
    assert (
        sides == np.where(records.upstream, SubscriberSide.SOURCE, SubscriberSide.DESTINATION)
    ).all()


def test_lake_hours_hold_all_rows_and_a_second_run_doubles_none(records, tmp_path):
    first = write_lake(records, PLAN.observation, tmp_path)
    second = write_lake(records, PLAN.observation, tmp_path)
    assert first == second
    assert first[0].parent.name == "hour=15"
    rows = sum(pq.read_metadata(path).num_rows for path in tmp_path.rglob("*.parquet"))
    assert rows == len(records)


def test_unknown_and_missing_columns_are_refused():
    with pytest.raises(KeyError, match="no flow columns"):
        flow_table({"colour": np.zeros(1)}, 1)
    with pytest.raises(KeyError, match="may not be null"):
        flow_table({"vrfName": pa.array(["a"])}, 1)
