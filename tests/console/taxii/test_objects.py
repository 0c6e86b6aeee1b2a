"""Objects: stamps are UTC to the microsecond, and order as text as they do as time."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.taxii.objects import stamp

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_stamp_is_utc_to_the_microsecond():
    moment = datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=9)))
    assert stamp(moment) == "2026-01-05T00:00:00.000000Z"


@given(MOMENTS, MOMENTS)
def test_stamps_order_as_moments(one, two):
    assert (stamp(one) < stamp(two)) == (one < two)
