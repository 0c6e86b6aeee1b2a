"""Look: what was seen becomes a state; silence is a repair only when it lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.iot.cases import Look, after_look
from noroshi.spine.model.line_case import LineState

NOTICE = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = (7, 14, 30)


def seen(case, *looks):
    """A case after looks on the days of the schedule."""
    for day, look in zip(DAYS, looks, strict=False):
        case = after_look(case, look, NOTICE + timedelta(days=day), DAYS)
    return case


def test_a_weak_device_waits_for_its_next_look(told):
    case = seen(told(), Look.WEAK)
    assert (case.state, case.looks) == (LineState.NOTIFIED, 1)
    assert case.seen_at == NOTICE + timedelta(days=7)
    assert case.next_at == NOTICE + timedelta(days=14)


def test_one_that_answers_well_is_mended_at_once(told):
    case = seen(told(), Look.MENDED)
    assert (case.state, case.fixed_at) == (LineState.FIXED, NOTICE + timedelta(days=7))
    assert case.next_at is None


def test_silence_is_a_repair_from_its_first_look_when_it_lasts(told):
    once = seen(told(), Look.SILENT)
    assert (once.state, once.missed) == (LineState.NOTIFIED, 1)
    twice = seen(told(), Look.SILENT, Look.SILENT)
    assert (twice.state, twice.fixed_at) == (LineState.FIXED, NOTICE + timedelta(days=7))


def test_a_night_without_power_is_no_repair(told):
    case = seen(told(), Look.SILENT, Look.WEAK, Look.SILENT)
    assert (case.state, case.missed) == (LineState.NOTIFIED, 1)
    assert case.next_at is None


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        ((Look.ELSEWHERE,), LineState.MOVED),
        ((Look.NO_LINE, Look.NO_LINE), LineState.UNREACHABLE),
        ((Look.NO_LINE,), LineState.NOTIFIED),
        ((Look.NOT_ASKED, Look.NOT_ASKED, Look.NOT_ASKED), LineState.NOTIFIED),
    ],
)
def test_what_nobody_saw_is_never_called_mended(told, looks, state):
    case = seen(told(), *looks)
    assert (case.state, case.fixed_at) == (state, None)


@pytest.mark.parametrize("state", [LineState.FIXED, LineState.MOVED, LineState.REFUSED])
def test_what_has_ended_stays(told, state):
    case = told(state=state)
    assert seen(case, Look.WEAK) == case
