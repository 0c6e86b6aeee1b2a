"""Cases: each operator sees and works on its own; the coordinator on all."""

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.model import CaseStanding
from noroshi.spine.store.cases import Cases

from .conftest import open_hub, somebody, words


def case(made, number=1):
    return Cases(made[0].store.database).find(number)


def test_an_operator_sees_its_own_cases_only(enter):
    with enter("reader", "beta") as client:
        text = words(client.get("/cases"))
        assert client.get("/cases/1").status_code == 200
        assert client.get("/cases/2").status_code == 404
        assert [row["number"] for row in client.get("/cases.json").json()] == [1]
    assert "#1 198.51.100.23:6667/tcp" in text
    assert "overdue" in text
    assert "#2" not in text


def test_the_coordinator_sees_all_and_by_standing(enter):
    with enter() as client:
        assert "#2" in words(client.get("/cases"))
        assert "#2" not in words(client.get("/cases?standing=assigned"))
        assert client.get("/cases?standing=lost").status_code == 400


def test_what_happened_is_told(enter):
    with enter("analyst", "beta") as client:
        text = words(client.get("/cases/1"))
    assert "The customer was called." in text
    assert "Worked on by beta-analyst" in text


def test_a_case_goes_from_hand_to_hand_to_its_end(made, enter):
    with enter("analyst", "gamma") as client:
        for form in (
            {"verb": "take"},
            {"verb": "due", "due": "2026-02-01"},
            {"verb": "comment", "text": "in talks"},
            {"verb": "close", "outcome": "fixed", "text": "cleaned"},
            {"verb": "reopen"},
        ):
            assert client.post("/cases/2", data=form).status_code == 200
        text = words(client.get("/cases/2"))
    assert "in talks" in text
    assert case(made, 2).standing is CaseStanding.OPEN
    lines = list(trail_of(made[0].home, made[0].clock).newest(action="case"))
    assert [line.action for line in reversed(lines)][:2] == ["case.take", "case.due"]


@pytest.mark.parametrize(
    "form",
    [
        {"verb": "delete"},
        {"verb": "comment", "text": " "},
        {"verb": "comment", "text": "see 192.0.2.77"},
        {"verb": "close", "outcome": "magic"},
        {"verb": "due", "due": "tomorrow"},
        {"verb": "reopen"},
    ],
)
def test_what_may_not_happen_is_told_and_changes_nothing(made, enter, form):
    before = case(made)
    with enter("analyst", "beta") as client:
        assert client.post("/cases/1", data=form).status_code == 400
    assert case(made) == before


def test_readers_and_other_operators_do_not_work_on_it(enter):
    for role, operator, status in (("reader", "beta", 403), ("analyst", "gamma", 404)):
        with enter(role, operator) as client:
            assert client.post("/cases/1", data={"verb": "take"}).status_code == status


def test_a_hub_without_cases_says_so(bare):
    with open_hub(bare, somebody(), "ja") as client:
        assert "該当する案件はありません。" in words(client.get("/cases"))
