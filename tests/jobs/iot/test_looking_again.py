"""Looking again: the operator finds its lines, and what was seen becomes a state."""

import json
from datetime import timedelta

import pytest

from noroshi.jobs.iot.looking_again import JOB, due_addresses, take_looks
from noroshi.jobs.iot.telling_lines import tell_lines
from noroshi.spine.model.line_case import LineState
from noroshi.spine.store import Store
from noroshi.testing.lines import BY, DRAWN, OPERATOR, PURPOSE, OperatorHome, weak_row

WEEK = DRAWN + timedelta(days=7)


@pytest.fixture
def desk(tmp_path):
    made = OperatorHome(tmp_path / "home")
    made.opened(weak_row(1), weak_row(2), weak_row(3))
    with Store.open(made.home.state) as store:
        tell_lines(
            made.home, store, tmp_path / "out", operator_id=OPERATOR, by=BY, purpose=PURPOSE,
            at=DRAWN,
        )  # fmt: skip
    return made


def due(desk, at):
    with Store.open(desk.home.state) as store:
        return due_addresses(
            desk.home, store, [desk.log], operator_id=OPERATOR, by=BY, purpose=PURPOSE, at=at
        )


def look(desk, at, *rows, asked=("192.0.2.9", "192.0.2.2")):
    lines = [json.dumps(row).encode() for row in rows]
    with Store.open(desk.home.state) as store:
        return take_looks(
            desk.home, store, lines, [desk.log], asked=set(asked), operator_id=OPERATOR, by=BY,
            purpose=PURPOSE, at=at,
        )  # fmt: skip


def states(desk):
    return [case.state for case in desk.cases()]


def test_nothing_is_due_before_its_day(desk):
    assert due(desk, WEEK - timedelta(seconds=1)).cases == 0


def test_due_devices_are_looked_for_where_their_lines_are_now(desk):
    found = due(desk, WEEK)
    assert found.addresses == ["192.0.2.2", "192.0.2.9"]
    assert (found.cases, found.without_address) == (3, 1)


def test_a_device_is_known_at_its_new_address(desk):
    done = look(desk, WEEK, weak_row(9, WEEK, device="print-1"), weak_row(2, WEEK))
    assert dict(done.seen) == {"weak": 2, "no-line": 1}
    assert states(desk) == [LineState.NOTIFIED] * 3


def test_a_device_that_answers_well_is_mended(desk):
    done = look(desk, WEEK, weak_row(2, WEEK, kind=None))
    assert done.seen["mended"] == 1
    assert states(desk).count(LineState.FIXED) == 1


def test_silence_twice_is_mended_and_a_line_gone_twice_unreachable(desk):
    look(desk, WEEK)
    done = look(desk, WEEK + timedelta(days=7))
    assert dict(done.states) == {"fixed": 2, "unreachable": 1}


def test_what_nobody_asked_is_left_as_it_was(desk):
    done = look(desk, WEEK, asked=())
    assert dict(done.seen) == {"not-asked": 2, "no-line": 1}


def test_a_device_on_another_line_has_moved(desk):
    done = look(desk, WEEK, weak_row(2, WEEK, device="print-1"))
    assert done.seen["elsewhere"] == 1
    assert LineState.MOVED in states(desk)


def test_looks_are_recorded_for_the_figures(desk):
    look(desk, WEEK, weak_row(2, WEEK, kind=None))
    with Store.open(desk.home.state) as store:
        (run,) = store.runs(job=JOB)
    assert (run.counts["fixed"], run.counts["looked"]) == (1, 3)
    assert run.inputs == {"operator": OPERATOR}
