"""Line cases: weak devices on lines, each with its case, its notices and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from noroshi.spine.model import Case, CaseStanding, CaseVerb, InputError, Outcome
from noroshi.spine.model.line_case import (
    OPEN_STATES,
    LimitVerb,
    LineCase,
    LineLimit,
    LineNotice,
    LineState,
    check_limit,
)
from noroshi.spine.store.cases import Step, append_step, row_of_case
from noroshi.spine.store.database import Database
from noroshi.spine.store.line_tables import LineCaseRow, LineLimitRow, LineNoticeRow
from noroshi.spine.store.work_tables import CaseEventRow, CaseRow

_FIELDS = tuple(one.name for one in fields(LineCase) if one.name != "number")
OUTCOMES = {
    LineState.FIXED: Outcome.FIXED,
    LineState.MOVED: Outcome.UNRESOLVED,
    LineState.UNREACHABLE: Outcome.UNRESOLVED,
    LineState.REFUSED: Outcome.ACCEPTED,
}
"""How the case ends that a device's state ends."""
BLOCK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChoice:
    """Which line cases; what is left out chooses nothing away.

    Attributes:
        states: How far they are.
        operator_id: Whose.
        arm: Of the trial.
        due_at: Those to be looked at again by then.
        line: Keyed hash of one line.
    """

    states: tuple[LineState, ...] = ()
    operator_id: str | None = None
    arm: str | None = None
    due_at: datetime | None = None
    line: str | None = None


