"""Token pages: a secret is shown once, works, and is taken back."""

import re
from datetime import timedelta

import pytest

FORM = {"label": "resolver", "days": "30", "rights": ["lists.read", "operators.own"]}


def issued(browser, **more):
    text = browser.post("/tokens", data=FORM | more).text
    found = re.search(r"<code>(nrs_[A-Za-z0-9_-]{43})</code>", text)
    return found.group(1) if found else None


def test_a_token_is_shown_once_and_taken_back(site):
    with site.logged_in("operator-admin") as browser:
        secret = issued(browser)
        assert secret not in browser.get("/tokens").text
        token, maker = site.desk.tokens.find(secret, site.now)
        assert (token.label, maker.name) == ("resolver", "alpha-operator-admin")
        assert browser.post(f"/tokens/{token.id}/revoke").status_code == 303
    assert site.desk.tokens.find(secret, site.now) is None
    assert [act for _, act, _ in site.acts()] == ["token.issue", "token.revoke"]


@pytest.mark.parametrize(
    "more",
    [
        {"rights": ["review"]},
        {"rights": []},
        {"rights": ["everything"]},
        {"days": "0"},
        {"days": "366"},
        {"label": " "},
        {"label": "x" * 81},
    ],
    ids=str,
)
def test_a_wrong_wish_makes_no_token(site, more):
    with site.logged_in("operator-admin") as browser:
        assert issued(browser, **more) is None
    assert site.desk.tokens.all() == []


def test_the_settings_bound_the_days(make_site):
    site = make_site("[access]\ntoken_days = 7")
    with site.logged_in("operator-admin") as browser:
        assert issued(browser, days="8") is None
        assert issued(browser, days="7")


def test_a_token_cannot_make_tokens_or_people(site):
    with site.logged_in("operator-admin") as browser:
        secret = issued(browser)
    with site.browser(Authorization=f"Bearer {secret}", Accept="application/json") as program:
        for path in ("/tokens", "/users", "/account"):
            assert program.get(path).status_code == 403
        assert program.post("/tokens", data=FORM).status_code == 403


def test_a_token_ends(site):
    with site.logged_in("operator-admin") as browser:
        secret = issued(browser)
        site.now += timedelta(days=30)
    assert site.desk.tokens.find(secret, site.now) is None


def test_tokens_of_others_are_not_reached(site):
    with site.logged_in("operator-admin", "beta") as browser:
        issued(browser)
    (token,) = site.desk.tokens.all()
    with site.logged_in("operator-admin") as browser:
        assert browser.post(f"/tokens/{token.id}/revoke").status_code == 404
        assert token.prefix not in browser.get("/tokens").text
    assert site.desk.tokens.get(token.id).revoked_at is None


def test_one_right_alone_is_enough(site):
    with site.logged_in("operator-admin") as browser:
        assert issued(browser, rights="lists.read")
