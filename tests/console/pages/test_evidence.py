"""Evidence: why, who agrees, who met it, what became of it."""

import pytest

from noroshi.console.pages.evidence import shown_hits
from noroshi.jobs.share.publishing import publish
from noroshi.spine.model import Contribution, Subject, indicator_id
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.hubs import indicator_of

from .conftest import words


@pytest.fixture
def entry(made):
    return indicator_of(made[1][0])


def test_reasons_stand_with_their_numbers(enter, entry):
    with enter() as client:
        answer = client.get(f"/list/{entry.id}")
    text = words(answer)
    assert "Contacts come at even gaps: regularity 0.91, usually 0.12." in text
    assert "+3.12" in text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in answer.text
    assert "What would change the verdict" in text


def test_those_who_agree_and_those_who_met_it_are_told(enter, entry):
    with enter() as client:
        text = words(client.get(f"/list/{entry.id}"))
    assert "peer-one 80" in text
    assert "Times met: 110. Members: 2. Members that call it wrong: 0." in text
    assert "alpha seen 57" in text


def test_a_member_sees_sums_of_others_and_rows_of_its_own(enter, entry):
    with enter("reader", "beta") as client:
        text = words(client.get(f"/list/{entry.id}"))
    assert "Times met: 110." in text
    assert "beta seen 12" in text
    assert "alpha seen" not in text


def test_what_became_of_an_entry_is_told_newest_first(enter, made):
    suspended = indicator_of(made[1][2])
    with enter() as client:
        text = words(client.get(f"/list/{suspended.id}"))
    past = text[text.index("What became of it") :]
    assert past.index("suspended operator:beta") < past.index("live policy:auto-share/2")
    assert "share policy:auto-share/2" in past


def test_an_entry_without_finding_tells_its_reasons(enter, made):
    shared = SharedList(made[0].store.database)
    site = shared.entries(Choice(text="login-bank"), limit=1)[0].indicator
    with enter("reader", "gamma") as client:
        text = words(client.get(f"/list/{site.id}"))
    assert "A log-in page that imitates a bank." in text
    assert "Report it wrong" not in text


def test_small_counts_are_not_told(enter, made):
    finding = made[1][2]
    assert finding.clients == 2
    with enter() as client:
        assert "&lt;3" in client.get(f"/list/{indicator_of(finding).id}").text
    assert [shown_hits(n) for n in (0, 1, 2, 3, 1200)] == ["0", "<3", "<3", "3", "1,200"]


def test_only_a_live_entry_can_be_reported_by_who_may(enter, made, entry):
    form = f'action="/list/{entry.id}/wrong"'
    with enter("contributor", "beta") as client:
        assert form in client.get(f"/list/{entry.id}").text
        assert "/wrong" not in client.get(f"/list/{indicator_of(made[1][2]).id}").text
    with enter("reader", "beta") as client:
        assert form not in client.get(f"/list/{entry.id}").text


@pytest.mark.parametrize("name", ["none", "00000000-0000-0000-0000-000000000000", "a%2Fb"])
def test_an_unknown_entry_is_not_there(enter, name):
    with enter() as client:
        assert client.get(f"/list/{name}").status_code == 404


def test_what_members_reported_says_so_and_names_none(made, enter):
    hub, _ = made
    subject = Subject.ip("203.0.113.200")
    given = [
        Contribution(
            subject=subject, kind="c2-server", source="taxii", operator_id=name, submission_id="s",
            received_at=hub.clock(), confidence=95, label="loader",
        )
        for name in ("alpha", "beta")
    ]  # fmt: skip
    Contributions(hub.store.database).take(given)
    publish(hub.home, hub.store, hub.clock())
    with enter("reader", "gamma") as client:
        text = words(client.get(f"/list/{indicator_id('c2-server', subject)}"))
    assert "Report of a member (1)" in text
    assert "Repeat" not in text
    assert "alpha" not in text
    assert "beta" not in text
