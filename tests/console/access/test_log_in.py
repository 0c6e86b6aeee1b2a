"""Log-in: lets in who proves it, tells others nothing, and changes the secret each time."""

from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from noroshi.console.access.gate import PER_NAME
from noroshi.spine.store.members import Operators

PASSWORD = "correct horse battery staple"
GOOD = {"name": "alpha-reader", "password": PASSWORD}


@pytest.fixture
def account(site):
    return site.keep_password()


@pytest.fixture
def browser(site):
    with site.browser() as opened:
        yield opened


def test_name_and_password_open_the_page_that_was_asked_for(site, account, browser):
    answer = browser.post("/log-in", data=GOOD | {"next": "/account?done=language"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account?done=language")
    assert "alpha-reader" in browser.get("/account").text
    assert site.acts() == [("user:alpha-reader", "session.begin", "user:alpha-reader")]


@pytest.mark.parametrize("goal", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_a_log_in_never_leads_elsewhere(account, browser, goal):
    assert browser.post("/log-in", data=GOOD | {"next": goal}).headers["Location"] == "/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "another password"},
        {"name": "nobody"},
        {"name": "ALPHA-READER"},
        {"password": ""},
        {"name": "", "password": ""},
        {"name": "\x00", "password": "\x00"},
        {"password": "x" * 5000},
    ],
    ids=str,
)
def test_what_is_wrong_is_not_told(account, browser, wrong):
    answer = browser.post("/log-in", data=GOOD | wrong)
    assert answer.status_code == 401
    assert "The name, the password or the code is wrong." in answer.text
    assert "set-cookie" not in answer.headers
    assert PASSWORD not in answer.text


def test_the_disabled_and_those_of_ended_operators_stay_out(site, account, browser):
    site.desk.accounts.disable(account.id, site.now)
    assert browser.post("/log-in", data=GOOD).status_code == 401
    site.desk.accounts.enable(account.id)
    Operators(site.hub.store.database).end("alpha", site.now)
    assert browser.post("/log-in", data=GOOD).status_code == 401


def test_without_a_password_nobody_logs_in_with_an_empty_one(browser):
    answer = browser.post("/log-in", data={"name": "alpha-analyst", "password": ""})
    assert answer.status_code == 401


def test_a_code_is_needed_where_one_is_set_up_and_works_once(site, account, browser):
    secret = pyotp.random_base32()
    site.desk.accounts.keep_totp(account.id, secret)
    code = pyotp.TOTP(secret).at(site.now)
    assert browser.post("/log-in", data=GOOD).status_code == 401
    assert browser.post("/log-in", data=GOOD | {"code": "000000"}).status_code == 401
    assert browser.post("/log-in", data=GOOD | {"code": code}).status_code == 303
    assert browser.post("/log-in", data=GOOD | {"code": code}).status_code == 401
    site.now += timedelta(seconds=60)
    code = pyotp.TOTP(secret).at(site.now)
    assert browser.post("/log-in", data=GOOD | {"code": code}).status_code == 303


def test_a_wrong_password_does_not_use_the_code_up(site, account, browser):
    secret = pyotp.random_base32()
    site.desk.accounts.keep_totp(account.id, secret)
    code = {"code": pyotp.TOTP(secret).at(site.now)}
    assert browser.post("/log-in", data=GOOD | code | {"password": "wrong"}).status_code == 401
    assert browser.post("/log-in", data=GOOD | code).status_code == 303


def test_too_many_failures_close_the_door_for_a_while(site, account, browser):
    for _ in range(PER_NAME):
        assert browser.post("/log-in", data=GOOD | {"password": "wrong"}).status_code == 401
    closed = browser.post("/log-in", data=GOOD)
    assert closed.status_code == 429
    site.now += timedelta(seconds=int(closed.headers["Retry-After"]))
    assert browser.post("/log-in", data=GOOD).status_code == 303


def test_each_log_in_has_a_new_secret_and_ends_the_one_before(site, account, browser):
    browser.post("/log-in", data=GOOD)
    first = browser.cookies["noroshi"]
    browser.post("/log-in", data=GOOD)
    assert browser.cookies["noroshi"] != first
    assert site.desk.sessions.find(first, site.now) is None
    assert len(site.desk.sessions.of(account.id, site.now)) == 1


def test_a_secret_that_somebody_planted_is_not_taken_over(account, browser):
    browser.cookies.set("noroshi", "planted", domain="hub.example")
    answer = browser.post("/log-in", data=GOOD)
    assert "planted" not in answer.headers["set-cookie"]


def test_logging_out_ends_the_log_in_at_the_hub(site, account, browser):
    browser.post("/log-in", data=GOOD)
    secret = browser.cookies["noroshi"]
    assert browser.post("/log-out").headers["Location"] == "/log-in?done=out"
    assert site.desk.sessions.find(secret, site.now) is None
    assert "You are logged out." in browser.get("/log-in?done=out").text


def test_an_old_hash_is_renewed_at_log_in(site, account, browser):
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    site.desk.accounts.keep_password(account.id, old)
    assert browser.post("/log-in", data=GOOD).status_code == 303
    assert "m=65536" in site.desk.accounts.credentials(account.id).password_hash


def test_another_sites_page_cannot_log_a_browser_in(account, browser):
    answer = browser.post("/log-in", data=GOOD, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_who_is_unknown_is_sent_to_the_log_in_and_comes_back(browser):
    assert browser.get("/account").headers["Location"] == "/log-in?next=/account"


@pytest.mark.parametrize(("language", "word"), [("ja", "パスワード"), ("en", "Password")])
def test_the_form_speaks_the_readers_language(browser, language, word):
    assert word in browser.get("/log-in", headers={"Accept-Language": language}).text


def test_a_large_form_is_refused(browser):
    assert browser.post("/log-in", data={"name": "x" * 100_000}).status_code == 413
