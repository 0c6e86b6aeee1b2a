"""Guard: a step larger than the set share waits; what people and time take away does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide import Outcome, SharePolicy, Step, guard
from noroshi.spine.model import Standing, Text
from noroshi.testing.indicators import make_indicator

LIST = "c2-servers"
POLICY = SharePolicy(step_share=0.3, step_entries=10)
ADDED = Step(
    outcome=Outcome.ADDED,
    collection=LIST,
    indicator=make_indicator(),
    standing=Standing.LIVE,
    reason=Text(ja="理由", en="why"),
    by="policy:auto-share/4",
    seen=0,
    guarded=True,
)
TAKEN = replace(ADDED, outcome=Outcome.WITHDRAWN, standing=Standing.WITHDRAWN)
DROPPED = replace(TAKEN, by="user:hanako", guarded=False)
EXPIRED = replace(TAKEN, outcome=Outcome.EXPIRED, standing=Standing.EXPIRED, guarded=False)


@pytest.mark.parametrize(
    ("steps", "live", "waits"),
    [
        ([ADDED] * 30, 100, False),
        ([ADDED] * 31, 100, True),
        ([TAKEN] * 31, 100, True),
        ([ADDED] * 20 + [TAKEN] * 11, 100, True),
        ([DROPPED] * 90, 100, False),
        ([EXPIRED] * 90, 100, False),
        ([ADDED] * 500, 0, False),
        ([ADDED] * 5, 4, False),
        ([ADDED] * 7, 4, True),
        ([], 100, False),
    ],
)
def test_a_list_waits_beyond_the_share(steps, live, waits):
    guarded = guard(steps, {LIST: live}, POLICY)
    assert (LIST in guarded.waiting) is waits
    assert any(one.outcome is Outcome.HELD for one in guarded.steps) is waits


def test_only_policy_s_changes_wait():
    guarded = guard([ADDED] * 40 + [DROPPED, EXPIRED], {LIST: 100}, POLICY)
    assert guarded.waiting == {LIST: (100, 140)}
    kept = [one.outcome for one in guarded.steps if one.outcome is not Outcome.HELD]
    assert kept == [Outcome.WITHDRAWN, Outcome.EXPIRED]


def test_a_released_list_goes_out():
    guarded = guard([ADDED] * 40, {LIST: 100}, POLICY, released=[LIST])
    assert guarded.waiting == {}


def test_lists_are_guarded_each_for_itself():
    other = replace(ADDED, collection="malicious-sites")
    guarded = guard([*[ADDED] * 40, other], {LIST: 100, "malicious-sites": 100}, POLICY)
    assert set(guarded.waiting) == {LIST}
    assert other in guarded.steps


@given(st.lists(st.sampled_from([ADDED, TAKEN, DROPPED, EXPIRED])), st.integers(0, 200))
def test_no_step_is_lost(steps, live):
    guarded = guard(steps, {LIST: live}, POLICY)
    assert len(guarded.steps) == len(steps)
