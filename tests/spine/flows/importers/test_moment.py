"""Moment: numbers and stamps of any zone are the same instant."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.importers.moment import moments, seconds_between

INSTANTS = st.datetimes(datetime(1971, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001  # given a zone below
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.lists(st.tuples(INSTANTS, ZONES), max_size=6))
def test_stamps_are_read_as_the_standard_library_reads_them(pairs):
    stamped = [moment.replace(tzinfo=zone) for moment, zone in pairs]
    found = moments(pa.array([moment.isoformat() for moment in stamped], pa.string()))
    assert found.tolist() == pytest.approx([moment.timestamp() for moment in stamped], abs=1e-5)


def test_a_stamp_without_a_zone_is_utc():
    found = moments(pa.array(["2023/11/14 22:13:20.25", "1700000000.25"]))
    assert found.tolist() == [1_700_000_000.25] * 2


def test_null_is_not_a_number_and_nonsense_not_finite():
    found = moments(pa.array([None, "soon", "2023-13-45T00:00:00Z"], pa.string()))
    assert np.isnan(found[0])
    assert not np.isfinite(found).any()


def test_timestamps_keep_their_fraction():
    column = pa.array([datetime(2023, 11, 14, 22, 13, 20, 250_000, UTC)], pa.timestamp("us", "UTC"))
    assert moments(column).tolist() == [1_700_000_000.25]


def test_a_duration_needs_both_times_and_none_is_zero():
    nan, inf = float("nan"), float("inf")
    between = seconds_between(np.array([1.0, 1.0, inf, inf]), np.array([3.5, nan, 2.0, inf]))
    assert between.tolist() == [2.5, 0.0, inf, inf]
