"""Desk: what people do with the devices on their lines, and the figures and rows that come of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from noroshi.iot.cases import read_tracking
from noroshi.iot.evaluate.programme import Progress
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.home import Home
from noroshi.spine.model import CaseVerb, InputError, rfc3339
from noroshi.spine.model.line_case import (
    LimitVerb,
    LineCase,
    LineLimit,
    LineState,
    check_step,
)
from noroshi.spine.store import Store
from noroshi.spine.store.cases import Step
from noroshi.spine.store.line_cases import LineCases, LineChoice

LONGEST_NOTE = 1000
BY_HAND = (LineState.REACHED, LineState.REFUSED, LineState.UNREACHABLE, LineState.FIXED)
"""States that a person may set; the rest follows from notices and looks."""
EVERYTHING = LineChoice()
FEW = 3
"""Counts below it are not told outside the operator."""


def case_named(store: Store, name: str) -> LineCase:
    """The device that a person means by a case number or a tracking number.

    Raises:
        InputError: There is none.
    """
    cases = LineCases(store.database)
    plain = name.strip()
    found = (
        cases.find(int(plain))
        if plain.isascii() and plain.isdecimal() and len(plain) < 10
        else cases.by_tracking(read_tracking(name))
    )
    if found is None:
        raise InputError(f"there is no device {name}; see: noroshi iot cases list")
    return found


def set_state(  # noqa: PLR0913  # the facts of one entry
    home: Home, store: Store, name: str, state: LineState, *, by: str, note: str, at: datetime
) -> LineCase:
    """Enter what the desk learnt of a device.

    Raises:
        InputError: There is no such device, or that cannot become of it.
    """
    case = case_named(store, name)
    if state not in BY_HAND:
        raise InputError(f"a person can set {', '.join(BY_HAND)}; {state} comes by itself")
    check_step(case.state, state)
    if len(note) > LONGEST_NOTE:
        raise InputError(f"a note has at most {LONGEST_NOTE} characters")
    after = replace(case, state=state)
    if state is LineState.REACHED:
        after = replace(after, reached_at=at)
    else:
        fixed = at if state is LineState.FIXED else None
        after = replace(after, fixed_at=fixed, next_at=None)
    text = f"{state}: {note}".rstrip(": ")
    LineCases(store.database).keep(
        [(after, Step(verb=CaseVerb.COMMENTED, by=by, at=at, text=text))]
    )
    trail_of(home, lambda: at).note(by, "iot.cases.state", str(case.number), {"state": state})
    return after


def set_limit(  # noqa: PLR0913  # the facts of one entry
    home: Home, store: Store, name: str, verb: LimitVerb, *, by: str, reason: str, at: datetime
) -> tuple[LineLimit, ...]:
    """Ask for, approve, decline or lift a limit on a line's service; it takes two persons.

    Gives all steps so far. Nothing is switched here: the operator's own systems read the limits.

    Raises:
        InputError: There is no such device, the step is out of turn, or both persons are one.
    """
    if verb is not LimitVerb.APPROVED and not reason.strip():
        raise InputError("say why: a limit weighs on people")
    case = case_named(store, name)
    step = LineLimit(case_id=case.case_id, at=at, by=by, verb=verb, reason=reason[:LONGEST_NOTE])
    steps = LineCases(store.database).limit(step)
    trail_of(home, lambda: at).note(by, f"iot.limit.{verb}", str(case.number), {"reason": reason})
    return steps


def followed_rows(store: Store, choice: LineChoice = EVERYTHING) -> Iterator[dict[str, object]]:
    """Each device as `iot followup` reads it; names no line and no address."""
    for case in LineCases(store.database).some(choice):
        if case.notified_at is None and case.channel != "none":
            continue
        yield {
            "notified": rfc3339(case.began_at),
            "last_seen": rfc3339(max(case.seen_at, case.began_at)),
            "fixed": rfc3339(case.fixed_at) if case.fixed_at else None,
            "arm": case.arm,
            "channel": case.channel,
            "operator": case.operator_id,
            "maker": case.vendor or "unknown",
            "trouble": case.trouble,
            "state": case.state.value,
        }


def progress_of(store: Store, choice: LineChoice = EVERYTHING) -> Progress:
    """Counts of an operator's devices, as the programme's figures use them."""
    return Progress.of(LineCases(store.database).counts(choice))
