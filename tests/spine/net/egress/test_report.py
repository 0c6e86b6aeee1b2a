"""Report: refusals are kept up to a bound, and all counted."""

from noroshi.spine.net.egress import Refusal, Refused, Report
from noroshi.spine.net.egress.report import MOST_REFUSED


def test_refusals_are_counted_beyond_those_that_are_kept():
    report = Report()
    for port in range(MOST_REFUSED + 7):
        report.refuse(Refused("bad.example", port, Refusal.PORT, ""))
    assert len(report.refused) == MOST_REFUSED
    assert report.counts == {Refusal.PORT: MOST_REFUSED + 7}


def test_the_last_refusal_of_a_place_is_told():
    report = Report()
    report.refuse(Refused("bad.example", 80, Refusal.PORT, "first"))
    report.refuse(Refused("bad.example", 80, Refusal.ADDRESS, "last"))
    found = report.refusal_of("bad.example", 80)
    assert found is not None
    assert found.detail == "last"
    assert report.refusal_of("bad.example", 443) is None
