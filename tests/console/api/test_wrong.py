"""Wrong: one report suspends the entry everywhere, at once."""

import pytest

from noroshi.console.api import ROUTES
from noroshi.spine.model import SightingKind, Standing
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.changes import make_change

WHY = {"reason": "Our own mail relay."}


def test_a_report_suspends_and_is_recorded(client, client_at, publish, hub, shared):
    (made,) = publish(
        make_change(1),
    )
    path = f"/api/v1/indicators/{made.indicator.id}/wrong"
    answer = client.post(path, json=WHY)
    assert (answer.status_code, answer.json()["standing"]) == (200, "suspended")
    assert client_at("hub").get("/api/v1/lists/c2-servers").text == ""
    assert shared.latest(made.indicator.id).by == "operator:alpha"
    (told,) = Sightings(hub.store.database).of_indicator(made.indicator.id)
    assert (told.kind, told.note) == (SightingKind.FALSE_POSITIVE, WHY["reason"])


def test_saying_it_again_changes_nothing(client, publish, hub, shared):
    (made,) = publish(make_change(1))
    path = f"/api/v1/indicators/{made.indicator.id}/wrong"
    assert client.post(path, json=WHY).json() == client.post(path, json=WHY).json()
    assert len(shared.history(made.indicator.id)) == 2
    assert len(Sightings(hub.store.database).of_indicator(made.indicator.id)) == 1


def test_who_reported_and_addresses_in_his_words_stay_inside(client, publish):
    (made,) = publish(make_change(1))
    why = {"reason": "192.0.2.77 is our mail relay."}
    client.post(f"/api/v1/indicators/{made.indicator.id}/wrong", json=why)
    told = client.get(f"/api/v1/indicators/{made.indicator.id}").text
    assert "alpha" not in told
    assert "192.0.2.77" not in told


def test_an_entry_that_holds_no_longer_stays_as_it_is(client, publish):
    (made,) = publish(make_change(1, Standing.WITHDRAWN))
    path = f"/api/v1/indicators/{made.indicator.id}/wrong"
    assert client.post(path, json=WHY).json()["standing"] == "withdrawn"


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": "x" * 1_001}, {"reason": "x", "ip": "y"}]
)
def test_a_report_needs_a_reason_and_nothing_else(client, publish, body):
    (made,) = publish(make_change(1))
    path = f"/api/v1/indicators/{made.indicator.id}/wrong"
    assert client.post(path, json=body).status_code == 400


def test_only_who_may_and_what_he_sees(client_at, client_of, caller_as, publish):
    (made,) = publish(make_change(1))
    path = f"/api/v1/indicators/{made.indicator.id}/wrong"
    assert client_at("beta").post(path, json=WHY).status_code == 404
    assert client_of(ROUTES, caller_as("reader")).post(path, json=WHY).status_code == 403
