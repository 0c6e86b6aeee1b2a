"""Person: somebody with a browser, not a program; recent for half an hour."""

from datetime import timedelta

import pytest
from litestar.exceptions import PermissionDeniedException

from noroshi.console.access.callers import caller_of_person
from noroshi.console.access.person import RECENT, Person
from noroshi.testing.members import make_account


def test_an_old_log_in_is_told_to_begin_anew(site):
    account = make_account("reader")
    secret = site.desk.sessions.begin(account.id, site.now, user_agent="", address="")
    session, _ = site.desk.sessions.find(secret, site.now)
    caller = caller_of_person(account)
    Person(account, session, caller, recent=True).require_recent()
    with pytest.raises(PermissionDeniedException, match="log out and in"):
        Person(account, session, caller, recent=False).require_recent()


def test_the_page_tells_when_a_log_in_is_old(site):
    with site.logged_in() as browser:
        assert "older than half an hour" not in browser.get("/account").text
        site.now += RECENT + timedelta(seconds=1)
        assert "older than half an hour" in browser.get("/account").text
