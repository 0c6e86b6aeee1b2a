"""Health: alive, ready, and figures for those who may see them."""

import pytest

from noroshi.console.health import ROUTES
from noroshi.jobs.zone.status import note_failed
from noroshi.spine.store.database import Database


@pytest.fixture
def client(client_of):
    with client_of(ROUTES) as client:
        yield client


def test_everybody_may_ask_whether_it_lives(client):
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok\n")


def test_it_is_ready_with_its_state_and_audit(client, hub):
    assert client.get("/readyz").text == "ready\n"
    hub.home.audit_file.touch()
    assert client.get("/readyz").status_code == 200


def test_it_is_not_ready_without_its_state(client, monkeypatch):
    monkeypatch.setattr(Database, "is_current", lambda self: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "unwell: state\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_not_ready_while_the_audit_cannot_be_written(client, monkeypatch):
    monkeypatch.setattr("noroshi.console.health.os.access", lambda *_: False)
    assert client.get("/readyz").text == "unwell: audit\n"


def test_figures_are_for_those_who_may_see_them(client, client_of, caller_as):
    assert client.get("/metrics").status_code == 401
    with client_of(ROUTES, caller_as("ministry-viewer")) as viewer:
        assert viewer.get("/metrics").status_code == 403
    with client_of(ROUTES, caller_as("analyst")) as analyst:
        answer = analyst.get("/metrics")
    assert "noroshi_hub_list_head 0\n" in answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")


def test_figures_tell_of_the_zone_that_is_fed(hub, client_of, caller_as):
    hub.home.settings_file.write_text('[zone]\nname = "rpz.example"\n')
    vars(hub.home).pop("settings", None)
    note_failed(hub.home, "no primary", hub.clock())
    with client_of(ROUTES, caller_as("analyst")) as analyst:
        told = analyst.get("/metrics").text
    assert 'noroshi_hub_zone_serial{zone="rpz.example"} 0' in told
    assert 'noroshi_hub_zone_lag_editions{zone="rpz.example"} 0' in told
