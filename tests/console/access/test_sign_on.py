"""Sign-on: with a provider that runs; only the browser that began comes back."""

from contextlib import suppress
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest

BACK = "/log-in/sign-on/back"


@pytest.fixture
def site(make_site, identity):
    made = make_site(
        f'[access]\noidc_issuer = "{identity.issuer}"\noidc_client_id = "hub"\n'
        'oidc_networks = ["127.0.0.0/8"]\n'
    )
    made.desk.accounts.link("id-alpha-reader", f"{identity.issuer}#hanako")
    return made


class Stay(HTTPRedirectHandler):
    """Says where it would go."""

    def redirect_request(self, request, fp, code, msg, headers, newurl):
        self.where = newurl


def at_the_provider(url):
    """What the provider tells the browser: the path to come back to."""
    stay = Stay()
    with suppress(OSError):
        build_opener(stay).open(url)
    went = urlsplit(stay.where)
    return f"{went.path}?{went.query}"


def begin(browser, path="/log-in/sign-on?next=/account", **headers):
    answer = browser.get(path, headers=headers)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_linked_person_is_let_in(site):
    with site.browser() as browser:
        answer = browser.get(at_the_provider(begin(browser)))
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
        assert "alpha-reader" in browser.get("/account").text


@pytest.mark.parametrize("subject", ["taro", ""])
def test_somebody_who_is_not_linked_is_not(site, identity, subject):
    identity.subject = subject
    with site.browser() as browser:
        answer = browser.get(at_the_provider(begin(browser)))
        assert answer.headers["Location"] == "/log-in?error=sign-on"
        assert browser.get("/account").status_code == 303


def test_the_disabled_stay_out(site):
    site.desk.accounts.disable("id-alpha-reader", site.now)
    with site.browser() as browser:
        answer = browser.get(at_the_provider(begin(browser)))
        assert answer.headers["Location"] == "/log-in?error=sign-on"


def test_another_browser_cannot_come_back(site):
    with site.browser() as browser, site.browser() as other:
        back = at_the_provider(begin(browser))
        assert other.get(back).headers["Location"] == "/log-in?error=sign-on"
        begin(other)
        assert other.get(back).headers["Location"] == "/log-in?error=sign-on"


def test_one_comes_back_once(site):
    with site.browser() as browser:
        back = at_the_provider(begin(browser))
        assert browser.get(back).headers["Location"] == "/account"
        assert browser.get(back).headers["Location"] == "/log-in?error=sign-on"


def test_one_comes_back_in_time(site, identity):
    with site.browser() as browser:
        back = at_the_provider(begin(browser))
        site.now += timedelta(minutes=11)
        assert browser.get(back).headers["Location"] == "/log-in?error=sign-on"


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x", "?state=x"])
def test_half_an_answer_lets_nobody_in(site, query):
    with site.browser() as browser:
        begin(browser)
        assert browser.get(BACK + query).headers["Location"] == "/log-in?error=sign-on"


def test_a_provider_that_is_away_is_told(site, identity):
    identity.discovery = {"issuer": "https://another.example"}
    with site.browser() as browser:
        assert begin(browser).startswith("/log-in?error=sign-on")


def test_nothing_secret_travels_through_the_address(site):
    with site.browser() as browser:
        asked = parse_qs(urlsplit(begin(browser)).query)
        ticket = browser.cookies["noroshi-ticket"]
    assert ticket not in str(asked)


def test_a_person_links_his_own_identity(site, identity):
    identity.subject = "jiro"
    with site.logged_in("analyst") as browser:
        url = begin(browser, "/account/identity", **{"Sec-Fetch-Site": "same-origin"})
        answer = browser.get(at_the_provider(url))
        assert answer.headers["Location"] == "/account?done=linked"
        assert site.desk.accounts.of_subject(f"{identity.issuer}#jiro").name == "alpha-analyst"
        assert browser.post("/account/identity/unlink").status_code == 303
    assert site.desk.accounts.of_subject(f"{identity.issuer}#jiro") is None


def test_an_identity_is_linked_once(site):
    with site.logged_in("analyst") as browser:
        url = begin(browser, "/account/identity", **{"Sec-Fetch-Site": "same-origin"})
        assert browser.get(at_the_provider(url)).headers["Location"] == "/log-in?error=sign-on"


def test_linking_begins_on_the_account_page_after_a_fresh_log_in(site):
    with site.logged_in("analyst") as browser:
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert browser.get("/account/identity", headers=headers).status_code == 403
        site.now += timedelta(minutes=31)
        headers = {"Sec-Fetch-Site": "same-origin"}
        assert browser.get("/account/identity", headers=headers).status_code == 403


def test_who_logged_out_meanwhile_links_nothing(site, identity):
    identity.subject = "jiro"
    with site.logged_in("analyst") as browser:
        url = begin(browser, "/account/identity", **{"Sec-Fetch-Site": "same-origin"})
        browser.post("/log-out")
        browser.get(at_the_provider(url))
    assert site.desk.accounts.of_subject(f"{identity.issuer}#jiro") is None


def test_a_hub_without_provider_has_no_such_page(make_site):
    with make_site().browser() as browser:
        assert browser.get("/log-in/sign-on").status_code == 404
        assert "sign-on" not in browser.get("/log-in").text
