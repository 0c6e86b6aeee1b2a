"""The doctor sees what is wrong and says what to do, in both languages."""

from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.house import diagnosing
from noroshi.jobs.house.auditing import add_checkpoint, trail_of
from noroshi.jobs.house.diagnosing import State, diagnose
from noroshi.jobs.iot.telling_lines import tell_lines
from noroshi.jobs.zone.status import note_failed, note_fed
from noroshi.spine.home import Home, read_or_make_key
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.runs import Runs
from noroshi.testing.changes import make_change
from noroshi.testing.lakes import START, plain_flows, write_file
from noroshi.testing.lines import BY, DRAWN, OPERATOR, PURPOSE, OperatorHome, weak_row

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def roomy(monkeypatch):
    monkeypatch.setattr(diagnosing.shutil, "disk_usage", lambda _: Usage(100, 50, 50))


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    Store.open(home.state).close()
    write_file(home.flows, plain_flows([START]), "a")
    read_or_make_key(home.pseudonym_key_file, 32)
    trail_of(home, lambda: AT).note("system", "hub.start")
    add_checkpoint(home, AT)
    return home


def seen(home, at=AT):
    return {one.part: one for one in diagnose(Home(home.path), at)}


def only_unwell(home, part, at=AT):
    found = seen(home, at)
    assert [name for name, one in found.items() if one.state is not State.WELL] == [part]
    assert found[part].advice is not None
    return found[part]


def test_a_well_home_has_nothing_to_do(home):
    found = seen(home)
    assert set(found) == {
        "settings", "clock", "disk", "secrets", "database", "jobs", "audit", "lake",
    }  # fmt: skip
    assert [one for one in found.values() if one.state is not State.WELL or one.advice] == []


def test_a_wrong_setting_is_named_and_the_rest_looked_at(home):
    home.settings_file.write_text("[c2]\nthreshhold = 1\n")
    found = seen(home)
    assert "c2.threshhold" in found["settings"].found.en
    assert found["audit"].state is State.WELL
    assert "database" not in found


def test_a_wrong_clock_is_seen(home):
    assert only_unwell(home, "clock", AT - timedelta(days=4000)).state is State.UNWELL


@pytest.mark.parametrize(("free", "state"), [(9, State.WATCH), (2, State.UNWELL)])
def test_a_full_disk_is_seen(home, monkeypatch, free, state):
    monkeypatch.setattr(diagnosing.shutil, "disk_usage", lambda _: Usage(100, 100 - free, free))
    assert only_unwell(home, "disk").state is state


def test_an_open_key_is_named(home):
    (home.path / "secrets" / "other.key").write_text("x")
    (home.path / "secrets" / "other.key").chmod(0o640)
    assert "secrets/other.key" in only_unwell(home, "secrets").found.en


def test_a_damaged_database_is_seen(home):
    octets = bytearray(home.state_file.read_bytes())
    octets[8192:60_000] = b"x" * (60_000 - 8192)
    home.state_file.write_bytes(octets)
    assert seen(home)["database"].state is State.UNWELL


def test_a_failed_job_is_named(home):
    with Store.open(home.state) as store:
        Runs(store.database).note(
            "lake-tidy", started_at=AT, ended_at=AT, outcome="failed: disk", counts={}
        )
    assert "lake-tidy: failed: disk" in only_unwell(home, "jobs").found.en


def test_a_changed_and_a_late_audit_are_seen(home):
    trail_of(home, lambda: AT).note("system", "hub.stop")
    assert seen(home)["audit"].state is State.WELL
    assert only_unwell(home, "audit", AT + timedelta(hours=3)).state is State.WATCH
    home.audit_file.write_bytes(home.audit_file.read_bytes().replace(b"stop", b"step"))
    assert only_unwell(home, "audit").state is State.UNWELL


def test_a_damaged_file_of_the_lake_is_named(home):
    [file] = home.flows.rglob("*.parquet")
    file.write_bytes(b"damaged")
    assert file.name in only_unwell(home, "lake").found.en


def test_an_as_table_that_cannot_be_read_is_told(home):
    home.settings_file.write_text('[iot]\nas_table = "as.csv"\n')
    assert "as.csv" in only_unwell(home, "as-table").found.en
    (home.path / "as.csv").write_text("192.0.2.0,192.0.2.255,64500,North\n")
    assert "1 ranges" in seen(home)["as-table"].found.en


@pytest.fixture
def zone_home(home):
    home.settings_file.write_text('[zone]\nname = "rpz.example"\n')
    return Home(home.path)


def feed(home, sequence, at):
    note_fed(home, zone="rpz.example", serial=77, sequence=sequence, at=at)


def test_a_zone_that_was_never_fed_is_told(zone_home):
    assert only_unwell(zone_home, "zone").state is State.WATCH


def test_a_zone_that_follows_is_well(zone_home):
    feed(zone_home, 0, AT)
    found = seen(zone_home)["zone"]
    assert (found.state, found.advice) == (State.WELL, None)
    assert "serial 77" in found.found.en


def test_a_zone_whose_feeding_failed_says_why(zone_home):
    feed(zone_home, 0, AT)
    note_failed(zone_home, "the primary sleeps", AT)
    found = only_unwell(zone_home, "zone")
    assert found.state is State.WATCH
    assert "the primary sleeps" in found.found.en


def test_a_zone_that_lags_behind_is_unwell(zone_home):
    with Store.open(zone_home.state) as store:
        SharedList(store.database).publish([make_change()], AT - timedelta(minutes=2))
    feed(zone_home, 0, AT)
    found = only_unwell(zone_home, "zone")
    assert found.state is State.UNWELL
    assert "1 changes behind (120 s)" in found.found.en


def test_told_devices_that_are_due_are_told_with_what_to_do(tmp_path):
    desk = OperatorHome(tmp_path / "desk")
    desk.opened(weak_row(1), weak_row(2))
    with Store.open(desk.home.state) as store:
        tell_lines(
            desk.home, store, tmp_path / "out", operator_id=OPERATOR, by=BY, purpose=PURPOSE,
            at=DRAWN,
        )  # fmt: skip
    assert "looks" not in seen(desk.home, DRAWN)
    late = DRAWN + timedelta(days=7, hours=1)
    by_hand = seen(desk.home, late)["looks"]
    assert "2 told devices are due" in by_hand.found.en
    assert "iot cases due" in by_hand.advice.en
    assert "2 台" in by_hand.found.ja
    desk.home.settings_file.write_text('[desk]\nlook_scope = "scope.json"\n')
    assert "looks" not in seen(desk.home, late)
    assert "iot-resurvey" in seen(desk.home, late + timedelta(days=1))["looks"].advice.en
