"""Export capture: the lab's datagrams read back row by row."""

import pytest

from noroshi.lab.export import export_records
from noroshi.lab.plan import Plan, make_day

PLAN = Plan(seed=3, subscribers=25)


@pytest.fixture(scope="module")
def captures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("captures")
    records = make_day(PLAN).records()
    return export_records(records, PLAN.observation, PLAN.window.start_ms, folder)


def test_every_record_of_every_version_is_a_row(captures, taken):
    for capture in captures:
        table, tally = taken(capture.path.read_bytes(), "export-pcap")
        assert (table.num_rows, tally.read) == (capture.records, capture.records)
        assert sum(table["octetDeltaCount"].to_pylist()) == capture.octets
        assert not tally.refused


def test_half_a_capture_gives_what_is_whole(captures, taken):
    octets = captures[0].path.read_bytes()
    table, tally = taken(octets[: len(octets) // 2], "export-pcap")
    assert 0 < table.num_rows < captures[0].records
    assert tally.refused["cut-short"] == 1
