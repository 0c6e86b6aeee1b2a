"""Review: what waits, once a subject, with its reason; and what does not."""

from datetime import timedelta

import pytest

from noroshi.relay.decide import SharePolicy, decide, networks, queue
from noroshi.spine.model import Decision, Endpoint, Subject, SubjectKind, Text, Verdict, Window
from noroshi.testing.findings import HOUR, make_finding

POLICY = SharePolicy(special=(), subscribers=networks(["100.64.0.0/10"]))
LATER = Window(HOUR.end, HOUR.end + timedelta(hours=1))
NOW = LATER.end
WEAK = make_finding(score=0.5)
WIDE = make_finding(Subject(SubjectKind.PREFIX, "198.51.0.0/16"), score=0.99)


def said(finding, verdict, by="user:hanako", at=NOW):
    reason = Text(ja="理由", en="why")
    return Decision(finding_id=finding.id, verdict=verdict, by=by, reason=reason, at=at)


def waiting(findings, decisions=(), *, at=NOW):
    record = [*decide(findings, POLICY, at), *decisions]
    return queue(findings, record, POLICY, at)


def test_what_the_policy_holds_waits_with_its_reason():
    (one,) = waiting([WEAK])
    assert one.finding == WEAK
    assert "50.0 %" in one.reason.en
    assert (one.approved_by, one.approvals) == ((), 1)


def test_what_takes_two_waits_until_two_have_approved():
    first = said(WIDE, Verdict.SHARE)
    (one,) = waiting([WIDE], [first])
    assert (one.approved_by, one.approvals) == (("user:hanako",), 2)
    assert waiting([WIDE], [first, said(WIDE, Verdict.SHARE, "user:taro")]) == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_a_person_decided_waits_no_longer(verdict):
    assert waiting([WEAK], [said(WEAK, verdict)]) == []


def test_a_person_s_no_speaks_for_later_windows_too():
    again = make_finding(score=0.6, window=LATER)
    assert waiting([WEAK, again], [said(WEAK, Verdict.DROP)]) == []


def test_what_is_shared_by_another_window_does_not_wait():
    strong = make_finding(score=0.95)
    weak = make_finding(score=0.5, window=LATER)
    assert waiting([strong, weak]) == []


def test_a_subject_waits_once_with_its_newest_finding():
    again = make_finding(score=0.4, window=LATER)
    assert [one.finding for one in waiting([WEAK, again])] == [again]


def test_what_may_never_leave_or_is_too_old_does_not_wait():
    own = make_finding(Subject.ip("100.64.0.1"), score=0.5)
    assert waiting([own, make_finding(label="ntp", score=0.5)]) == []
    assert waiting([WEAK], at=HOUR.end + timedelta(days=14)) == []


def test_the_highest_score_comes_first():
    findings = [
        make_finding(Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")), score=port / 10)
        for port in (3, 7, 5)
    ]
    assert [one.finding.score for one in waiting(findings)] == [0.7, 0.5, 0.3]
