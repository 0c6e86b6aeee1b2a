"""Showing the programme: rounds, operators and curves as the home holds them."""

import pytest

from noroshi.jobs.iot.showing_programme import Round, curves_of, operators_of
from noroshi.spine.store import Store
from noroshi.testing.desks import add_operator
from noroshi.testing.devices import SEEN, one_device
from noroshi.testing.followed import open_followed
from noroshi.testing.lines import OPERATOR, OperatorHome


@pytest.fixture
def store(tmp_path):
    made = OperatorHome(tmp_path / "home")
    with Store.open(made.home.state) as opened:
        open_followed(opened)
        yield opened


def test_operators_that_meet_servers_come_first(store):
    devices = [one_device("1", "beta", servers=1), one_device("2", "alpha"), one_device("3", "")]
    add_operator(store.database, "beta")
    rows = operators_of(store, devices, None)
    assert [(one.operator, one.weak, one.meeting) for one in rows] == [
        ("beta", 1, 1),
        ("alpha", 1, 0),
    ]
    cases = rows[1].cases
    assert (cases.told, cases.fixed_told, cases.control, cases.fixed_control) == (12, 10, 12, 2)
    assert [one.operator for one in operators_of(store, devices, "alpha")] == ["alpha"]


def test_curves_by_arm_have_a_control_and_by_operator_none(store):
    by_arm = {one.group: one for one in curves_of(store, "arm", OPERATOR)}
    assert by_arm["none"].against_control is None
    assert by_arm["letter"].against_control.z > 0
    (whole,) = curves_of(store, "operator", None)
    assert (whole.curve.number, whole.curve.ended, whole.against_control) == (24, 12, None)


def test_a_round_without_targets_is_not_begun():
    empty = Round(scope="s", name="1", targets=0, settled=0, sent=0, answered=0, reason="", at=SEEN)
    assert empty.share == 0
