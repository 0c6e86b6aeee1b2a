"""Reporting wrong: suspended in one edition, counted for the member, told without addresses."""

import pytest

from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.jobs.decide.withdrawing import withdraw
from noroshi.jobs.share.publishing import publish
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, MemberRole, Operator, SightingKind, Standing
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

NOW = HOUR.end


@pytest.fixture
def store(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text("[share]\nmade_data = true\n")
    with Store.open(home.state_file) as opened:
        run = opened.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
        opened.replace_findings(run, [make_finding()], kind="c2-server", window=HOUR)
        publish(home, opened, NOW)
        member = Operator(id="north", name="North", role=MemberRole.SHARING, joined_at=MADE_AT)
        Operators(opened.database).add(member)
        yield opened


@pytest.fixture
def name(store):
    (one,) = SharedList(store.database).entries(Choice(), limit=2)
    return one.indicator.id


def test_one_report_suspends_in_one_edition(store, name):
    head = SharedList(store.database).head()
    done = report_wrong(store, name, by="operator:north", why="our own probe", at=NOW)
    assert (done.standing, done.by) == (Standing.SUSPENDED, "operator:north")
    assert done.indicator.revoked
    assert done.reason.en == "Reported wrong: our own probe"
    assert SharedList(store.database).head() == head + 1


def test_a_second_report_makes_no_edition(store, name):
    first = report_wrong(store, name, by="operator:north", why="ours", at=NOW)
    assert report_wrong(store, name, by="operator:south", why="ours, too", at=NOW) == first


def test_what_is_off_the_list_stays_off(store, name):
    withdraw(store, name, by="user:hanako", reason="wrong", at=NOW)
    done = report_wrong(store, name, by="operator:north", why="ours", at=NOW)
    assert done.standing is Standing.WITHDRAWN


def test_the_report_counts_once_a_day_for_the_member(store, name):
    for why in ("ours", "still ours"):
        report_wrong(store, name, by="operator:north", why=why, at=NOW, operator_id="north")
    (one,) = Sightings(store.database).of_indicator(name)
    assert (one.kind, one.count, one.note) == (SightingKind.FALSE_POSITIVE, 1, "still ours")


def test_no_other_address_leaves_with_the_report(store, name):
    done = report_wrong(store, name, by="operator:north", why="see 100.64.3.4", at=NOW)
    assert "100.64" not in done.reason.en + done.reason.ja


def test_an_unknown_entry_is_told(store):
    with pytest.raises(InputError, match="no entry"):
        report_wrong(store, "nothing", by="operator:north", why="ours", at=NOW)
