import pytest

from noroshi.sites.visit import Download, Hop, HopKind, Outcome
from noroshi.sites.visit.outcome import ending
from noroshi.sites.visit.sight import Sight
from noroshi.spine.net.egress import Refusal, Refused, Report

CHAIN = (Hop(url="http://bad.example/", kind=HopKind.START, status=None, address=None),)
PUSHED = Download(url="http://bad.example/x", name="x", size_bytes=1, sha256="0" * 64)


@pytest.mark.parametrize(
    ("sight", "ended", "outcome"),
    [
        (Sight(was_read=True), None, Outcome.PAGE),
        (Sight(was_read=True, downloads=[PUSHED]), None, Outcome.PAGE),
        (Sight(failure="aborted", downloads=[PUSHED]), None, Outcome.DOWNLOAD),
        (Sight(was_read=True), Refusal.SIZE, Outcome.TOO_LARGE),
        (Sight(crashed=True, greedy=True), None, Outcome.TOO_LARGE),
        (Sight(crashed=True), None, Outcome.CRASHED),
        (Sight(was_read=True), Refusal.REQUESTS, Outcome.REFUSED),
        (Sight(failure="Timeout", late=True), None, Outcome.TIMEOUT),
        (Sight(failure="net::ERR_X"), Refusal.TIME, Outcome.TIMEOUT),
        (Sight(failure="net::ERR_X"), None, Outcome.UNREACHABLE),
    ],
)
def test_each_ending_is_told(sight, ended, outcome):
    found, detail = ending(sight, CHAIN, Report(ended=ended))
    assert found is outcome
    assert bool(detail) == (outcome is not Outcome.PAGE)


@pytest.mark.parametrize(
    ("why", "outcome"),
    [
        (Refusal.ADDRESS, Outcome.REFUSED),
        (Refusal.PORT, Outcome.REFUSED),
        (Refusal.UNRESOLVED, Outcome.UNREACHABLE),
        (Refusal.UNREACHABLE, Outcome.UNREACHABLE),
    ],
)
def test_the_way_out_s_reason_is_handed_on(why, outcome):
    report = Report()
    report.refuse(Refused("bad.example", 80, why, "because"))
    assert ending(Sight(failure="net::ERR_X"), CHAIN, report) == (outcome, "because")


def test_a_visit_without_a_single_request_is_unreachable():
    assert ending(Sight(), (), Report())[0] is Outcome.UNREACHABLE
