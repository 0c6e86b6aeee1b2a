"""Case: what may happen in which standing."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.model import Case, CaseStanding, CaseVerb, InputError, Subject, standing_after
from noroshi.spine.model.case import TRANSITIONS

AT = datetime(2026, 1, 5, tzinfo=UTC)


def case(**more):
    told = {
        "id": "x",
        "number": 1,
        "title": "c2-irc",
        "kind": "c2-server",
        "subject": Subject.ip("192.0.2.1"),
        "operator_id": "alpha",
        "standing": CaseStanding.OPEN,
        "opened_at": AT,
    }
    return Case(**told | more)


def test_work_goes_from_open_over_assigned_to_closed_and_back():
    standing = CaseStanding.OPEN
    for verb, wanted in (
        (CaseVerb.COMMENTED, CaseStanding.OPEN),
        (CaseVerb.ASSIGNED, CaseStanding.ASSIGNED),
        (CaseVerb.DUE, CaseStanding.ASSIGNED),
        (CaseVerb.REMINDED, CaseStanding.ASSIGNED),
        (CaseVerb.CLOSED, CaseStanding.CLOSED),
        (CaseVerb.COMMENTED, CaseStanding.CLOSED),
        (CaseVerb.REOPENED, CaseStanding.OPEN),
    ):
        standing = standing_after(standing, verb)
        assert standing is wanted


@pytest.mark.parametrize("verb", sorted(set(CaseVerb) - TRANSITIONS[CaseStanding.CLOSED].keys()))
def test_a_closed_case_takes_only_comments_and_reopening(verb):
    with pytest.raises(InputError, match="possible now: commented, reopened"):
        standing_after(CaseStanding.CLOSED, verb)


@pytest.mark.parametrize("standing", [CaseStanding.OPEN, CaseStanding.ASSIGNED])
@pytest.mark.parametrize("verb", [CaseVerb.OPENED, CaseVerb.REOPENED])
def test_what_is_open_is_not_opened(standing, verb):
    with pytest.raises(InputError):
        standing_after(standing, verb)


def test_a_case_is_overdue_from_its_date_until_it_is_closed():
    assert case(due_at=AT).is_overdue(AT)
    assert not case(due_at=AT).is_overdue(AT - timedelta(seconds=1))
    assert not case(due_at=AT, standing=CaseStanding.CLOSED).is_overdue(AT)
    assert not case().is_overdue(AT)
