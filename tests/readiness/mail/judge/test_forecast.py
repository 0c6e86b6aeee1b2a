"""Forecasts: losses, their interval, and the gate."""

import pytest

from noroshi.readiness.mail.judge.blame import Fault, Knowledge, SenderClass
from noroshi.readiness.mail.judge.forecast import forecast
from noroshi.testing.mail_reports import Record

KNOWN = Knowledge(domain="isp.example", own=("192.0.2.0/24",))
GOOD = Record(source="192.0.2.1", count=5_000)
BAD = {"dkim": "fail", "spf": "fail"}


def test_losses_are_told_by_source_and_fault(seen_of):
    seen = seen_of([
        GOOD,
        Record(source="192.0.2.2", count=10, **BAD),
        Record(source="203.0.113.1", count=99, **BAD),
        Record(source="198.51.100.1", count=7, **BAD, envelope={"who.test": "pass"}),
    ])  # fmt: skip
    found = forecast(seen, KNOWN, "reject")
    assert (found.legitimate, found.lost, found.spoofed, found.unknown) == (5_010, 10, 99, 7)
    assert [(loss.kind, loss.fault) for loss in found.losses] == [
        (SenderClass.SPOOFER, Fault.ATTACKER), (SenderClass.OWN_UNALIGNED, Fault.OWN),
        (SenderClass.UNKNOWN, Fault.UNKNOWN), (SenderClass.ALIGNED, Fault.NOBODY),
    ]  # fmt: skip
    assert found.low <= found.share <= found.high
    assert not found.is_safe
    assert found.as_dict()["sources"][0]["failed"] == 99


def test_the_gate_opens_after_fourteen_clean_days_and_not_before(seen_of):
    assert not forecast(seen_of(*[[GOOD]] * 13), KNOWN, "reject").is_safe
    assert forecast(seen_of(*[[GOOD]] * 14), KNOWN, "reject").is_safe


@pytest.mark.parametrize("late", [[Record(source="192.0.2.2", count=20, **BAD), GOOD], []])
def test_a_bad_or_silent_day_shuts_it(seen_of, late):
    seen = seen_of(*[[GOOD]] * 13, late, [GOOD])
    assert forecast(seen, KNOWN, "reject").clean_days == 1


def test_unknown_mail_keeps_it_shut(seen_of):
    strange = Record(source="198.51.100.1", count=10, **BAD, envelope={"who.test": "pass"})
    assert not forecast(seen_of(*[[GOOD, strange]] * 14), KNOWN, "reject").is_safe


def test_nothing_seen_is_never_safe(seen_of):
    found = forecast(seen_of([]), KNOWN, "reject")
    assert (found.is_safe, found.share, found.high) == (False, 0.0, 1.0)
