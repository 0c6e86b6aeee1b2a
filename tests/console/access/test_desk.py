"""Desk: the settings bound log-ins."""

from datetime import timedelta

import pytest


@pytest.mark.parametrize(("key", "unit"), [("idle_min = 5", 5), ("session_h = 1", 60)])
def test_log_ins_end_as_the_settings_say(make_site, key, unit):
    site = make_site(f"[access]\n{key}\n")
    with site.logged_in() as browser:
        site.now += timedelta(minutes=unit - 1)
        assert browser.get("/account").status_code == 200
        site.now += timedelta(minutes=unit if "idle" in key else 1)
        assert browser.get("/account").status_code == 303


def test_stores_are_made_once(site):
    assert site.desk.accounts is site.desk.accounts
    assert site.desk.operators.get("alpha")
