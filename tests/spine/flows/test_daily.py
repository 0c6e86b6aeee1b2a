from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows.compaction import merge, mergeable
from noroshi.spine.flows.daily import (
    TABLES,
    close,
    daily_files,
    days_due,
    forget_days,
    is_closed,
    is_summarised,
    summarise,
)
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.model import address_halves
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file

DAY = date(2026, 1, 5)
NEXT = datetime(2026, 1, 6, 2, tzinfo=UTC)
SERVER, CLIENT = "192.0.2.7", "100.64.0.1"


@pytest.fixture
def engine():
    with DuckEngine(memory_limit="200MB", threads=1) as opened:
        yield opened


def fill(root, rows, content="a"):
    write_file(root, flow_table(rows), content * 16)


def asked(client, at_s=0, **more):
    """A subscriber asks the server; the exporter looked at one packet in ten."""
    return flow(
        f"{client}:50000", f"{SERVER}:443/tcp", at_s=at_s, sent=(100, 2), answered=None,
        exporter="192.0.2.254", samplingInterval=10, **more,
    )  # fmt: skip


def answered(client, at_s=0):
    return flow(
        f"{SERVER}:443", f"{client}:50000/tcp", at_s=at_s, sent=(900, 3), answered=None,
        exporter="192.0.2.254", samplingInterval=10, subscriberSide=2,
    )  # fmt: skip


def made(tmp_path, table):
    return [
        row
        for file in daily_files(tmp_path / "daily", table)
        for row in pq.read_table(file).to_pylist()
    ]


def summarised(engine, tmp_path):
    return summarise(engine, tmp_path / "flows", tmp_path / "daily", DAY)


def test_a_server_is_one_row_with_both_directions(engine, tmp_path):
    fill(tmp_path / "flows", [asked(CLIENT), answered(CLIENT), asked("100.64.0.2", at_s=7200)])
    summarised(engine, tmp_path)
    [row] = made(tmp_path, "servers")
    assert (row["server_hi"], row["server_lo"]) == address_halves(SERVER)
    assert (row["port"], row["protocol"], row["hours"], row["subscribers"]) == (443, 6, 2, 2)
    assert (row["octets_to_server"], row["octets_from_server"], row["flows"]) == (200, 900, 3)
    assert (row["packets"], row["scaled_packets"], row["scaled_octets"]) == (7, 70, 11_000)


def test_reverse_counters_of_a_biflow_count(engine, tmp_path):
    fill(
        tmp_path / "flows",
        [flow(f"{CLIENT}:50000", f"{SERVER}:443/tcp", sent=(100, 1), answered=(900, 2))],
    )
    summarised(engine, tmp_path)
    [row] = made(tmp_path, "servers")
    assert (row["octets_to_server"], row["octets_from_server"]) == (100, 900)


def test_no_table_holds_a_subscriber(engine, tmp_path):
    rows = [asked(CLIENT), answered(CLIENT)]
    rows.append(flow("198.51.100.9:40000", f"{CLIENT}:22/tcp", answered=None, subscriberSide=2))
    rows.append(flow(f"{CLIENT}:40000", "100.64.0.2:80/tcp", answered=None, subscriberSide=3))
    fill(tmp_path / "flows", rows)
    summarised(engine, tmp_path)
    hidden = {address_halves(text)[1] for text in (CLIENT, "100.64.0.2")}
    for table in TABLES:
        for row in made(tmp_path, table):
            assert not hidden & set(row.values()), table


def test_all_tables_count_the_same_flows(engine, tmp_path):
    fill(tmp_path / "flows", [asked(CLIENT, ingressInterface=1), answered(CLIENT)])
    summarised(engine, tmp_path)
    for table in ("services", "links", "exporters"):
        rows = made(tmp_path, table)
        assert sum(row["flows"] for row in rows) == 2
        assert sum(row["scaled_octets"] for row in rows) == 10_000
        assert {row["date"] for row in rows} == {DAY}
    [exporter] = made(tmp_path, "exporters")
    assert (exporter["subscribers"], exporter["lowest_sampling_interval"]) == (1, 10)


def test_a_day_is_due_once_it_is_over_and_again_when_flows_come(engine, tmp_path):
    root, daily = tmp_path / "flows", tmp_path / "daily"
    fill(root, [asked(CLIENT)])
    assert days_due(root, daily, datetime(2026, 1, 6, tzinfo=UTC)) == []
    assert days_due(root, daily, NEXT) == [DAY]
    summarised(engine, tmp_path)
    assert is_summarised(daily, DAY)
    assert days_due(root, daily, NEXT) == []
    fill(root, [asked("100.64.0.3")], "b")
    assert days_due(root, daily, NEXT) == [DAY]
    summarised(engine, tmp_path)
    assert made(tmp_path, "exporters")[0]["flows"] == 2


def test_merging_makes_no_day_due(engine, tmp_path):
    root = tmp_path / "flows"
    fill(root, [asked(CLIENT)])
    summarised(engine, tmp_path)
    (hour,) = FlowLake(root).hours()
    assert merge(engine, root, mergeable(hour, now=NEXT, settled=lambda _: True))
    assert days_due(root, tmp_path / "daily", NEXT) == []


def test_a_closed_day_stays(engine, tmp_path):
    root, daily = tmp_path / "flows", tmp_path / "daily"
    fill(root, [asked(CLIENT)])
    summarised(engine, tmp_path)
    close(daily, DAY)
    fill(root, [asked("100.64.0.3")], "b")
    assert is_closed(daily, DAY)
    assert days_due(root, daily, NEXT) == []


def test_old_days_are_forgotten(engine, tmp_path):
    fill(tmp_path / "flows", [asked(CLIENT)])
    summarised(engine, tmp_path)
    assert forget_days(tmp_path / "daily", DAY) == []
    assert forget_days(tmp_path / "daily", DAY + timedelta(days=1)) == [DAY]
    assert daily_files(tmp_path / "daily", "servers") == []
