"""Code pages: nothing changes before an app's first code came back."""

import re
from datetime import timedelta

import pyotp


def offered(browser):
    text = browser.post("/account/code").text
    ticket = re.search(r'name="ticket" value="([^"]+)"', text).group(1)
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", text).group(1)
    return ticket, secret


def credentials(site):
    return site.desk.accounts.credentials("id-alpha-reader")


def test_the_first_code_turns_codes_on_and_is_used_up(site):
    with site.logged_in() as browser:
        ticket, secret = offered(browser)
        assert credentials(site).totp_secret is None
        form = {"ticket": ticket, "code": pyotp.TOTP(secret).at(site.now)}
        assert browser.post("/account/code/on", data=form).status_code == 303
        assert "A code is asked" in browser.get("/account").text
    assert credentials(site).totp_secret == secret
    assert credentials(site).totp_used_at is not None


def test_a_wrong_code_turns_nothing_on(site):
    with site.logged_in() as browser:
        ticket, secret = offered(browser)
        form = {"ticket": ticket, "code": "000000"}
        assert browser.post("/account/code/on", data=form).status_code == 400
        form["code"] = pyotp.TOTP(secret).at(site.now)
        assert browser.post("/account/code/on", data=form).status_code == 400
    assert credentials(site).totp_secret is None


def test_another_persons_ticket_does_not_count(site):
    with site.logged_in("analyst") as analyst, site.logged_in() as browser:
        ticket, secret = offered(analyst)
        form = {"ticket": ticket, "code": pyotp.TOTP(secret).at(site.now)}
        assert browser.post("/account/code/on", data=form).status_code == 400
    assert credentials(site).totp_secret is None


def test_turning_codes_on_or_off_needs_a_fresh_log_in(site):
    site.desk.accounts.keep_totp("id-alpha-reader", pyotp.random_base32())
    with site.logged_in() as browser:
        site.now += timedelta(minutes=31)
        assert browser.post("/account/code").status_code == 403
        assert browser.post("/account/code/off").status_code == 403
    assert credentials(site).totp_secret is not None
    with site.logged_in() as browser:
        assert browser.post("/account/code/off").status_code == 303
    assert credentials(site).totp_secret is None


def test_the_secret_is_offered_as_a_picture(site):
    with site.logged_in() as browser:
        page = browser.post("/account/code").text
    assert "<svg viewBox=" in page
    assert 'class="qr"' in page
    assert "<script" not in page.split('class="qr"')[1].split("</svg>")[0]
