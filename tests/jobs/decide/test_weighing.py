"""Weighing: contributions are decided on by the same policy and queue, and givers learn what came of it."""

from datetime import timedelta

import pytest

from noroshi.jobs.decide.deciding import policy_of
from noroshi.jobs.decide.reviewing import review, review_queue, undo
from noroshi.jobs.decide.weighing import said_of
from noroshi.jobs.share.publishing import publish
from noroshi.jobs.share.sharing import export_indicators
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Contribution,
    ContributionStanding,
    Standing,
    Subject,
    Tlp,
    Verdict,
)
from noroshi.spine.store import Store
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding
from noroshi.testing.members import add_members

NOW = HOUR.end
DAY = timedelta(days=1)
SERVER = Subject.ip("203.0.113.9")
PEERS = """
[[peers]]
name = "tracker"
kind = "list"
url = "https://tracker.example/list"
trust = 0.9
[[peers]]
name = "mere"
kind = "list"
url = "https://mere.example/list"
"""


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text(f"[share]\nmade_data = true\n{PEERS}")
    return home


@pytest.fixture
def store(home):
    with Store.open(home.state_file) as opened:
        add_members(opened.database)
        yield opened


def said(giver="alpha", subject=SERVER, **more):
    peer = giver.startswith("peer:")
    return Contribution(
        **{
            "subject": subject,
            "kind": "c2-server",
            "source": giver if peer else "taxii",
            "operator_id": None if peer else giver,
            "submission_id": "s",
            "received_at": MADE_AT,
            "confidence": 95,
            "label": "loader",
            "object_id": f"indicator--{giver}",
        }
        | more
    )


def take(store, *contributions):
    Contributions(store.database).take(contributions)


def standings(store):
    return {
        one.giver: (one.standing.value, one.reason.en if one.reason else "")
        for one in Contributions(store.database).listed(limit=99)
    }


def entries(store):
    return list(SharedList(store.database).entries(Choice(), limit=99))


def waiting(home, store, at=NOW):
    return [one.waiting.finding for one in review_queue(home, store, at).findings]


def test_a_members_word_alone_waits_in_the_queue_with_who_said_it(home, store):
    take(store, said())
    assert publish(home, store, NOW).added == 0
    (finding,) = waiting(home, store)
    assert finding.subject == SERVER
    assert [(one.giver, one.label) for one in said_of(store, finding)] == [("alpha", "loader")]
    assert standings(store)["alpha"][0] == "waiting"


def test_a_person_accepts_and_it_comes_onto_the_list_without_the_members_name(home, store):
    take(store, said())
    publish(home, store, NOW)
    (finding,) = waiting(home, store)
    review(home, store, [finding.id], Verdict.SHARE, by="hanako", reason="checked", at=NOW)
    assert standings(store)["alpha"] == ("accepted", "checked")
    assert publish(home, store, NOW).added == 1
    (entry,) = entries(store)
    assert (entry.standing, entry.by) == (Standing.LIVE, "user:hanako")
    assert "A member reports it" in entry.indicator.reasons[0].en
    assert "alpha" not in repr(entry)


def test_a_person_refuses_and_the_member_learns_why(home, store):
    take(store, said())
    publish(home, store, NOW)
    (finding,) = waiting(home, store)
    review(home, store, [finding.id], Verdict.DROP, by="hanako", reason="a mirror", at=NOW)
    assert standings(store)["alpha"] == ("refused", "a mirror")
    assert waiting(home, store) == []
    undo(home, store, [finding.id], by="hanako", at=NOW)
    assert standings(store)["alpha"][0] == "waiting"


def test_policy_accepts_what_a_trusted_peer_and_a_member_agree_on(home, store):
    take(store, said(), said("peer:tracker"))
    assert publish(home, store, NOW).added == 1
    assert {name: one[0] for name, one in standings(store).items()} == {
        "alpha": "accepted", "peer:tracker": "accepted",
    }  # fmt: skip


def test_policy_accepts_what_our_own_detector_agrees_with(home, store):
    weak = make_finding(Subject.ip("203.0.113.9"), score=0.6)
    run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
    store.replace_findings(run, [weak], kind="c2-server", window=HOUR)
    take(store, said("peer:tracker"))
    assert publish(home, store, NOW).added == 1


