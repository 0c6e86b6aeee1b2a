"""Webhook pages: a place is added, proves itself, is told, fails, is sent to again, and goes."""

import re

import pytest

from noroshi.jobs.notify.notifying import notify
from noroshi.jobs.notify.office import office_of
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.webhooks import Webhooks
from noroshi.testing.changes import make_change
from noroshi.testing.receivers import Receiver, receiving

ALLOWED = '[notify]\nprivate_destinations = ["127.0.0.0/8"]\nattempts = 1\n'


@pytest.fixture
def receiver(site):
    with receiving(Receiver(secret="", at=site.now)) as made:
        yield made


@pytest.fixture
def site(make_site):
    return make_site(ALLOWED)


def added(browser, receiver, **more):
    """Adds the receiver's place; gives its id after the receiver was given its secret."""
    page = browser.post("/webhooks", data={"url": receiver.url, "whole": "1"} | more)
    (receiver.secret,) = re.findall(r'<code class="whole">([0-9a-f]{64})</code>', page.text)
    (name,) = set(re.findall(r'action="/webhooks/([0-9a-f]{16})"', page.text))
    return name


def done(browser, name, verb):
    return browser.post(f"/webhooks/{name}", data={"verb": verb})


def told(site):
    return notify(office_of(site.home, site.hub.store.database, site.hub.clock))


def standing(site, name):
    return Webhooks(site.hub.store.database).find(name).standing


def test_a_place_proves_itself_and_is_told(site, receiver):
    SharedList(site.hub.store.database).publish([make_change(1)], site.now)
    with site.logged_in("operator-admin") as browser:
        name = added(browser, receiver)
        assert receiver.secret not in browser.get(f"/webhooks/{name}").text
        answer = done(browser, name, "test")
        assert answer.headers["location"] == f"/webhooks/{name}?done=webhook-test"
        assert told(site).sent == 1
        assert len(receiver.told) == 1
        page = browser.get(f"/webhooks/{name}").text
        assert "Changes up to 1" in page
        assert "arrived" in page
        assert receiver.url in re.sub(r"<wbr/>", "", browser.get("/webhooks").text)
    assert [act for _, act, _ in site.acts()] == ["webhook.add", "webhook.test"]


def test_a_place_that_holds_another_secret_is_told_nothing(site, receiver):
    with site.logged_in("operator-admin") as browser:
        name = added(browser, receiver)
        receiver.secret = "x" * 64
        page = done(browser, name, "test")
        assert page.status_code == 400
        assert "401" in page.text
    assert standing(site, name) == "unconfirmed"


def test_a_fresh_secret_takes_a_fresh_proof(site, receiver):
    with site.logged_in("operator-admin") as browser:
        name = added(browser, receiver)
        done(browser, name, "test")
        page = done(browser, name, "rotate")
        (fresh,) = re.findall(r'<code class="whole">([0-9a-f]{64})</code>', page.text)
        assert fresh != receiver.secret
        assert standing(site, name) == "unconfirmed"
        receiver.secret = fresh
        done(browser, name, "test")
    assert standing(site, name) == "active"


def test_what_was_given_up_is_shown_and_sent_again(site, receiver):
    SharedList(site.hub.store.database).publish([make_change(1)], site.now)
    with site.logged_in("operator-admin") as browser:
        name = added(browser, receiver)
        done(browser, name, "test")
        receiver.status = 410
        assert told(site).dead == 1
        page = browser.get(f"/webhooks/{name}").text
        assert "given up" in page
        assert "Send again" in page
        receiver.status = 200
        done(browser, name, "retry")
        assert told(site).sent == 1
    assert len(receiver.told) == 1


def test_a_removed_place_is_gone(site, receiver):
    with site.logged_in("operator-admin") as browser:
        name = added(browser, receiver)
        assert done(browser, name, "remove").headers["location"] == "/webhooks?done=webhook-remove"
        assert browser.get(f"/webhooks/{name}").status_code == 404
        assert done(browser, name, "test").status_code == 404


def test_a_wrong_place_or_verb_changes_nothing(site, receiver):
    with site.logged_in("operator-admin") as browser:
        page = browser.post("/webhooks", data={"url": "ftp://receiver.example/"})
        assert page.status_code == 400
        assert "ftp://receiver.example/" in page.text
        name = added(browser, receiver)
        assert done(browser, name, "explode").status_code == 400


def test_a_coordinator_adds_for_others_and_an_administrator_does_not(site, receiver):
    with site.logged_in("operator-admin") as browser:
        data = {"url": receiver.url, "operator": "beta"}
        assert browser.post("/webhooks", data=data).status_code == 404
    with site.logged_in("coordinator") as browser:
        name = added(browser, receiver, operator="beta", lists=["c2-servers"])
    assert Webhooks(site.hub.store.database).find(name).operator_id == "beta"
    with site.logged_in("operator-admin") as browser:
        assert browser.get(f"/webhooks/{name}").status_code == 404
