"""Evidence: a day's share."""

from noroshi.readiness.rpki.judge.evidence import DayLoss


def test_a_day_without_traffic_loses_nothing():
    assert DayLoss(day="2026-01-01", octets=0.0, lost=0.0, moved=0.0).share == 0
    assert DayLoss(day="2026-01-01", octets=8.0, lost=2.0, moved=0.0).as_dict()["share"] == 0.25
