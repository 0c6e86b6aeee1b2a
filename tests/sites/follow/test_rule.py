"""The rule of a page's life: a browser only where something changed, and no claim beyond what was seen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from noroshi.sites.follow import Seen, after_full, after_light, wants_full
from noroshi.sites.judge.verdict import SiteVerdict
from noroshi.sites.visit.light import LightLook, LightOutcome
from noroshi.spine.model.site_life import FollowedSite, FollowPace, LifeState

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PACE = FollowPace(most_full=3)
BEFORE = FollowedSite(
    id="0", url="http://a.example/", host="a.example", reported_at=NOW, since=NOW,
    state=LifeState.ALIVE, changed_at=NOW, alive_at=NOW, paced_from=NOW, next_at=NOW, mark="m",
)  # fmt: skip
PAGE, ERROR, ABSENT = LightOutcome.PAGE, LightOutcome.ERROR, LightOutcome.ABSENT
UNREACHED = LightOutcome.UNREACHED


def light(outcome, mark="m"):
    return LightLook(outcome=outcome, mark=mark)


@pytest.mark.parametrize(
    ("state", "outcome", "mark", "full"),
    [
        ("alive", PAGE, "m", False),
        ("revived", PAGE, "m", False),
        ("alive", PAGE, "other", True),
        ("alive", ERROR, "m", True),
        ("alive", UNREACHED, "m", True),
        ("alive", ABSENT, "m", False),
        ("cloaked", PAGE, "m", True),
        ("cloaked", ABSENT, "m", False),
        ("dead", PAGE, "m", False),
        ("dead", PAGE, "other", True),
        ("dead", ERROR, "other", True),
        ("dead", UNREACHED, "other", False),
    ],
)
def test_a_browser_looks_where_a_light_look_cannot_tell(state, outcome, mark, full):
    before = replace(BEFORE, state=LifeState(state))
    assert wants_full(before, light(outcome, mark), PACE) is full
    assert not wants_full(replace(before, full_looks=3), light(outcome, mark), PACE)


@pytest.mark.parametrize(
    ("state", "outcome", "mark", "then", "code"),
    [
        ("alive", PAGE, "m", "alive", "unchanged"),
        ("revived", PAGE, "m", "alive", "unchanged"),
        ("cloaked", ABSENT, "", "dead", "name-gone"),
        ("dead", UNREACHED, "", "dead", "still-dead"),
    ],
)
def test_what_a_light_look_says(state, outcome, mark, then, code):
    done = after_light(replace(BEFORE, state=LifeState(state)), light(outcome, mark), PACE)
    assert (done.state.value, done.code.value) == (then, code)


@pytest.mark.parametrize(
    ("state", "outcome", "mark", "then"),
    [
        ("alive", PAGE, "m", "alive"),
        ("alive", PAGE, "other", "cloaked"),
        ("dead", PAGE, "m", "cloaked"),
        ("alive", ERROR, "m", "dead"),
    ],
)
def test_without_a_browser_nothing_is_claimed_that_was_not_seen(state, outcome, mark, then):
    spent = replace(BEFORE, state=LifeState(state), full_looks=3)
    assert after_light(spent, light(outcome, mark), PACE).state.value == then


@pytest.mark.parametrize(
    ("state", "verdict", "then"),
    [
        ("alive", "phish", "alive"),
        ("cloaked", "malware", "alive"),
        ("dead", "phish", "revived"),
        ("alive", "dead", "dead"),
        ("alive", "suspicious", "cloaked"),
        ("alive", "benign", "cloaked"),
    ],
)
def test_what_a_judged_look_says(state, verdict, then):
    before = replace(BEFORE, state=LifeState(state))
    done = after_full(before, Seen(verdict=SiteVerdict(verdict), by_all=True, stayed=True), PACE)
    assert done.state.value == then


def test_only_looks_in_a_row_by_every_visitor_make_it_harmless():
    def after(run, *, by_all=True, stayed=True):
        seen = Seen(verdict=SiteVerdict.BENIGN, by_all=by_all, stayed=stayed)
        return after_full(replace(BEFORE, harmless_run=run), seen, PACE)

    assert (after(0).state, after(0).harmless_run) == (LifeState.CLOAKED, 1)
    assert after(1).state is LifeState.HARMLESS
    assert after(1, stayed=False).state is LifeState.CLOAKED
    assert (after(1, by_all=False).state, after(1, by_all=False).harmless_run) == (
        LifeState.CLOAKED, 0,
    )  # fmt: skip


def test_what_came_back_and_stays_is_no_change():
    harms = after_full(
        replace(BEFORE, state=LifeState.REVIVED),
        Seen(verdict=SiteVerdict.PHISH, by_all=False, stayed=True), PACE,
    )  # fmt: skip
    assert not harms.changes(LifeState.REVIVED)
    assert harms.changes(LifeState.DEAD)
