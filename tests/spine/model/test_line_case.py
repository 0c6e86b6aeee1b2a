"""Line case: what may become of a device, and of a limit."""

from datetime import UTC, datetime

import pytest

from noroshi.spine.model import InputError
from noroshi.spine.model.line_case import (
    STATES_AFTER,
    LimitVerb,
    LineLimit,
    LineState,
    check_limit,
    check_step,
    is_limited,
)

AT = datetime(2026, 11, 1, tzinfo=UTC)


def step(verb, by="user:a"):
    return LineLimit(case_id="c", at=AT, by=by, verb=verb, reason="")


def test_every_state_is_known_and_none_leads_back_to_the_draw():
    assert set(STATES_AFTER) == set(LineState)
    assert not any(LineState.DRAWN in after for after in STATES_AFTER.values())


@pytest.mark.parametrize(
    ("state", "to", "allowed"),
    [
        (LineState.DRAWN, LineState.NOTIFIED, True),
        (LineState.DRAWN, LineState.REACHED, False),
        (LineState.NOTIFIED, LineState.REACHED, True),
        (LineState.MOVED, LineState.FIXED, False),
        (LineState.FIXED, LineState.NOTIFIED, True),
    ],
)
def test_only_what_can_happen_happens(state, to, allowed):
    if allowed:
        check_step(state, to)
    else:
        with pytest.raises(InputError, match=f"{state} cannot become {to}"):
            check_step(state, to)


ASKED, APPROVED = step(LimitVerb.ASKED), step(LimitVerb.APPROVED, "user:b")


@pytest.mark.parametrize(
    ("before", "next_", "problem"),
    [
        ((), ASKED, ""),
        ((), APPROVED, "nobody asked"),
        ((ASKED,), ASKED, "already"),
        ((ASKED,), step(LimitVerb.APPROVED), "another person"),
        ((ASKED,), APPROVED, ""),
        ((ASKED,), step(LimitVerb.DECLINED), ""),
        ((ASKED,), step(LimitVerb.LIFTED), "not limited"),
        ((ASKED, APPROVED), ASKED, "already"),
        ((ASKED, APPROVED), step(LimitVerb.LIFTED), ""),
        ((ASKED, APPROVED, step(LimitVerb.LIFTED)), ASKED, ""),
    ],
)
def test_a_limit_goes_its_way(before, next_, problem):
    if problem:
        with pytest.raises(InputError, match=problem):
            check_limit(before, next_)
    else:
        check_limit(before, next_)


def test_a_line_is_limited_between_approval_and_lifting():
    assert not is_limited(())
    assert not is_limited((ASKED,))
    assert is_limited((ASKED, APPROVED))
    assert not is_limited((ASKED, APPROVED, step(LimitVerb.LIFTED)))
