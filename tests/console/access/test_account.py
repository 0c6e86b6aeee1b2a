"""Account: a person changes himself, and nobody else."""

from datetime import timedelta

import pytest

from noroshi.console.access.gate import PER_NAME

PASSWORD = "correct horse battery staple"
NEW = "a wholly new password"
CHANGE = {"old": PASSWORD, "password": NEW, "again": NEW}


def test_the_page_shows_who_one_is_and_where_one_is_logged_in(site):
    with site.logged_in("analyst") as browser:
        text = browser.get("/account").text
    assert "alpha-analyst" in text
    assert "Analyst" in text
    assert "Firefox" in text
    assert "192.0.2.1" in text


def test_a_changed_password_ends_the_other_log_ins(site):
    site.keep_password()
    with site.logged_in() as here, site.logged_in() as there:
        assert here.post("/account/password", data=CHANGE).status_code == 303
        assert here.get("/account").status_code == 200
        assert there.get("/account").status_code == 303
    with site.browser() as browser:
        form = {"name": "alpha-reader", "password": NEW}
        assert browser.post("/log-in", data=form).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [{"old": "wrong"}, {"password": "short", "again": "short"}, {"again": "other"}],
    ids=str,
)
def test_a_wrong_change_changes_nothing(site, wrong):
    account = site.keep_password()
    kept = site.desk.accounts.credentials(account.id)
    with site.logged_in() as browser:
        assert browser.post("/account/password", data=CHANGE | wrong).status_code == 400
    assert site.desk.accounts.credentials(account.id) == kept


def test_the_present_password_cannot_be_guessed_from_a_found_browser(site):
    site.keep_password()
    with site.logged_in() as browser:
        for _ in range(PER_NAME):
            browser.post("/account/password", data=CHANGE | {"old": "wrong"})
        assert browser.post("/account/password", data=CHANGE).status_code == 429


def test_a_first_password_needs_a_fresh_log_in(site):
    with site.logged_in() as browser:
        site.now += timedelta(minutes=31)
        assert browser.post("/account/password", data=CHANGE).status_code == 403


@pytest.mark.parametrize(("told", "kept"), [("ja", "ja"), ("en", "en"), ("", ""), ("fr", "")])
def test_the_language_is_kept(site, told, kept):
    with site.logged_in() as browser:
        browser.post("/account/language", data={"language": told})
    assert site.desk.accounts.get("id-alpha-reader").language == kept


def test_one_ends_one_s_own_log_ins_only(site):
    with site.logged_in() as here, site.logged_in() as there, site.logged_in("analyst") as other:
        digests = {s.digest for s in site.desk.sessions.of("id-alpha-reader", site.now)}
        mine = site.desk.sessions.find(here.cookies["noroshi"], site.now)[0].digest
        (others,) = digests - {mine}
        foreign = site.desk.sessions.of("id-alpha-analyst", site.now)[0].digest
        assert here.post(f"/account/sessions/{foreign}/end").status_code == 404
        assert other.get("/account").status_code == 200
        assert here.post(f"/account/sessions/{others}/end").status_code == 303
        assert there.get("/account").status_code == 303


def test_all_other_log_ins_end_at_once(site):
    with site.logged_in() as here, site.logged_in() as there:
        here.post("/account/sessions/end")
        assert here.get("/account").status_code == 200
        assert there.get("/account").status_code == 303
