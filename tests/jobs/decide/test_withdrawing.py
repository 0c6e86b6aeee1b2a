"""Withdrawing: at once, once, with words that may leave; restoring what was suspended."""

import json
from datetime import timedelta

import pytest

from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.jobs.decide.withdrawing import restore, withdraw
from noroshi.jobs.share.publishing import publish
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, SourceError, Standing, Verdict
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

NOW = HOUR.end


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text("[share]\nmade_data = true\n")
    return home


@pytest.fixture
def store(home):
    with Store.open(home.state_file) as opened:
        run = opened.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
        opened.replace_findings(run, [make_finding()], kind="c2-server", window=HOUR)
        publish(home, opened, NOW)
        yield opened


@pytest.fixture
def name(store):
    (one,) = SharedList(store.database).entries(Choice(), limit=2)
    return one.indicator.id


def test_an_entry_is_taken_back_and_its_finding_dropped(store, name):
    done = withdraw(store, name, by="user:hanako", reason="a scanner of ours", at=NOW)
    assert (done.standing, done.indicator.revoked) == (Standing.WITHDRAWN, True)
    assert done.reason.en == "Withdrawn: a scanner of ours"
    last = store.decisions()[-1]
    assert (last.verdict, last.by) == (Verdict.DROP, "user:hanako")


def test_a_second_time_changes_nothing(store, name):
    first = withdraw(store, name, by="user:hanako", reason="wrong", at=NOW)
    count = len(store.decisions())
    assert withdraw(store, name, by="user:hanako", reason="wrong", at=NOW) == first
    assert len(store.decisions()) == count


def test_no_other_address_leaves_with_the_reason(store, name):
    done = withdraw(store, name, by="user:hanako", reason="100.64.7.7 said so", at=NOW)
    assert "100.64" not in done.reason.en + done.reason.ja


def test_an_unknown_entry_is_told(store):
    with pytest.raises(InputError, match="no entry"):
        withdraw(store, "nothing", by="user:hanako", reason="wrong", at=NOW)


def test_it_gives_up_when_others_keep_changing_it(store, name, monkeypatch):
    monkeypatch.setattr(SharedList, "publish", lambda *_, **__: [])
    with pytest.raises(SourceError, match="try again"):
        withdraw(store, name, by="user:hanako", reason="wrong", at=NOW)


def suspend(store, name):
    report_wrong(store, name, by="operator:north", why="ours", at=NOW)


def test_a_suspended_entry_can_hold_again(home, store, name):
    suspend(store, name)
    done = restore(home, store, name, by="user:taro", reason="looked at it", at=NOW)
    assert (done.standing, done.indicator.revoked) == (Standing.LIVE, False)
    assert publish(home, store, NOW).unchanged == 1


def test_what_ended_or_takes_two_is_not_restored_by_one(home, store, name):
    suspend(store, name)
    with pytest.raises(InputError, match="ended"):
        restore(home, store, name, by="user:taro", reason="sure", at=NOW + timedelta(days=30))
    listed = {"name": "Own", "type": "cidr", "list": ["192.0.2.0/28"]}
    (home.warning_lists / "own.json").write_text(json.dumps(listed))
    with pytest.raises(InputError, match="2 approvals"):
        restore(home, store, name, by="user:taro", reason="sure", at=NOW)


def test_what_may_not_leave_is_not_restored(home, store, name, tmp_path):
    suspend(store, name)
    other = Home(tmp_path / "other").create()
    with pytest.raises(InputError, match="may not leave"):
        restore(other, store, name, by="user:taro", reason="sure", at=NOW)
