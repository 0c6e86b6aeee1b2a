"""Look: what one re-survey says of a device, and what becomes of its case.

From outside, a mended device that closed its ports and one that is switched off look alike. So
silence counts as a repair only when it lasts: after `SILENT_LOOKS` looks in a row, and from the
first of them. A device that answers and is weak no more is mended at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from noroshi.iot.cases.schedule import next_look
from noroshi.spine.model.line_case import OPEN_STATES, LineCase, LineState

SILENT_LOOKS = 2


class Look(StrEnum):
    """What was seen."""

    WEAK = "weak"
    MENDED = "mended"
    """It answers, and what was wrong is right."""
    SILENT = "silent"
    """Its line was asked, and nothing of it answered."""
    ELSEWHERE = "elsewhere"
    """It answers on another line."""
    NO_LINE = "no-line"
    """Its line had no address: the customer has left, or the line is down."""
    NOT_ASKED = "not-asked"
    """Nobody asked its line: opted out, outside the scope, or the survey ended early."""


def after_look(case: LineCase, look: Look, at: datetime, days: Sequence[int]) -> LineCase:
    """The case after a look; one that has ended stays as it is.

    Args:
        case: As it was.
        look: What was seen.
        at: When.
        days: Days of the schedule.
    """
    if case.state not in OPEN_STATES:
        return case
    looks = case.looks + 1
    due = next_look(case.began_at, looks, days)
    return _judged(replace(case, looks=looks, next_at=due), look, at)


def _judged(looked: LineCase, look: Look, at: datetime) -> LineCase:
    match look:
        case Look.WEAK:
            return replace(looked, seen_at=at, missed=0, missed_at=None)
        case Look.MENDED:
            return _ended(looked, LineState.FIXED, fixed_at=at)
        case Look.ELSEWHERE:
            return _ended(looked, LineState.MOVED)
        case Look.SILENT | Look.NO_LINE:
            return _missed(looked, look, at)
        case Look.NOT_ASKED:
            return looked


def _missed(case: LineCase, look: Look, at: datetime) -> LineCase:
    """Nothing seen once may be a night; twice in a row, a repair, or a line that has ended."""
    first = case.missed_at or at
    case = replace(case, missed=case.missed + 1, missed_at=first)
    if case.missed < SILENT_LOOKS:
        return case
    if look is Look.NO_LINE:
        return _ended(case, LineState.UNREACHABLE)
    return _ended(case, LineState.FIXED, fixed_at=first)


def _ended(case: LineCase, state: LineState, fixed_at: datetime | None = None) -> LineCase:
    return replace(case, state=state, fixed_at=fixed_at, next_at=None)
