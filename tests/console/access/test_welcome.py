"""Welcome: a link sets a password once; looking at it does not use it up."""

import pytest

NEW = "a wholly new password"
FORM = {"password": NEW, "again": NEW}


@pytest.fixture
def path(site):
    return f"/welcome/{site.desk.invitations.make('id-alpha-reader', site.now)}"


def test_the_link_sets_the_password_and_then_is_gone(site, path):
    with site.browser() as browser:
        assert "alpha-reader" in browser.get(path).text
        assert browser.get(path).status_code == 200
        assert browser.post(path, data=FORM).headers["Location"] == "/log-in?done=welcome"
        assert browser.post(path, data=FORM).status_code == 404
        assert browser.get(path).status_code == 404
        form = {"name": "alpha-reader", "password": NEW}
        assert browser.post("/log-in", data=form).status_code == 303
    assert site.acts()[0] == ("user:alpha-reader", "password.set", "user:alpha-reader")


@pytest.mark.parametrize(
    "form", [{"password": "short", "again": "short"}, FORM | {"again": "other"}, {}]
)
def test_a_bad_password_does_not_use_the_link_up(site, path, form):
    with site.browser() as browser:
        assert browser.post(path, data=form or None).status_code == 400
        assert browser.post(path, data=FORM).status_code == 303


def test_a_forgotten_password_ends_older_log_ins(site, path):
    with site.logged_in() as other, site.browser() as browser:
        assert other.get("/account").status_code == 200
        browser.post(path, data=FORM)
        assert other.get("/account").status_code == 303


def test_a_link_does_not_pass_the_second_factor(site, path):
    site.desk.accounts.keep_totp("id-alpha-reader", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    with site.browser() as browser:
        answer = browser.post(path, data=FORM)
        assert "set-cookie" not in answer.headers
        form = {"name": "alpha-reader", "password": NEW}
        assert browser.post("/log-in", data=form).status_code == 401


def test_guessed_links_lead_nowhere(site):
    with site.browser() as browser:
        assert browser.get("/welcome/guessed").status_code == 404
        assert browser.post("/welcome/guessed", data=FORM).status_code == 404
