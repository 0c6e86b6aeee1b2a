"""Survey diff: every service of either round stands in exactly one group."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.evaluate.survey_diff import Change, Service, diff_rounds
from noroshi.iot.survey.results import SCHEMA

FIRST = 3221225985  # 192.0.2.1


def table(rows):
    made = [
        {"address": FIRST + number, "port": port, "probe": "http", "message": 0, "at": 0,
         "state": state, "octets": 1, "banner": banner}
        for number, port, banner, state in rows
    ]  # fmt: skip
    return pa.Table.from_pylist(made, schema=SCHEMA)


def told(earlier, later, asked):
    asked = np.array(sorted(FIRST + one for one in asked), np.int64)
    found = diff_rounds(table(earlier), table(later), asked_later=asked)
    return {change: list(services) for change, services in found.items()}


def test_services_are_new_gone_changed_same_or_unasked():
    before = [(0, 80, 1, "answered"), (1, 80, 1, "answered"), (2, 80, 1, "answered"), (3, 80, 0, "open")]  # fmt: skip
    after = [(0, 80, 1, "answered"), (1, 80, 2, "answered"), (4, 81, 1, "answered"), (5, 80, 1, "waiting")]  # fmt: skip
    assert told(before, after, {0, 1, 2, 4}) == {
        Change.NEW: [Service("192.0.2.5", 81, "http")],
        Change.GONE: [Service("192.0.2.3", 80, "http")],
        Change.CHANGED: [Service("192.0.2.2", 80, "http")],
        Change.SAME: [Service("192.0.2.1", 80, "http")],
        Change.UNASKED: [Service("192.0.2.4", 80, "http")],
    }


@pytest.mark.parametrize("empty", ["earlier", "later"])
def test_an_empty_round_is_no_trouble(empty):
    rows = [(0, 80, 1, "answered")]
    found = told([], rows, {0}) if empty == "earlier" else told(rows, [], {0})
    assert [len(those) for those in found.values()] == ([1, 0, 0, 0, 0] if empty == "earlier" else [0, 1, 0, 0, 0])  # fmt: skip


services = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([80, 81]), st.integers(1, 3), st.just("answered")),
    unique_by=lambda row: row[:2],
)


@given(services, services, st.sets(st.integers(0, 5)))
def test_each_service_is_told_once(earlier, later, asked):
    found = told(earlier, later, asked)
    both = {row[:2] for row in (*earlier, *later)}
    assert sum(len(those) for those in found.values()) == len(both)
    assert len({(one.address, one.port) for those in found.values() for one in those}) == len(both)
