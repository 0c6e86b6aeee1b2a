"""Made findings: complete, on documentation addresses, the same each time."""

from noroshi.testing.findings import HOUR, make_evidence, make_finding


def test_a_made_finding_is_the_same_each_time():
    assert make_finding() == make_finding()
    assert make_finding().id == make_finding(score=0.1).id


def test_two_kinds_of_evidence_speak_for_it_unless_others_are_given():
    assert len({term.code for term in make_finding().evidence if term.weight > 0}) == 2
    assert make_finding(evidence=[make_evidence("x")]).evidence == (make_evidence("x"),)


def test_its_window_is_one_hour():
    assert make_finding().window == HOUR
    assert HOUR.duration_s == 3600
