"""Headers: on every answer; strict transport over https only."""

import pytest

from noroshi.console.access.headers import HEADERS, HSTS


@pytest.mark.parametrize("path", ["/log-in", "/account", "/nothing", "/static/console.css", "/%00"])
def test_every_answer_bears_them(site, path):
    with site.browser() as browser:
        answer = browser.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Strict-Transport-Security" not in answer.headers


def test_https_stays_https(make_site):
    site = make_site('[hub]\npublic_url = "https://hub.example"')
    with site.browser() as browser:
        assert browser.get("/log-in").headers["Strict-Transport-Security"] == HSTS


def test_the_policy_allows_nothing_inline():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_pages_hold_nothing_inline(site):
    with site.logged_in("coordinator") as browser:
        for path in ("/account", "/users", "/tokens", "/log-in"):
            text = browser.get(path).text
            assert " style=" not in text
            assert "<style" not in text
            assert " onclick" not in text
            assert "<script>" not in text
