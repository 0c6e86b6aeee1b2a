"""Counting alerts: hits by entry and day; hostile lines are counted, never fatal."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.jobs.share import counting_alerts
from noroshi.jobs.share.counting_alerts import count_alerts
from noroshi.spine.model import Subject, SubjectKind
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.indicators import make_indicator

AT = datetime(2026, 1, 6, tzinfo=UTC)
ALERT = {
    "timestamp": "2026-01-05T08:00:00.123456+0000",
    "event_type": "alert",
    "src_ip": "203.0.113.9",
    "src_port": 50000,
    "dest_ip": "198.51.100.1",
    "dest_port": 443,
    "proto": "TCP",
    "alert": {"signature_id": 1},
}
ELSEWHERE = {"dest_ip": "192.0.2.200"}
DOMAIN = make_indicator(Subject(SubjectKind.DOMAIN, "bad.example"))
ONE = make_change(1).indicator.id


@pytest.fixture
def count(tmp_path):
    with Database.open(tmp_path / "state.db") as database:
        shared = SharedList(database)
        changes = [make_change(1), make_change(2, collection="devices")]
        shared.publish([*changes, replace(make_change(3), indicator=DOMAIN)], AT)

        def run(*events):
            lines = [e if isinstance(e, bytes) else json.dumps(e).encode() for e in events]
            sightings, told = count_alerts(
                shared, lines, operator_id="alpha", collections=["c2-servers"], at=AT
            )
            assert told.read == told.counted + told.others + told.refused.total()
            return {(one.indicator_id, one.count) for one in sightings}, told

        yield run


def test_an_alert_counts_by_its_endpoint_in_either_direction(count):
    back = {
        "src_ip": "198.51.100.1", "src_port": 443, "dest_ip": "203.0.113.9", "dest_port": 50000
    }  # fmt: skip
    assert count(ALERT, ALERT | back)[0] == {(ONE, 2)}


def test_another_port_or_list_does_not_count(count):
    hits, told = count(ALERT | {"dest_port": 80}, ALERT | {"dest_ip": "198.51.100.2"})
    assert (hits, told.others) == (set(), 2)


def test_the_id_in_the_rule_wins_over_addresses(count):
    named = {"alert": {"metadata": {"noroshi_id": [DOMAIN.id, "rubbish"]}}}
    assert count(ALERT | named)[0] == {(DOMAIN.id, 1)}


@pytest.mark.parametrize(
    "more",
    [
        {"dns": {"rrname": "a.b.BAD.example."}},
        {"dns": {"query": [{"rrname": "bad.example"}]}},
        {"http": {"hostname": "www.bad.example"}},
        {"tls": {"sni": "bad.example"}},
    ],
)
def test_names_and_their_parents_count(count, more):
    assert count(ALERT | ELSEWHERE | more)[0] == {(DOMAIN.id, 1)}


def test_days_stand_apart_and_windows_hold_their_alerts(count, monkeypatch):
    monkeypatch.setattr(counting_alerts, "AT_ONCE", 1)
    late = {"timestamp": "2026-01-05T23:59:59.999999+0000"}
    next_day = {"timestamp": "2026-01-06T00:00:00+0000"}
    assert len(count(ALERT, ALERT | late, ALERT | next_day)[0]) == 2


def test_bad_lines_are_counted_by_reason(count):
    _, told = count(
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b"x" * (counting_alerts.LONGEST_LINE + 1),
        ALERT | {"timestamp": "yesterday"},
        ALERT | {"timestamp": (AT - timedelta(days=500)).isoformat()},
        {"event_type": "stats", "timestamp": ""},
        b"  ",
    )
    assert told.refused == {"no-event": 4, "line-too-long": 1, "wrong-time": 2}
    assert (told.read, told.others) == (8, 1)


@given(st.lists(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), max_size=5))
def test_no_line_breaks_the_count(lines):
    class Nothing:
        def named(self, *_):
            return {}

    _, told = count_alerts(Nothing(), lines, operator_id="alpha", collections=[], at=AT)
    assert told.read == told.counted + told.others + told.refused.total()
