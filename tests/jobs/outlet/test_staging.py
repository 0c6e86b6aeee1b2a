"""Staging: one step at a time, no shut gate without a reason, and a withdrawal at once."""

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.outlet.staging import note_touched, resume, stages, take_step, withdraw
from noroshi.spine.home import Home
from noroshi.spine.home.acts import Touched, read_acts
from noroshi.spine.model import Act, ConfigError, Outlet

from .conftest import AT, HOURS

BY = "user:hanako"


def act_of(home, outlet=Outlet.FLOWSPEC):
    return read_acts(home)[outlet].act


def touched(at, collateral=0):
    return Touched(at=at, routes=3, clients=2, octets=1_000, collateral=collateral)


def test_nobody_said_anything_yet(home):
    assert {one.subject: one.step for one in stages(home, AT)} == {
        "rpz": "block",
        "flowspec": "off",
        "rtbh": "off",
    }


def test_the_whole_way_with_its_gates(home):
    take_step(home, Outlet.FLOWSPEC, Act.LOG, by=BY, at=AT)
    with pytest.raises(ConfigError, match="stays at this step for 24 hours"):
        take_step(home, Outlet.FLOWSPEC, Act.REDIRECT, by=BY, at=AT + HOURS)
    later = AT + 25 * HOURS
    with pytest.raises(ConfigError, match="run: noroshi readiness outlet simulate flowspec"):
        take_step(home, Outlet.FLOWSPEC, Act.REDIRECT, by=BY, at=later)
    note_touched(home, Outlet.FLOWSPEC, touched(later, collateral=500))
    with pytest.raises(ConfigError, match=r"33.33% of the touched traffic belongs to others"):
        take_step(home, Outlet.FLOWSPEC, Act.REDIRECT, by=BY, at=later)
    note_touched(home, Outlet.FLOWSPEC, touched(later, collateral=5))
    stage = take_step(home, Outlet.FLOWSPEC, Act.REDIRECT, by=BY, at=later)
    assert (stage.step, stage.following, stage.is_open) == ("redirect", "block", False)
    assert stage.publish == "noroshi readiness outlet stage flowspec block"
    assert read_acts(home)[Outlet.FLOWSPEC].touched is None


def test_no_step_is_jumped(home):
    with pytest.raises(ConfigError, match="does off; the next step is log"):
        take_step(home, Outlet.RTBH, Act.BLOCK, by=BY, at=AT, because="now")


def test_a_shut_gate_is_passed_for_a_reason_that_is_kept(home):
    take_step(home, Outlet.FLOWSPEC, Act.LOG, by=BY, at=AT)
    take_step(home, Outlet.FLOWSPEC, Act.REDIRECT, by=BY, at=AT, because="an attack runs")
    line = next(iter(trail_of(home, lambda: AT).newest()))
    assert (line.by, line.action, line.target) == (BY, "outlet.stage", "flowspec")
    assert line.detail == {"from": "log", "to": "redirect", "because": "an attack runs"}


def test_a_step_back_needs_no_gate(home):
    take_step(home, Outlet.RPZ, Act.LOG, by=BY, at=AT)
    assert act_of(home, Outlet.RPZ) is Act.LOG


def test_nothing_is_redirected_to_nowhere(tmp_path):
    home = Home(tmp_path / "bare").create()
    take_step(home, Outlet.FLOWSPEC, Act.LOG, by=BY, at=AT)
    with pytest.raises(ConfigError, match=r"set \[outlet\] redirect_target"):
        take_step(home, Outlet.FLOWSPEC, Act.REDIRECT, by=BY, at=AT, because="x")
    with pytest.raises(ConfigError, match=r"set \[outlet\] sinkhole_name"):
        take_step(home, Outlet.RPZ, Act.REDIRECT, by=BY, at=AT)
    assert act_of(home) is Act.LOG


def test_a_withdrawal_stops_all_and_is_taken_back(home):
    take_step(home, Outlet.FLOWSPEC, Act.LOG, by=BY, at=AT)
    assert withdraw(home, list(Outlet), by=BY, at=AT) == [Outlet.RPZ, Outlet.FLOWSPEC]
    assert {act_of(home, one) for one in Outlet} == {Act.OFF}
    assert withdraw(home, list(Outlet), by=BY, at=AT) == []
    assert resume(home, list(Outlet), by=BY, at=AT) == [Outlet.RPZ, Outlet.FLOWSPEC]
    assert (act_of(home, Outlet.RPZ), act_of(home)) == (Act.BLOCK, Act.LOG)
    actions = [line.action for line in trail_of(home, lambda: AT).newest()]
    assert actions[:4] == ["outlet.resume", "outlet.resume", "outlet.withdraw", "outlet.withdraw"]
