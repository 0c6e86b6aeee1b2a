"""Resurveying: looks by the clock, on loopback, inside a signed scope and nowhere else."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.iot.survey import runner
from noroshi.jobs.iot.opting_out import opt_out
from noroshi.jobs.iot.resurveying import due_operators, resurvey_job
from noroshi.jobs.iot.survey_place import scope_at
from noroshi.jobs.iot.surveying import asked_addresses
from noroshi.jobs.iot.telling_lines import tell_lines
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError, SourceError
from noroshi.spine.model.line_case import LineState
from noroshi.spine.store import Store
from noroshi.testing.lines import BY, OPERATOR, PURPOSE, SETTINGS, OperatorHome, weak_row
from noroshi.testing.surveys import Devices, signed_scope

NOW = datetime.now(UTC).replace(microsecond=0)
TOLD = NOW - timedelta(days=7, hours=1)
SEEN = TOLD - timedelta(days=1)


@pytest.fixture
def devices():
    with Devices() as made:
        yield made


class Desk:
    """An operator with a reflector on each of some lines, told a week ago."""

    def __init__(self, folder, addresses, **more):
        self.own = OperatorHome(folder / "home")
        self.home = self.own.home
        lines = [f"{one},{SEEN - timedelta(days=30):%Y-%m-%dT%H:%M:%SZ},,line-{one}" for one in addresses]  # fmt: skip
        self.own.log.write_text("\n".join(["address,start,end,subscriber", *lines, ""]))
        row = {"port": 5683, "protocol": "coap", "device": ""} | more
        self.own.opened(*(weak_row(0, SEEN, id=one, address=one, **row) for one in addresses), at=TOLD)  # fmt: skip
        with Store.open(self.home.state) as store:
            tell_lines(
                self.home, store, folder / "out", operator_id=OPERATOR, by=BY, purpose=PURPOSE,
                at=TOLD,
            )  # fmt: skip

    def scoped(self, devices, **changes):
        asked = {"probes": [{"probe": "coap", "ports": [5683]}]}
        self.scope = signed_scope(self.home, devices, **asked | changes)
        told = f'look_scope = "{self.scope.name}"\nlook_logs = ["*.csv"]\n'
        self.home.settings_file.write_text(SETTINGS + told, encoding="utf-8")
        return self

    def turn(self, at=NOW):
        home = Home(self.home.path)
        with Store.open(home.state) as store:
            return resurvey_job(home, store, at)

    def states(self):
        return {case.exposures[0]["address"]: case.state for case in self.own.cases()}

    def asked(self):
        scope = scope_at(self.scope)
        rounds = sorted(path.parent.name for path in self.home.surveys.glob("*/*/plan.json"))
        return [asked_addresses(self.home, scope, name) for name in rounds]

    def audit(self):
        lines = [json.loads(line) for path in sorted(self.home.path.rglob("audit*.jsonl")) for line in path.read_text().splitlines()]  # fmt: skip
        return [line["action"] for line in lines if "action" in line]


def test_a_due_device_that_answers_well_is_mended(tmp_path, devices):
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices)
    assert desk.turn() == {"due": 1, "asked": 1, "looked": 1, "fixed": 1}
    assert desk.states() == {devices.alive[0]: LineState.FIXED}
    assert desk.asked() == [devices.alive[:1]]
    assert desk.turn() == {"due": 0}
    assert not Home(desk.home.path).resurvey_file.exists()


def test_without_a_scope_nothing_is_asked_and_the_due_are_counted(tmp_path, devices):
    desk = Desk(tmp_path, devices.alive[:1])
    assert desk.turn() == {"due": 1}
    assert devices.heard[5683] == []
    with Store.open(desk.home.state) as store:
        assert due_operators(store, NOW) == {OPERATOR: 1}


def test_what_the_scope_does_not_cover_stays_due_and_is_never_asked(tmp_path, devices):
    outside = "127.9.9.9"
    desk = Desk(tmp_path, [devices.alive[0], outside]).scoped(devices)
    assert desk.turn()["looked"] == 1
    assert desk.states() == {devices.alive[0]: LineState.FIXED, outside: LineState.NOTIFIED}
    assert desk.asked() == [devices.alive[:1]]
    assert desk.turn() == {"due": 1}
    assert desk.asked() == [devices.alive[:1]]


def test_an_opt_out_holds_for_the_clock_too(tmp_path, devices):
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices)
    with Store.open(desk.home.state) as store:
        opt_out(store, devices.alive[0], by="self", note="", at=NOW)
    assert desk.turn() == {"due": 1}
    assert devices.heard[5683] == []


@pytest.mark.parametrize("kind", ["weak-credential", "infected"])
def test_what_answers_cannot_settle_is_left_to_a_person(tmp_path, devices, kind):
    desk = Desk(tmp_path, devices.alive[:1], kind=kind).scoped(devices)
    assert desk.turn() == {"due": 1}
    assert desk.states() == {devices.alive[0]: LineState.NOTIFIED}


def test_outside_the_hours_of_the_scope_it_waits(tmp_path, devices):
    closed = {"start": "00:00", "end": "24:00", "utc_offset": "+00:00"}
    closed |= {"start": "12:00", "end": "12:01"} if NOW.hour != 12 else {"end": "00:01"}
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices, hours=closed)
    assert desk.turn() == {"due": 1}
    assert devices.heard[5683] == []


def test_a_scope_that_is_over_is_refused(tmp_path, devices):
    over = {"start": NOW - timedelta(days=2), "end": NOW - timedelta(hours=1)}
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices, valid=over)
    with pytest.raises(ConfigError, match="does not hold"):
        desk.turn()
    assert devices.heard[5683] == []


def test_old_session_logs_are_refused(tmp_path, devices):
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices)
    old = (NOW - timedelta(days=2)).timestamp()
    os.utime(desk.own.log, (old, old))
    with pytest.raises(ConfigError, match="newest session log"):
        desk.turn()


def test_a_round_that_was_cut_off_is_gone_on_with(tmp_path, devices, monkeypatch):
    desk = Desk(tmp_path, devices.alive).scoped(devices)
    with monkeypatch.context() as patch:
        patch.setattr(runner, "write_part", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.turn()
    assert desk.states() == dict.fromkeys(devices.alive, LineState.NOTIFIED)
    assert desk.turn(NOW + timedelta(minutes=5))["looked"] == 2
    assert len(desk.asked()) == 1
    assert desk.states() == dict.fromkeys(devices.alive, LineState.FIXED)


def test_a_round_of_a_scope_that_was_replaced_is_begun_anew(tmp_path, devices, monkeypatch):
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices)
    with monkeypatch.context() as patch:
        patch.setattr(runner, "write_part", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.turn()
    desk.scoped(devices, retention_days=30)
    assert desk.turn(NOW + timedelta(minutes=5))["fixed"] == 1


def test_a_stopped_round_stays_stopped(tmp_path, devices, monkeypatch):
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices)
    with monkeypatch.context() as patch:
        patch.setattr(runner, "write_part", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.turn()
    (plan,) = desk.home.surveys.glob("*/*/plan.json")
    (plan.parent / "stop").touch()
    with pytest.raises(ConfigError, match="was stopped"):
        desk.turn(NOW + timedelta(minutes=5))


def test_a_round_whose_addresses_are_gone_never_becomes_the_whole_scope(
    tmp_path, devices, monkeypatch
):
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices)
    with monkeypatch.context() as patch:
        patch.setattr(runner, "write_part", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.turn()
    heard = len(devices.heard[5683])
    (plan,) = desk.home.surveys.glob("*/*/plan.json")
    (plan.parent / "chosen.txt").unlink()
    with pytest.raises(SourceError, match="asked anew"):
        desk.turn(NOW + timedelta(minutes=5))
    (plan.parent / "chosen.txt").write_text("127.0.0.1\n")
    with pytest.raises((ConfigError, InputError)):
        desk.turn(NOW + timedelta(minutes=6))
    assert len(devices.heard[5683]) == heard


def test_begin_and_end_stand_in_the_audit(tmp_path, devices):
    desk = Desk(tmp_path, devices.alive[:1]).scoped(devices)
    desk.turn()
    told = desk.audit()
    wanted = ["iot.cases.due", "iot.resurvey.begin", "survey.begin", "survey.end", "iot.resurvey.end"]  # fmt: skip
    assert [one for one in told if one in wanted] == wanted
