"""Desk: what people enter, what others may read of it."""

from collections import Counter
from datetime import timedelta

import msgspec
import pytest

from noroshi.iot.cases import shown_tracking
from noroshi.jobs.iot.desk import case_named, followed_rows, progress_of, set_limit, set_state
from noroshi.jobs.iot.following_up import follow_up
from noroshi.jobs.iot.telling_lines import tell_lines
from noroshi.spine.model import InputError
from noroshi.spine.model.line_case import LimitVerb, LineState
from noroshi.spine.store import Store
from noroshi.testing.lines import BY, DRAWN, OPERATOR, PURPOSE, OperatorHome, weak_row


@pytest.fixture
def desk(tmp_path):
    made = OperatorHome(tmp_path / "home")
    made.opened(weak_row(1), weak_row(2))
    with Store.open(made.home.state) as store:
        tell_lines(
            made.home, store, tmp_path / "out", operator_id=OPERATOR, by=BY, purpose=PURPOSE,
            at=DRAWN,
        )  # fmt: skip
    return made


@pytest.fixture
def store(desk):
    with Store.open(desk.home.state) as opened:
        yield opened


def enter(desk, store, name, state, note=""):
    at = DRAWN + timedelta(days=2)
    return set_state(desk.home, store, name, state, by=BY, note=note, at=at)


def test_a_case_is_found_by_both_its_numbers(store):
    case = case_named(store, "1")
    assert case_named(store, shown_tracking(case.tracking)) == case
    for name in ("99", "0000-0000-0000-98"):
        with pytest.raises(InputError, match="no device"):
            case_named(store, name)
    with pytest.raises(InputError, match="digit"):
        case_named(store, "0000-0000-0000-97")


def test_people_enter_what_they_learn(desk, store):
    assert enter(desk, store, "1", LineState.REACHED, "rang").reached_at is not None
    fixed = enter(desk, store, "1", LineState.FIXED)
    assert (fixed.state, fixed.next_at) == (LineState.FIXED, None)
    assert "iot.cases.state" in desk.home.audit_file.read_text()


@pytest.mark.parametrize("state", [LineState.NOTIFIED, LineState.MOVED, LineState.DRAWN])
def test_what_comes_by_itself_is_not_entered(desk, store, state):
    with pytest.raises(InputError, match="by itself"):
        enter(desk, store, "1", state)


def test_a_novel_is_no_note(desk, store):
    with pytest.raises(InputError, match="1000"):
        enter(desk, store, "1", LineState.REACHED, "x" * 1001)


def test_a_limit_needs_a_reason(desk, store):
    with pytest.raises(InputError, match="why"):
        set_limit(desk.home, store, "1", LimitVerb.ASKED, by=BY, reason=" ", at=DRAWN)


def test_rows_for_the_curve_name_no_line_and_no_address(desk, store):
    enter(desk, store, "1", LineState.FIXED)
    rows = list(followed_rows(store))
    assert not any(secret in str(rows) for secret in ("line-", "192.0.2"))
    assert [bool(row["fixed"]) for row in rows] == [True, False]


def test_the_curve_reads_these_rows(desk, store):
    enter(desk, store, "1", LineState.FIXED)
    lines = map(msgspec.json.encode, followed_rows(store))
    (group,) = follow_up(lines, by="arm", control=None, refused=Counter())
    assert (group.curve.number, group.curve.ended) == (2, 1)


def test_counts_follow_the_states(desk, store):
    enter(desk, store, "1", LineState.REACHED)
    assert progress_of(store).as_counts() == {
        "devices": 2, "told": 2, "reached": 1, "fixed": 0, "control": 0, "fixed in control": 0,
    }  # fmt: skip
