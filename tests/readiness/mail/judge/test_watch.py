"""What changed lately."""

from noroshi.readiness.mail.judge.blame import Knowledge
from noroshi.readiness.mail.judge.watch import watch
from noroshi.testing.mail_reports import BEGIN_S, DAY_S, Record

KNOWN = Knowledge(domain="isp.example", own=("192.0.2.0/24",))
FIRST = BEGIN_S // DAY_S
OLD = Record(source="192.0.2.1", count=100)


def codes(seen, day):
    return [check.code for check in watch(seen, KNOWN, today=FIRST + day)]


def test_nothing_new_is_silent(seen_of):
    assert codes(seen_of(*[[OLD]] * 20), 20) == []


def test_a_new_sender_is_told(seen_of):
    new = Record(source="198.51.100.1", count=50, dkim="fail", spf="fail")
    assert codes(seen_of(*[[OLD]] * 18, [OLD, new]), 20) == ["mail.new-sender"]


def test_silence_is_told(seen_of):
    assert codes(seen_of([OLD]), 20) == ["mail.silent"]


def test_a_reporter_that_fell_silent_is_told(seen_of):
    seen_of([OLD], org="gone.example")
    assert codes(seen_of(*[[OLD]] * 20), 20) == ["mail.reporter-gone"]


def test_a_regression_is_told(seen_of):
    broken = Record(source="192.0.2.1", count=100, dkim="fail", spf="fail")
    assert codes(seen_of(*[[OLD]] * 18, [broken], [broken]), 20) == ["mail.regression"]
