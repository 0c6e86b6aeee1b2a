"""An address reports so often in an hour; others are not held up."""

from datetime import UTC, datetime, timedelta

from noroshi.console import report_rate
from noroshi.console.report_rate import ReportRate

AT = datetime(2026, 1, 5, tzinfo=UTC)


def test_the_hour_slides():
    rate = ReportRate()
    assert [rate.pass_("a", AT + timedelta(minutes=m), most=2) for m in (0, 30, 40)] == [0, 0, 1200]
    assert rate.pass_("b", AT, most=2) == 0
    assert rate.pass_("a", AT + timedelta(minutes=61), most=2) == 0


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(report_rate, "MOST_ADDRESSES", 3)
    rate = ReportRate()
    for name in "abcd":
        rate.pass_(name, AT, most=1)
    assert rate.pass_("a", AT, most=1) == 0
    assert rate.pass_("d", AT, most=1) > 0