def test_a_finding_that_a_person_dropped_supports_nothing(home, store):
    weak = make_finding(Subject.ip("203.0.113.9"), score=0.6)
    run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
    store.replace_findings(run, [weak], kind="c2-server", window=HOUR)
    review(home, store, [weak.id], Verdict.DROP, by="taro", reason="ours", at=NOW)
    take(store, said("peer:tracker"))
    assert publish(home, store, NOW).added == 0


def test_a_peer_without_trust_is_never_decided_on(home, store):
    take(store, said("peer:mere"), said("peer:gone"))
    publish(home, store, NOW)
    assert store.findings() == []


def test_what_may_never_leave_is_refused_by_policy(home, store):
    take(store, said(subject=Subject.ip("127.0.0.1")))
    publish(home, store, NOW)
    standing, reason = standings(store)["alpha"]
    assert standing == "refused"
    assert "special-purpose" in reason


def test_a_second_time_writes_nothing(home, store):
    take(store, said(), said("peer:tracker"))
    publish(home, store, NOW)
    runs, decisions = len(store.runs()), len(store.decisions())
    assert publish(home, store, NOW + timedelta(minutes=5)).unchanged == 1
    assert (len(store.runs()), len(store.decisions())) == (runs, decisions)


def test_what_its_givers_take_back_leaves_the_list(home, store):
    take(store, said())
    publish(home, store, NOW)
    (finding,) = waiting(home, store)
    review(home, store, [finding.id], Verdict.SHARE, by="hanako", reason="checked", at=NOW)
    publish(home, store, NOW)
    Contributions(store.database).withdraw("taxii", "alpha", ["indicator--alpha"])
    assert publish(home, store, NOW + DAY).withdrawn == 1
    (entry,) = entries(store)
    assert "took it back" in entry.reason.en
    assert publish(home, store, NOW + DAY).withdrawn == 0


def test_what_was_taken_back_before_anybody_decided_waits_no_more(home, store):
    take(store, said())
    publish(home, store, NOW)
    Contributions(store.database).withdraw("taxii", "alpha", ["indicator--alpha"])
    publish(home, store, NOW)
    assert waiting(home, store) == []


def test_an_accepted_entry_holds_while_its_giver_repeats_it(home, store):
    take(store, said(), said("peer:tracker"))
    publish(home, store, NOW)
    later = MADE_AT + 10 * DAY
    take(store, said(received_at=later))
    publish(home, store, later)
    (entry,) = entries(store)
    assert entry.indicator.valid_until == later + 14 * DAY


def test_a_statement_that_ended_supports_no_longer_and_returns_with_a_new_word(home, store):
    ending = MADE_AT + DAY
    take(store, said(valid_until=ending), said("peer:tracker", valid_until=ending))
    assert publish(home, store, NOW).added == 1
    assert publish(home, store, ending).withdrawn == 1
    again = MADE_AT + 5 * DAY
    take(store, said(received_at=ending, valid_until=again))
    take(store, said("peer:tracker", received_at=ending, valid_until=again))
    assert publish(home, store, ending + timedelta(hours=1)).added == 1


def test_what_rests_on_contributions_alone_keeps_their_marking(home, store):
    take(store, said(tlp=Tlp.AMBER_STRICT), said("peer:tracker", tlp=Tlp.GREEN))
    publish(home, store, NOW)
    (entry,) = entries(store)
    assert entry.indicator.tlp is Tlp.AMBER_STRICT


def test_an_export_keeps_their_marking_too(home, store):
    take(store, said(tlp=Tlp.AMBER_STRICT), said("peer:tracker", tlp=Tlp.GREEN))
    publish(home, store, NOW)
    policy = policy_of(home, store.database)
    _, chunks = export_indicators(store, home.settings, format="jsonl", at=NOW, policy=policy)
    assert b"TLP:AMBER+STRICT" in b"".join(chunks)


def test_contributions_touch_no_finding_of_others(home, store):
    run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
    store.replace_findings(run, [make_finding()], kind="c2-server", window=HOUR)
    take(store, said())
    publish(home, store, NOW)
    assert len(store.findings()) == 2
    assert said_of(store, make_finding()) == []
    assert ContributionStanding.WAITING.value == standings(store)["alpha"][0]
