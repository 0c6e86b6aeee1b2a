"""Step: each way in which an entry comes, stays and goes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.relay.decide import Candidate, Outcome, SharePolicy, networks, step
from noroshi.spine.model import Edition, Standing, Text, Tlp
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

DAY = timedelta(days=1)
NOW = HOUR.end
POLICY = SharePolicy(special=(), suppress_days=30)
PLAIN = make_indicator()
WHY = Text(ja="理由", en="why")


def candidate(indicator=PLAIN, *, by="policy:auto-share/4", approved_at=None):
    return Candidate(
        indicator=indicator, reason=WHY, by=by, approved_at=approved_at, ever_shared=True
    )


def listed(standing=Standing.LIVE, indicator=PLAIN, *, by="policy:auto-share/4", at=NOW):
    return Edition(
        sequence=7,
        added_at=at,
        collection="c2-servers",
        indicator=replace(indicator, revoked=standing is not Standing.LIVE),
        standing=standing,
        reason=WHY,
        by=by,
    )


def stepped(wanted, held, *, at=NOW, policy=POLICY):
    return step("c2-servers", wanted, held, policy, at)


def outcome(wanted, held, **more):
    one = stepped(wanted, held, **more)
    return None if one is None else one.outcome


REVOKED = candidate(replace(PLAIN, revoked=True), by="user:hanako")


def test_what_is_new_is_added_and_guarded():
    one = stepped(candidate(), None)
    assert (one.outcome, one.standing, one.seen) == (Outcome.ADDED, Standing.LIVE, 0)
    assert one.guarded


@pytest.mark.parametrize("held", [None, listed(Standing.EXPIRED), listed(Standing.WITHDRAWN)])
@pytest.mark.parametrize("wanted", [None, REVOKED])
def test_what_nobody_wants_and_is_off_the_list_is_nothing(wanted, held):
    assert stepped(wanted, held) is None


def test_the_same_again_is_unchanged():
    assert outcome(candidate(), listed()) is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"confidence": PLAIN.confidence - 9}, Outcome.UNCHANGED),
        ({"confidence": PLAIN.confidence - 10}, Outcome.RENEWED),
        ({"label": "c2-irc"}, Outcome.RENEWED),
        ({"tlp": Tlp.GREEN}, Outcome.RENEWED),
        ({"valid_until": PLAIN.valid_until + timedelta(hours=1)}, Outcome.UNCHANGED),
        ({"valid_until": PLAIN.valid_until + 2 * DAY}, Outcome.RENEWED),
        ({"valid_until": PLAIN.valid_until - DAY}, Outcome.RENEWED),
    ],
)
def test_small_differences_make_no_edition(changed, expected):
    assert outcome(candidate(replace(PLAIN, **changed)), listed()) is expected


def test_a_little_more_validity_is_told_before_the_listed_one_ends():
    longer = candidate(replace(PLAIN, valid_until=PLAIN.valid_until + timedelta(hours=1)))
    assert outcome(longer, listed(), at=PLAIN.valid_until - DAY) is Outcome.RENEWED


def test_validity_ends_to_the_instant():
    end = PLAIN.valid_until
    assert outcome(candidate(), listed(), at=end - timedelta(microseconds=1)) is Outcome.UNCHANGED
    one = stepped(candidate(), listed(), at=end)
    assert (one.outcome, one.standing) == (Outcome.EXPIRED, Standing.EXPIRED)
    assert one.indicator.revoked
    assert not one.guarded


@pytest.mark.parametrize("standing", [Standing.LIVE, Standing.SUSPENDED])
def test_what_came_another_way_ends_by_its_own_validity(standing):
    held = listed(standing, by="operator:north")
    assert not stepped(None, held).changes
    assert outcome(None, held, at=PLAIN.valid_until) is Outcome.EXPIRED


def test_what_ends_because_it_is_gone_says_so():
    dead = Text(ja="停止", en="dead")
    one = stepped(replace(candidate(), gone=dead), listed(), at=PLAIN.valid_until)
    assert (one.outcome, one.reason) == (Outcome.EXPIRED, dead)


def test_what_is_expired_is_not_added():
    assert stepped(candidate(), None, at=PLAIN.valid_until) is None


def test_what_expired_comes_back_when_seen_anew():
    assert outcome(candidate(), listed(Standing.EXPIRED)) is Outcome.ADDED


def test_a_person_s_objection_withdraws_unguarded_with_the_reason():
    one = stepped(REVOKED, listed())
    assert (one.standing, one.by, one.guarded) == (Standing.WITHDRAWN, "user:hanako", False)


def test_the_policy_s_withdrawal_is_guarded():
    assert stepped(candidate(replace(PLAIN, revoked=True)), listed()).guarded


def test_an_entry_that_no_finding_supports_any_more_is_withdrawn():
    one = stepped(None, listed())
    assert (one.outcome, one.guarded) == (Outcome.WITHDRAWN, True)
    assert stepped(None, listed(by="user:hanako")).outcome is Outcome.UNCHANGED


def test_what_may_no_longer_leave_goes_at_once():
    own = SharePolicy(special=(), subscribers=networks(["192.0.2.0/24"]))
    one = stepped(None, listed(by="user:hanako"), policy=own)
    assert (one.outcome, one.guarded) == (Outcome.WITHDRAWN, False)


def test_a_suspended_entry_stays_so_until_somebody_looks():
    held = listed(Standing.SUSPENDED, by="operator:north")
    assert outcome(candidate(), held) is Outcome.SUSPENDED
    assert outcome(candidate(approved_at=NOW - DAY), held) is Outcome.SUSPENDED
    assert outcome(REVOKED, held) is Outcome.WITHDRAWN


def seen_after(days):
    return replace(PLAIN, last_seen=NOW + days * DAY, valid_until=NOW + (days + 14) * DAY)


def test_what_a_person_took_back_is_suppressed_for_a_time():
    held = listed(Standing.WITHDRAWN, by="user:hanako")
    assert outcome(candidate(seen_after(29)), held, at=NOW + 29 * DAY) is Outcome.SUPPRESSED
    assert outcome(candidate(seen_after(30)), held, at=NOW + 30 * DAY) is Outcome.ADDED


def test_after_that_time_it_must_have_been_seen_anew():
    old = replace(PLAIN, valid_until=NOW + 90 * DAY)
    held = listed(Standing.WITHDRAWN, by="user:hanako")
    assert outcome(candidate(old), held, at=NOW + 31 * DAY) is Outcome.SUPPRESSED


def test_a_person_s_word_ends_the_suppression():
    held = listed(Standing.WITHDRAWN, by="user:hanako")
    assert outcome(candidate(approved_at=NOW + DAY), held, at=NOW + DAY) is Outcome.ADDED
    assert outcome(candidate(approved_at=NOW - DAY), held, at=NOW + DAY) is Outcome.SUPPRESSED


def test_what_the_policy_took_back_is_not_suppressed():
    assert outcome(candidate(), listed(Standing.WITHDRAWN)) is Outcome.ADDED
