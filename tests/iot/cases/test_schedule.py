"""Schedule: one look after the other, and then no more."""

from datetime import UTC, datetime, timedelta

from noroshi.iot.cases import next_look

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def test_looks_come_on_their_days_and_end():
    days = (7, 14)
    assert [next_look(BEGAN, looks, days) for looks in range(3)] == [
        BEGAN + timedelta(days=7), BEGAN + timedelta(days=14), None,
    ]  # fmt: skip
