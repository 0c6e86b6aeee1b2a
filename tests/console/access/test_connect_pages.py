"""Connect pages: a token made there reads lists, is in every line, and in no later answer."""

import re


def test_a_token_is_made_and_filled_in_once(site):
    with site.logged_in("operator-admin") as browser:
        assert "nrs_YOUR_TOKEN" in browser.get("/connect").text
        page = browser.post("/connect", data={"collection": "c2-servers", "label": " resolver  1 "})
        assert page.headers["cache-control"] == "no-store"
        (secret,) = set(re.findall(r"nrs_[A-Za-z0-9_-]{43}", page.text))
        assert page.text.count(secret) > 5
        assert "nrs_YOUR_TOKEN" not in page.text
        assert secret not in browser.get("/connect").text
    token, _ = site.desk.tokens.find(secret, site.now)
    assert (token.label, {right.value for right in token.rights}) == ("resolver 1", {"lists.read"})
    with site.browser(Authorization=f"Bearer {secret}", Accept="application/json") as program:
        assert program.get("/api/v1/lists").status_code == 200
    assert site.acts()[0][1] == "token.issue"


def test_the_settings_bound_its_days(make_site):
    site = make_site("[access]\ntoken_days = 7")
    with site.logged_in("operator-admin") as browser:
        browser.post("/connect", data={})
    (token,) = site.desk.tokens.all()
    assert (token.expires_at - site.now).days == 7
    assert token.label == "connect"


def test_a_reader_makes_none(site):
    with site.logged_in("reader") as browser:
        assert browser.post("/connect", data={}).status_code == 403
