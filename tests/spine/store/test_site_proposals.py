"""Proposals: a second person, one winner, nothing on stale news."""

import threading
from dataclasses import replace

import pytest

from noroshi.spine.model import InputError
from noroshi.spine.model.site_proposal import ProposalState, SiteAct, SiteProposal
from noroshi.spine.model.site_report import url_id
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict, holding
from noroshi.spine.store.site_cases import SiteCases
from noroshi.spine.store.site_proposals import SiteProposals, last_held
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_verdicts import SiteVerdicts
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

URL = wanted().url
ID = url_id(URL)
JUDGED = SiteVerdict(url=URL, danger=SiteDanger.HARMLESS, label="benign", score=0.1, by="judge:x/1", at=MADE_AT)  # fmt: skip
TWO = SiteProposal(
    id="p1", url_id=ID, url=URL, danger=SiteDanger.DANGEROUS, label="phish", brand="B",
    reason="looked", by="user:a", at=MADE_AT, act=SiteAct.TO_MALICIOUS, keys=2, seen=1,
)  # fmt: skip


@pytest.fixture
def judged(database):
    """A state with one judged URL, on SQLite and on PostgreSQL."""
    SiteReports(database).take([site_report(1, wanted(), at=MADE_AT)], at=MADE_AT, most_waiting=9)
    SiteQueue(database).judge(JUDGED)
    return database


def held(database):
    return holding(SiteVerdicts(database).of([ID])[ID])


def confirm(database, by="user:b"):
    return SiteProposals(database).confirm("p1", by=by, reason="too", at=MADE_AT, score=0.95)


def test_one_key_holds_at_once(judged):
    done = SiteProposals(judged).propose(replace(TWO, keys=1), 0.95)
    assert (done.state, done.holders) == (ProposalState.HELD, ("user:a",))
    assert (held(judged).label, held(judged).by) == ("phish", "user:a")
    case = SiteCases(judged).get(ID)
    assert (case.label, case.brand, case.by_person, case.proposal) == ("phish", "B", True, "")


def test_two_keys_wait_for_a_second_person(judged):
    proposals = SiteProposals(judged)
    proposals.propose(TWO, 0.95)
    assert held(judged).label == "benign"
    assert SiteCases(judged).get(ID).proposal == "p1"
    assert [one.id for one in proposals.open()] == ["p1"]
    with pytest.raises(InputError, match="second person"):
        confirm(judged, "user:a")
    assert confirm(judged).holders == ("user:a", "user:b")
    assert held(judged).label == "phish"
    assert proposals.open() == []
    assert [one.id for one in proposals.untold()] == ["p1"]
    proposals.note_told("p1")
    assert proposals.untold() == []


def test_only_one_proposal_is_open_on_a_page(judged):
    SiteProposals(judged).propose(TWO, 0.95)
    with pytest.raises(InputError, match="user:a waits"):
        SiteProposals(judged).propose(replace(TWO, id="p2", by="user:b"), 0.95)


def test_nothing_is_said_on_stale_news(judged):
    with pytest.raises(InputError, match="meanwhile"):
        SiteProposals(judged).propose(replace(TWO, seen=0), 0.95)
    SiteProposals(judged).propose(TWO, 0.95)
    SiteQueue(judged).judge(JUDGED)
    with pytest.raises(InputError, match="meanwhile"):
        confirm(judged)


def test_a_proposal_is_rejected_or_taken_back(judged):
    proposals = SiteProposals(judged)
    for by, state in (("user:b", ProposalState.REJECTED), ("user:a", ProposalState.TAKEN_BACK)):
        one = proposals.propose(replace(TWO, id=by), 0.95)
        assert proposals.reject(one.id, by=by, reason="no", at=MADE_AT).state is state
        assert SiteCases(judged).get(ID).proposal == ""
    with pytest.raises(InputError, match="already"):
        proposals.confirm("user:b", by="user:c", reason="x", at=MADE_AT, score=0.9)
    with pytest.raises(InputError, match="no such"):
        proposals.reject("none", by="user:c", reason="x", at=MADE_AT)


def test_what_held_before_holds_again_when_a_verdict_is_taken_back(judged):
    proposals = SiteProposals(judged)
    proposals.propose(TWO, 0.95)
    confirm(judged)
    back = replace(TWO, id="p2", undo=True, keys=1, danger=SiteDanger.HARMLESS, label="benign", seen=3)  # fmt: skip
    proposals.propose(back, 0.1)
    assert held(judged).by == "judge:x/1"
    assert last_held(proposals.of(ID)) is None
    assert [one.state for one in proposals.of(ID)] == [ProposalState.UNDONE, ProposalState.HELD]


def test_with_nothing_to_take_back_nothing_changes(judged):
    with pytest.raises(InputError, match="nothing to take back"):
        SiteProposals(judged).propose(replace(TWO, undo=True, keys=1), 0.1)
    assert SiteProposals(judged).of(ID) == []


def test_of_many_at_once_one_wins(judged):
    SiteProposals(judged).propose(TWO, 0.95)
    outcomes, gate = [], threading.Barrier(6)

    def turn(number):
        gate.wait()
        try:
            if number % 2:
                confirm(judged, f"user:c{number}")
            else:
                SiteProposals(judged).reject("p1", by=f"user:r{number}", reason="no", at=MADE_AT)
            outcomes.append("taken")
        except InputError:
            outcomes.append("refused")

    threads = [threading.Thread(target=turn, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 5 + ["taken"]
    assert len(SiteVerdicts(judged).of([ID])[ID]) in {1, 3}


def test_a_later_word_of_the_judge_is_told_as_a_dispute(judged):
    SiteProposals(judged).propose(replace(TWO, keys=1), 0.95)
    SiteQueue(judged).judge(JUDGED)
    case = SiteCases(judged).get(ID)
    assert (case.label, case.disputed) == ("phish", True)


def test_proposals_of_one_verdict_over_many_pages_are_found_together(judged):
    proposals = SiteProposals(judged)
    first = proposals.propose(replace(TWO, batch="b1"), 0.95)
    assert proposals.open_on([ID, "none"]) == {ID: first}
    proposals.reject("p1", by="user:b", reason="no", at=MADE_AT)
    proposals.propose(replace(TWO, id="p2"), 0.95)
    assert [one.id for one in proposals.of_batch("b1")] == ["p1"]
    assert proposals.of_batch("") == []
    (batch,) = proposals.batches()
    assert (batch.id, batch.label, batch.by, batch.pages) == ("b1", "phish", "user:a", 1)
    assert batch.states == {ProposalState.REJECTED: 1}
