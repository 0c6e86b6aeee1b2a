"""Users: made, appointed and shut out by those who may; links are shown once."""

import re

import pytest

from noroshi.spine.model import Role

NEW = {"name": "hanako", "role": "reader"}


def link_in(text):
    return re.search(r"<code>(http://hub\.example/welcome/[^<]+)</code>", text).group(1)


def test_an_administrator_adds_a_person_and_gets_a_link_once(site):
    with site.logged_in("operator-admin") as browser:
        answer = browser.post("/users", data=NEW | {"email": "hanako@alpha.example"})
        assert answer.status_code in {200, 201}
        path = link_in(answer.text).removeprefix("http://hub.example")
        assert browser.get(path).status_code == 200
        assert path not in browser.get("/users").text
    account = site.desk.accounts.named("hanako")
    assert (account.operator_id, account.role) == ("alpha", Role.READER)
    assert ("user:alpha-operator-admin", "user.add", "user:hanako") in site.acts()


@pytest.mark.parametrize(
    "more", [{"operator": "beta"}, {"role": "analyst"}, {"role": "coordinator"}, {"role": "king"}]
)
def test_he_cannot_make_more_than_he_is(site, more):
    with site.logged_in("operator-admin") as browser:
        assert browser.post("/users", data=NEW | more).status_code == 403
    assert site.desk.accounts.named("hanako") is None


@pytest.mark.parametrize(
    "more", [{"name": "alpha-reader"}, {"name": "a b"}, {"name": ""}, {"email": "x"}]
)
def test_wrong_values_make_nobody(site, more):
    with site.logged_in("coordinator") as browser:
        assert browser.post("/users", data=NEW | more).status_code == 400
    assert len(site.desk.accounts.all()) == 12


def test_a_coordinator_works_everywhere(site):
    with site.logged_in("coordinator") as browser:
        browser.post("/users", data=NEW | {"operator": "beta", "role": "coordinator"})
        assert "beta-reader" in browser.get("/users").text
    assert site.desk.accounts.named("hanako").operator_id == "beta"


def test_an_administrator_sees_his_own_people_only(site):
    with site.logged_in("operator-admin") as browser:
        text = browser.get("/users").text
    assert "alpha-reader" in text
    assert "beta-" not in text


def test_no_link_for_who_may_more(site):
    with site.logged_in("operator-admin") as browser:
        for role in ("analyst", "coordinator"):
            assert browser.post(f"/users/id-alpha-{role}/invite").status_code == 403


def test_a_new_role_holds_from_the_next_request(site):
    with site.logged_in("coordinator") as browser, site.logged_in("reader") as reader:
        assert reader.get("/users").status_code == 403
        form = {"role": "operator-admin"}
        assert browser.post("/users/id-alpha-reader/role", data=form).status_code == 303
        assert reader.get("/users").status_code == 200


def test_nobody_changes_or_disables_himself(site):
    with site.logged_in("coordinator") as browser:
        form = {"role": "reader"}
        assert browser.post("/users/id-alpha-coordinator/role", data=form).status_code == 403
        assert browser.post("/users/id-alpha-coordinator/disable").status_code == 403


def test_a_disabled_person_is_out_at_once_and_gets_no_link(site):
    with site.logged_in("operator-admin") as browser, site.logged_in("reader") as reader:
        assert browser.post("/users/id-alpha-reader/disable").status_code == 303
        assert reader.get("/account").status_code == 303
        assert browser.post("/users/id-alpha-reader/invite").status_code == 403
        assert browser.post("/users/id-alpha-reader/enable").status_code == 303
        assert browser.post("/users/id-alpha-reader/invite").status_code == 200


def test_names_are_shown_as_text(site):
    with site.logged_in("coordinator") as browser:
        answer = browser.post("/users", data=NEW | {"email": "<b>@x.example"})
        assert "<b>@" not in answer.text
