"""Reviewing: the queue, decided one by one or many at once, and taken back."""

import re

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.model import Standing, Verdict
from noroshi.spine.store.lists import SharedList
from noroshi.testing.hubs import indicator_of

from .conftest import open_hub, somebody, words


def latest(hub, finding):
    return hub.store.decisions(finding.id)[-1]


def waiting(client):
    return [row["finding"] for row in client.get("/review.json").json()]


def seen(client):
    return re.findall(r'name="seen" value="([^"]+)"', client.get("/review").text)


def test_the_queue_shows_reasons_and_what_was_reported_wrong(enter, made):
    with enter("analyst", "centre") as client:
        text = words(client.get("/review"))
        assert made[1][4].id in waiting(client)
    assert "203.0.113.9:443/tcp" in text
    assert "This is our own research resolver." in text
    assert "user:" not in text


@pytest.mark.parametrize("verb", ["share", "hold", "drop"])
def test_one_finding_is_decided_by_its_own_buttons(made, enter, verb):
    hub, finding = made[0], made[1][4]
    with enter("analyst", "centre") as client:
        form = {"verb": f"{verb}:{finding.id}", "seen": seen(client), "reason": "looked at it"}
        text = words(client.post("/review", data=form))
        assert finding.id not in waiting(client)
    assert "Decided: 1." in text
    assert latest(hub, finding).verdict is Verdict(verb)
    assert latest(hub, finding).by == "user:centre-analyst"
    (line,) = trail_of(hub.home, hub.clock).newest(action=f"review.{verb}")
    assert line.target == finding.id


def test_many_are_decided_at_once_and_the_last_is_taken_back(made, enter):
    hub, findings = made
    ids = [findings[3].id, findings[4].id]
    with enter("analyst", "centre") as client:
        form = {"verb": "drop", "ids": ids, "seen": seen(client), "reason": "looked at them"}
        assert "Decided: 2." in words(client.post("/review", data=form))
        assert "Decided lately by people" in words(client.get("/review"))
        undone = client.post("/review", data={"verb": f"undo:{ids[1]}"})
        assert "Decided: 1." in words(undone)
        assert ids[1] in waiting(client)
        assert ids[0] not in waiting(client)
    assert len(hub.store.decisions(ids[1])) == 3


def test_what_somebody_else_decided_meanwhile_is_not_decided_again(made, enter):
    finding = made[1][4]
    with enter("analyst", "centre") as client:
        old = seen(client)
        client.post("/review", data={"verb": f"hold:{finding.id}", "seen": old, "reason": "first"})
    with enter("analyst", "alpha") as other:
        form = {"verb": f"share:{finding.id}", "seen": old, "reason": "second"}
        text = words(other.post("/review", data=form))
    assert "Decided by somebody else meanwhile: 1." in text
    assert latest(made[0], finding).verdict is Verdict.HOLD


def test_a_suspended_entry_is_put_back_by_approving_it(made, enter):
    entry = indicator_of(made[1][2]).id
    with enter("analyst", "centre") as client:
        text = words(
            client.post("/review", data={"verb": f"drop:{entry}", "reason": "it is right"})
        )
    assert "Decided: 1." in text
    assert SharedList(made[0].store.database).latest(entry).standing is Standing.WITHDRAWN


@pytest.mark.parametrize("form", [{"verb": "delete"}, {}, {"verb": "share", "reason": " "}])
def test_half_a_form_decides_nothing(made, enter, form):
    before = len(made[0].store.decisions())
    with enter("analyst", "centre") as client:
        assert client.post("/review", data=form).status_code == 400
    assert len(made[0].store.decisions()) == before


def test_an_unknown_id_is_refused_with_a_reason(enter):
    with enter("analyst", "centre") as client:
        text = words(client.post("/review", data={"verb": "drop:none", "reason": "why"}))
    assert "Not possible: 1." in text


def test_readers_do_not_review(enter):
    with enter("contributor", "alpha") as client:
        assert client.get("/review").status_code == 403
        assert client.post("/review", data={"verb": "drop:x", "reason": "y"}).status_code == 403


def test_an_empty_queue_says_so(bare):
    with open_hub(bare, somebody("analyst", "centre"), "ja") as client:
        assert "待っているものはありません。" in words(client.get("/review"))


def test_one_ticked_finding_is_decided(made, enter):
    finding = made[1][4]
    with enter("analyst", "centre") as client:
        form = {"verb": "drop", "ids": finding.id, "seen": f"{finding.id}:0", "reason": "looked"}
        assert client.post("/review", data=form).status_code == 200
