"""Why: everybody may read why, and ask that the own address is asked no more."""

import pytest

from noroshi.console.survey import ROUTES
from noroshi.console.survey.why import MOST_WISHES
from noroshi.jobs.iot.opting_out import all_opt_outs, opted_out

ORIGIN = {"Origin": "http://testserver.local", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def client(client_of, hub, monkeypatch):
    monkeypatch.setenv("NOROSHI__IOT__CONTACT", "survey@coordinator.example")
    monkeypatch.setenv("NOROSHI__IOT__SOURCES", '["192.0.2.10"]')
    hub.home.__dict__.pop("settings", None)
    with client_of(ROUTES) as made:
        made.follow_redirects = False
        yield made


@pytest.fixture
def from_address(monkeypatch):
    def come(address):
        monkeypatch.setattr("noroshi.console.survey.why.address_of", lambda *_: address)

    return come


def test_the_page_tells_sources_probes_and_contact_in_both_languages(client, from_address):
    from_address("203.0.113.9")
    english, japanese = (
        client.get("/why", headers={"Accept-Language": language}).text for language in ("en", "ja")
    )
    for text in (english, japanese):
        assert "192.0.2.10" in text
        assert "survey@coordinator.example" in text
        assert "203.0.113.9" in text
        assert "snmpv3" in text
    assert "Why you see us" in english
    assert "送るもののすべて" in japanese


def test_the_probe_description_has_the_fields_of_the_standard(client):
    text = client.get("/.well-known/probing.txt").text
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert set(fields) == {"Canonical", "Contact", "Expires", "Preferred-Languages", "Description"}
    assert fields["Contact"] == "mailto:survey@coordinator.example"


def test_without_a_contact_there_is_no_description(client_of, hub):
    with client_of(ROUTES) as plain:
        assert plain.get("/.well-known/probing.txt").status_code == 404


def test_a_visitor_opts_out_for_the_own_address_only(client, hub, from_address):
    from_address("203.0.113.9")
    done = client.post("/why/opt-out", headers=ORIGIN)
    assert (done.status_code, done.headers["location"]) == (303, "/why?done=1")
    assert len(opted_out(hub.store)) == 1
    from_address("203.0.113.10")
    told = client.post("/why/opt-out.json", headers=ORIGIN)
    assert told.json()["prefix"] == "203.0.113.10/32"
    assert [one.asked_by for one in all_opt_outs(hub.store)] == ["self", "self"]
    assert hub.home.audit_file.read_text().count("survey.exclude") == 2


def test_too_many_wishes_from_one_address_wait(client, from_address):
    from_address("203.0.113.9")
    codes = [client.post("/why/opt-out.json", headers=ORIGIN).status_code for _ in range(MOST_WISHES + 1)]  # fmt: skip
    assert codes == [201] * MOST_WISHES + [429]


def test_another_sites_page_cannot_opt_a_visitor_out(client, hub, from_address):
    from_address("203.0.113.9")
    for path in ("/why/opt-out", "/why/opt-out.json"):
        refused = client.post(path, headers={"Origin": "https://evil.example"})
        assert refused.status_code == 403
    assert len(opted_out(hub.store)) == 0
