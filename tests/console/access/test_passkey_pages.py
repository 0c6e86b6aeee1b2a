"""Passkey pages: a device's key registers, logs in, and answers only its own question."""

from datetime import timedelta

import pytest

EVIL = "https://evil.example"


def register(browser, device, origin="http://hub.example"):
    asked = browser.post("/account/passkeys/options").json()
    credential = device.create(asked, origin)
    return browser.post("/account/passkeys", json={"credential": credential, "label": "laptop"})


def log_in(browser, device, origin="http://hub.example", **more):
    asked = browser.post("/log-in/passkey/options").json()
    return browser.post("/log-in/passkey", json={"credential": device.get(asked, origin)} | more)


@pytest.fixture
def key(site, device):
    """A device that is registered for alpha's reader."""
    made = device()
    with site.logged_in() as browser:
        assert register(browser, made).status_code == 201
    return made


@pytest.fixture
def browser(site):
    with site.browser(Accept="application/json") as opened:
        yield opened


def test_a_registered_key_logs_in_without_name_or_password(site, key, browser):
    answer = log_in(browser, key, next="/account")
    assert (answer.status_code, answer.json()) == (200, {"goal": "/account"})
    assert "alpha-reader" in browser.get("/account").text
    assert "laptop" in browser.get("/account").text
    assert ("user:alpha-reader", "passkey.add", "user:alpha-reader") in site.acts()


def test_a_key_that_does_not_count_is_good_as_well(site, device, browser):
    made = device(counts=False)
    with site.logged_in() as registering:
        register(registering, made)
    assert log_in(browser, made).status_code == 200
    assert log_in(browser, made).status_code == 200


def test_an_answer_opens_once(key, browser):
    asked = browser.post("/log-in/passkey/options").json()
    answer = {"credential": key.get(asked)}
    assert browser.post("/log-in/passkey", json=answer).status_code == 200
    assert browser.post("/log-in/passkey", json=answer).status_code == 401


def test_an_answer_from_another_page_opens_nothing(key, browser):
    assert log_in(browser, key, origin=EVIL).status_code == 401


def test_an_answer_to_another_browsers_question_opens_nothing(site, key, browser):
    with site.browser() as other:
        asked = other.post("/log-in/passkey/options").json()
    browser.post("/log-in/passkey/options")
    answer = browser.post("/log-in/passkey", json={"credential": key.get(asked)})
    assert answer.status_code == 401


def test_a_copied_key_is_found_by_its_count(key, browser):
    assert log_in(browser, key).status_code == 200
    key.count -= 1
    assert log_in(browser, key).status_code == 401


def test_a_strangers_key_opens_nothing(key, device, browser):
    assert log_in(browser, device()).status_code == 401


def test_the_disabled_stay_out(site, key, browser):
    site.desk.accounts.disable("id-alpha-reader", site.now)
    assert log_in(browser, key).status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"credential": None},
        {"credential": []},
        {"credential": {"rawId": 7}},
        {"credential": {"rawId": "AAAA", "response": {}}},
    ],
)
def test_nonsense_is_refused(key, browser, sent):
    browser.post("/log-in/passkey/options")
    assert browser.post("/log-in/passkey", json=sent).status_code == 401


@pytest.mark.parametrize(
    "sent", [{}, {"credential": None}, {"credential": {"id": "x"}}, {"credential": "x"}]
)
def test_nonsense_is_not_registered(site, sent):
    with site.logged_in() as browser:
        browser.post("/account/passkeys/options")
        assert browser.post("/account/passkeys", json=sent).status_code == 400
    assert site.desk.passkeys.of("id-alpha-reader") == []


def test_a_key_made_on_another_page_is_not_registered(site, device):
    with site.logged_in() as browser:
        assert register(browser, device(), EVIL).status_code == 400


def test_a_key_is_registered_once(site, key):
    with site.logged_in("analyst") as browser:
        assert register(browser, key).status_code == 400


def test_another_persons_question_does_not_register(site, device):
    with site.logged_in("analyst") as analyst, site.logged_in() as browser:
        asked = analyst.post("/account/passkeys/options").json()
        browser.cookies.set("noroshi-ticket", analyst.cookies["noroshi-ticket"])
        answer = browser.post("/account/passkeys", json={"credential": device().create(asked)})
        assert answer.status_code == 400


def test_registering_and_removing_need_a_fresh_log_in(site, key):
    with site.logged_in() as browser:
        site.now += timedelta(minutes=31)
        assert browser.post("/account/passkeys/options").status_code == 403
        assert browser.post(f"/account/passkeys/{key.id.hex()}/remove").status_code == 403


def test_a_removed_key_opens_nothing(site, key, browser):
    with site.logged_in() as owner:
        assert owner.post(f"/account/passkeys/{key.id.hex()}/remove").status_code == 303
        assert owner.post(f"/account/passkeys/{key.id.hex()}/remove").status_code == 404
        assert owner.post("/account/passkeys/nonsense/remove").status_code == 404
    assert log_in(browser, key).status_code == 401
