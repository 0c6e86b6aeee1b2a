"""Same origin: what browsers say decides; what says nothing is refused."""

import pytest

HERE, EVIL = "http://hub.example", "https://evil.example"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": HERE}, 303),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": EVIL}, 403),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": HERE, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": HERE, "Sec-Fetch-Site": "none"}, 403),
        ({"Origin": HERE + ".evil.example"}, 403),
    ],
    ids=str,
)
def test_a_change_comes_from_the_hubs_own_page(site, headers, status):
    with site.logged_in() as browser:
        answer = browser.post("/account/language", data={"language": "ja"}, headers=headers)
    assert answer.status_code == status


def test_a_change_that_does_not_say_from_where_is_refused(site):
    with site.logged_in() as browser:
        del browser.headers["Origin"]
        assert browser.post("/account/sessions/end").status_code == 403


def test_the_public_url_is_the_hubs_own_behind_a_proxy(make_site):
    site = make_site('[hub]\npublic_url = "http://public.example"')
    with site.logged_in() as browser:
        answer = browser.post("/account/sessions/end", headers={"Origin": "http://public.example"})
    assert answer.status_code == 303


def test_reading_needs_no_origin(site):
    with site.logged_in() as browser:
        assert browser.get("/account", headers={"Origin": EVIL}).status_code == 200


def test_a_program_with_a_token_needs_none_either(site):
    """No page of another site can make a browser send a token."""
    with site.browser(Accept="application/json", Authorization="Bearer none") as program:
        del program.headers["Origin"]
        assert program.post("/log-out").status_code == 401
