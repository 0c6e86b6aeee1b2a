"""Cookies: for this host alone over https, and never readable by scripts."""

import pytest

from noroshi.spine.model import Role
from noroshi.testing.members import make_account


@pytest.mark.parametrize(
    ("settings", "name", "secure"),
    [("", "noroshi", False), ('[hub]\npublic_url = "https://hub.example"', "__Host-noroshi", True)],
)
def test_the_cookie_fits_how_browsers_reach_the_hub(make_site, settings, name, secure):
    site = make_site(settings)
    site.keep_password()
    with site.browser() as browser:
        form = {"name": "alpha-reader", "password": "correct horse battery staple"}
        cookie = browser.post("/log-in", data=form).headers["set-cookie"]
    assert cookie.startswith(f"{name}=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "path=/", "samesite=lax"} <= parts
    assert ("secure" in parts) is secure
    assert not any(part.startswith(("domain", "max-age", "expires")) for part in parts)


def test_a_cookie_of_the_plain_name_does_not_count_over_https(make_site):
    site = make_site('[hub]\npublic_url = "https://hub.example"')
    with site.logged_in(Role.READER) as browser:
        assert browser.get("/account").status_code == 303
    account = make_account("reader")
    secret = site.desk.sessions.begin(account.id, site.now, user_agent="", address="")
    with site.browser() as browser:
        browser.cookies.set("__Host-noroshi", secret)
        assert browser.get("/account").status_code == 200
