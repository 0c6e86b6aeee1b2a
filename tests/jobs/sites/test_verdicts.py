"""Verdicts of persons: keys, effects on the relay, taking back."""

from datetime import timedelta

import pytest

from noroshi.jobs.decide.deciding import decide_all, policy_of
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.share.publishing import publish
from noroshi.jobs.sites.page_names import case_id
from noroshi.jobs.sites.verdicts import ANALYSTS, Said, is_shared, tell_relay
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, Standing, Verdict
from noroshi.spine.model.site_proposal import ProposalState
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.site_cases import SiteCases
from noroshi.testing.site_cases import AT, BAD, BAD_CASE, GOOD, GOOD_CASE, add_cases, desk

LATER = AT + timedelta(hours=1)
PHISH = Said(label="phish", reason="asks for the card", brand="Shop")
BENIGN = Said(label="benign", reason="is genuine")


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as opened:
        add_cases(home, opened)
        yield opened


def live(store):
    choice = Choice(standings=(Standing.LIVE,))
    return {one.indicator.subject.value for one in SharedList(store.database).entries(choice, limit=9)}  # fmt: skip


def last(store, url):
    findings = [one for one in store.findings() if one.subject.value == url]
    return {one.detector.name: store.decisions(one.id)[-1] for one in findings}


def test_agreeing_with_the_judge_takes_one_key_and_shares(home, store):
    done = desk(home, store, "a").propose(BAD_CASE, Said(label="phish", reason="yes"))
    assert (done.proposal.state, done.messages) == (ProposalState.HELD, ())
    assert SiteCases(store.database).get(BAD_CASE).brand == "楽天カード"
    publish(home, store, LATER)
    assert live(store) == {BAD}


def test_calling_a_harmless_page_malicious_waits_for_a_second_person(home, store):
    one = desk(home, store, "a")
    assert one.propose(GOOD_CASE, PHISH).proposal.state is ProposalState.OPEN
    publish(home, store, LATER)
    assert live(store) == set()
    with pytest.raises(InputError, match="second person"):
        one.confirm(GOOD_CASE, "me again")
    desk(home, store, "b").confirm(GOOD_CASE, "it does")
    assert list(last(store, GOOD)) == [ANALYSTS.name]
    publish(home, store, LATER)
    assert live(store) == {GOOD}


def test_a_shared_page_comes_off_at_once_when_two_persons_say_so(home, store):
    desk(home, store, "a").propose(BAD_CASE, PHISH)
    publish(home, store, LATER)
    assert is_shared(store, BAD)
    done = desk(home, store, "a", LATER).propose(BAD_CASE, BENIGN)
    assert done.proposal.keys == 2
    assert is_shared(store, BAD)
    desk(home, store, "b", LATER).confirm(BAD_CASE, "is genuine indeed")
    assert not is_shared(store, BAD)
    publish(home, store, LATER)
    assert live(store) == set()
    assert last(store, BAD)["sites.pages"].verdict is Verdict.DROP


def test_taking_back_is_no_way_round_the_second_key(home, store):
    desk(home, store, "a").propose(BAD_CASE, BENIGN)
    assert desk(home, store, "a").undo(BAD_CASE, "I was wrong").proposal.keys == 2
    done = desk(home, store, "b").confirm(BAD_CASE, "it is bad")
    assert done.proposal.state is ProposalState.HELD
    assert not SiteCases(store.database).get(BAD_CASE).by_person


def test_what_is_taken_back_is_undone_at_the_relay_too(home, store):
    decide_all(store, policy_of(home, store.database), AT)
    desk(home, store, "a", LATER).propose(BAD_CASE, BENIGN)
    assert last(store, BAD)["sites.pages"].verdict is Verdict.DROP
    desk(home, store, "a", LATER).undo(BAD_CASE, "I was wrong")
    desk(home, store, "b", LATER).confirm(BAD_CASE, "yes")
    assert last(store, BAD)["sites.pages"].verdict is Verdict.HOLD
    assert last(store, BAD)["sites.pages"].undo


def test_a_doubt_holds_the_finding_and_a_dead_page_decides_nothing(home, store):
    desk(home, store, "a").propose(BAD_CASE, Said(label="dead", reason="gone"))
    assert [one.by for one in store.decisions() if one.by.startswith("user:")] == []
    desk(home, store, "a").undo(BAD_CASE, "it came back")
    desk(home, store, "b").confirm(BAD_CASE, "it did")
    desk(home, store, "a", LATER).propose(BAD_CASE, Said(label="suspicious", reason="not sure"))
    assert last(store, BAD)["sites.pages"].verdict is Verdict.HOLD


def test_every_step_stands_in_the_audit(home, store):
    desk(home, store, "a").propose(GOOD_CASE, PHISH)
    desk(home, store, "b").reject(GOOD_CASE, "an article")
    lines = trail_of(home, lambda: AT).newest()
    assert [(one.by, one.action) for one in lines if one.target == GOOD_CASE] == [
        ("user:b", "site.verdict.reject"),
        ("user:a", "site.verdict.propose"),
    ]


def test_what_was_not_told_to_the_relay_is_told_with_the_next_step(home, store, monkeypatch):
    monkeypatch.setattr("noroshi.jobs.sites.verdicts.tell_relay", lambda *_: ())
    desk(home, store, "a").propose(BAD_CASE, Said(label="phish", reason="yes"))
    monkeypatch.undo()
    assert store.decisions() == []
    assert tell_relay(home, store, AT) == ()
    assert last(store, BAD)["sites.pages"].by == "user:a"
    assert tell_relay(home, store, AT) == ()
    assert len(store.decisions()) == 1


def test_what_the_relay_may_not_share_is_told(home, store):
    # A documentation address means nothing elsewhere.
    add_cases(home, store, ("http://192.0.2.7/news",))
    case = case_id("http://192.0.2.7/news")
    home.settings_file.write_text("[sites]\ntwo_keys = []\n")
    done = desk(Home(home.path), store, "a").propose(case, PHISH)
    assert "may not leave" in done.messages[0]


@pytest.mark.parametrize(
    ("case", "said", "words"),
    [
        (BAD_CASE, Said(label="evil", reason="x"), "a page is one of"),
        (BAD_CASE, Said(label="phish", reason=" "), "say why"),
        ("0" * 32, PHISH, "not in the queue"),
    ],
)
def test_half_a_verdict_is_refused(home, store, case, said, words):
    with pytest.raises(InputError, match=words):
        desk(home, store, "a").propose(case, said)


def test_nothing_is_confirmed_or_taken_back_where_nothing_is(home, store):
    with pytest.raises(InputError, match="nothing waits"):
        desk(home, store, "a").confirm(BAD_CASE, "x")
    with pytest.raises(InputError, match="nothing to take back"):
        desk(home, store, "a").undo(BAD_CASE, "x")
