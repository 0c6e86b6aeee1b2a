"""Guard: what looks like a fault of the validator does not take the place of the last good set."""

import pytest

from noroshi.readiness.rpki.judge.guard import GuardLimits, objection


@pytest.mark.parametrize(
    ("count", "expired", "last", "code"),
    [
        (100, 0, None, None), (100, 0, 100, None), (100, 0, 102, None), (100, 0, 103, "sudden-loss"),
        (100, 2, 100, None), (100, 3, 100, "expired"), (100, 100, None, "expired"), (0, 0, None, "empty"),
    ],
)  # fmt: skip
def test_the_bounds_hold(count, expired, last, code):
    found = objection(count, expired=expired, last=last, limits=GuardLimits())
    assert (found and found[0]) == code
