"""Reporting: an entry reported wrong is suspended at once, and it is written down who did it."""

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.model import SightingKind, Standing
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.hubs import indicator_of

from .conftest import words


@pytest.fixture
def entry(made):
    return indicator_of(made[1][0]).id


def test_a_report_suspends_counts_and_is_written_down(made, enter, entry):
    hub = made[0]
    with enter("contributor", "beta") as client:
        answer = client.post(f"/list/{entry}/wrong", data={"note": "our own monitor"})
    assert "Thank you." in words(answer)
    edition = SharedList(hub.store.database).latest(entry)
    assert edition.standing is Standing.SUSPENDED
    assert edition.by == "operator:beta"
    told = Sightings(hub.store.database).of_indicator(entry)
    assert [s.operator_id for s in told if s.kind is SightingKind.FALSE_POSITIVE] == ["beta"]
    (line,) = trail_of(hub.home, hub.clock).newest(action="entry.wrong")
    assert (line.by, line.target) == ("user:beta-contributor", entry)


@pytest.mark.parametrize("note", ["", "  ", "x" * 501])
def test_a_report_says_why(enter, made, entry, note):
    with enter("contributor", "beta") as client:
        assert client.post(f"/list/{entry}/wrong", data={"note": note}).status_code == 400
    assert SharedList(made[0].store.database).latest(entry).standing is Standing.LIVE


def test_readers_cannot_report(enter, entry):
    with enter("reader", "beta") as client:
        assert client.post(f"/list/{entry}/wrong", data={"note": "wrong"}).status_code == 403


def test_an_unknown_entry_cannot_be_reported(enter):
    with enter("contributor", "beta") as client:
        assert client.post("/list/none/wrong", data={"note": "wrong"}).status_code == 404