class LineCases:
    """Line cases on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, pairs: Sequence[tuple[Case, LineCase]], *, by: str) -> list[LineCase]:
        """Begin those that are not there yet; gives the new ones with their numbers.

        Args:
            pairs: Each case with its device; all with different ids and tracking numbers.
            by: Who opens them.
        """
        made: list[LineCase] = []
        with self._database.writing() as session:
            known = _known(session, [case.id for case, _ in pairs])
            number = session.scalar(select(func.max(CaseRow.number))) or 0
            fresh = [pair for pair in pairs if pair[0].id not in known]
            for at in range(0, len(fresh), BLOCK):
                block = [
                    (replace(case, number=number + at + place), line)
                    for place, (case, line) in enumerate(fresh[at : at + BLOCK], start=1)
                ]
                _insert(session, block, by)
                made += [replace(line, number=case.number) for case, line in block]
        return made

    def taken(self, trackings: Sequence[str]) -> set[str]:
        """Which of these tracking numbers are in use."""
        found: set[str] = set()
        with self._database.reading() as session:
            for at in range(0, len(trackings), BLOCK):
                some = trackings[at : at + BLOCK]
                query = select(LineCaseRow.tracking).where(LineCaseRow.tracking.in_(some))
                found |= set(session.scalars(query))
        return found

    def find(self, number: int) -> LineCase | None:
        """The one that belongs to a case; null where the case has no device."""
        return self._one(select(LineCaseRow, CaseRow.number).where(CaseRow.number == number))

    def by_tracking(self, tracking: str) -> LineCase | None:
        """The one that a subscriber asks about; null where there is none."""
        query = select(LineCaseRow, CaseRow.number).where(LineCaseRow.tracking == tracking)
        return self._one(query)

    def some(
        self, choice: LineChoice = LineChoice(), *, limit: int | None = None
    ) -> list[LineCase]:
        """Line cases by number, lowest first."""
        query = _chosen(choice).order_by(CaseRow.number).limit(limit)
        with self._database.reading() as session:
            return [_line_case(row, number) for row, number in session.execute(query)]

    def counts(self, choice: LineChoice = LineChoice()) -> dict[tuple[str, str], int]:
        """How many there are by arm and state."""
        chosen = _chosen(choice).subquery()
        query = select(chosen.c.arm, chosen.c.state, func.count()).group_by(
            chosen.c.arm, chosen.c.state
        )
        with self._database.reading() as session:
            return {(arm, state): int(count) for arm, state, count in session.execute(query)}

    def keep(self, changed: Sequence[tuple[LineCase, Step | None]]) -> None:
        """Keep line cases as they are now, and what happened in the case of each.

        A state that ends closes the case; one that begins anew opens it again.
        """
        with self._database.writing() as session:
            for line, step in changed:
                before = session.get(LineCaseRow, line.case_id)
                if before is None:
                    raise InputError(f"case {line.number} has no device")
                old = LineState(before.state)
                values = _row_of(line)
                session.execute(
                    update(LineCaseRow).where(LineCaseRow.case_id == line.case_id).values(values)
                )
                if step is not None:
                    _follow(session, line, old, step)

    def note(self, notices: Sequence[LineNotice]) -> None:
        """Record notices that were made."""
        with self._database.writing() as session:
            for one in notices:
                at = _next(session, LineNoticeRow, one.case_id)
                row = {name: getattr(one, name) for name in LineNotice.__slots__}
                session.execute(insert(LineNoticeRow), [row | {"position": at}])

    def notices(self, case_id: str) -> tuple[LineNotice, ...]:
        """Those about one device, in order."""
        query = (
            select(LineNoticeRow)
            .where(LineNoticeRow.case_id == case_id)
            .order_by(LineNoticeRow.position)
        )
        with self._database.reading() as session:
            return tuple(
                LineNotice(**{name: getattr(row, name) for name in LineNotice.__slots__})
                for row in session.scalars(query)
            )

    def limit(self, step: LineLimit) -> tuple[LineLimit, ...]:
        """Take a step of a limit; gives all steps.

        Raises:
            InputError: It is out of turn, or the second person is the first.
        """
        with self._database.writing() as session:
            # Two who press at once: the second waits for this row and sees what the first did.
            session.get(LineCaseRow, step.case_id, with_for_update=True)
            steps = _limits(session, step.case_id)
            check_limit(steps, step)
            row = {name: getattr(step, name) for name in LineLimit.__slots__}
            row |= {"verb": step.verb.value, "position": len(steps) + 1}
            session.execute(insert(LineLimitRow), [row])
            told = Step(
                verb=CaseVerb.COMMENTED, by=step.by, at=step.at,
                text=f"limit of service: {step.verb}; {step.reason}".rstrip("; "),
            )  # fmt: skip
            append_step(session, step.case_id, told)
            return (*steps, step)

    def limits(self, case_id: str) -> tuple[LineLimit, ...]:
        """Steps of the limit of a line for one device."""
        with self._database.reading() as session:
            return _limits(session, case_id)

    def _one(self, query: Select[LineCaseRow, int]) -> LineCase | None:
        with self._database.reading() as session:
            found = session.execute(query.join(CaseRow, CaseRow.id == LineCaseRow.case_id)).first()
            return None if found is None else _line_case(found[0], found[1])


def _known(session: Session, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(ids), BLOCK):
        query = select(LineCaseRow.case_id).where(LineCaseRow.case_id.in_(ids[at : at + BLOCK]))
        found |= set(session.scalars(query))
    return found


def _insert(session: Session, block: Sequence[tuple[Case, LineCase]], by: str) -> None:
    events = [
        {
            "case_id": case.id, "position": 1, "at": case.opened_at, "by": by,
            "verb": CaseVerb.OPENED.value, "text": f"arm {line.arm}",
        }
        for case, line in block
    ]  # fmt: skip
    session.execute(insert(CaseRow), [row_of_case(case) for case, _ in block])
    session.execute(insert(CaseEventRow), events)
    session.execute(insert(LineCaseRow), [_row_of(line) for _, line in block])


def _follow(session: Session, line: LineCase, old: LineState, step: Step) -> None:
    """Let the case follow its device."""
    row = session.get(CaseRow, line.case_id)
    assert row is not None  # a foreign key
    closed = row.standing == CaseStanding.CLOSED
    if line.state in OUTCOMES and line.state is not old:
        row.standing, row.closed_at = CaseStanding.CLOSED.value, step.at
        row.outcome = OUTCOMES[line.state].value
        step = replace(step, verb=CaseVerb.CLOSED, outcome=OUTCOMES[line.state])
    elif line.state in OPEN_STATES and closed:
        row.standing, row.closed_at, row.outcome = CaseStanding.OPEN.value, None, ""
        step = replace(step, verb=CaseVerb.REOPENED)
    append_step(session, line.case_id, step)


def _next(session: Session, table: type[LineNoticeRow], case_id: str) -> int:
    return (
        session.scalar(select(func.max(table.position)).where(table.case_id == case_id)) or 0
    ) + 1


def _limits(session: Session, case_id: str) -> tuple[LineLimit, ...]:
    query = (
        select(LineLimitRow).where(LineLimitRow.case_id == case_id).order_by(LineLimitRow.position)
    )
    return tuple(
        LineLimit(
            case_id=row.case_id, at=row.at, by=row.by, verb=LimitVerb(row.verb), reason=row.reason
        )
        for row in session.scalars(query)
    )


def _chosen(choice: LineChoice) -> Select[LineCaseRow, int]:
    query = select(LineCaseRow, CaseRow.number).join(CaseRow, CaseRow.id == LineCaseRow.case_id)
    if choice.states:
        query = query.where(LineCaseRow.state.in_([one.value for one in choice.states]))
    if choice.operator_id is not None:
        query = query.where(LineCaseRow.operator_id == choice.operator_id)
    if choice.arm is not None:
        query = query.where(LineCaseRow.arm == choice.arm)
    if choice.line is not None:
        query = query.where(LineCaseRow.line == choice.line)
    if choice.due_at is not None:
        query = query.where(LineCaseRow.next_at <= choice.due_at)
    return query


def _row_of(line: LineCase) -> dict[str, object]:
    values = {name: getattr(line, name) for name in _FIELDS}
    return values | {"state": line.state.value, "exposures": list(line.exposures)}


def _line_case(row: LineCaseRow, number: int) -> LineCase:
    values = {name: getattr(row, name) for name in _FIELDS}
    values |= {"state": LineState(row.state), "exposures": tuple(row.exposures)}
    return LineCase(number=number, **values)
