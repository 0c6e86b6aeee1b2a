"""Cases: the work of operators, and all that happened in it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from noroshi.spine.model import (
    Case,
    CaseEvent,
    CaseStanding,
    CaseVerb,
    InputError,
    Outcome,
    Subject,
    SubjectKind,
    rfc3339,
    standing_after,
)
from noroshi.spine.store.database import Database
from noroshi.spine.store.work_tables import CaseEventRow, CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChoice:
    """Which cases; what is left out chooses nothing away.

    Attributes:
        standings: Where the work is.
        operator_id: Whose work it is.
        account_id: Who works on it.
        overdue_at: Those that should have been closed by then.
        subject: The subject's value.
    """

    standings: tuple[CaseStanding, ...] = ()
    operator_id: str | None = None
    account_id: str | None = None
    overdue_at: datetime | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is to happen in a case.

    Attributes:
        verb: What.
        by: Who does it.
        at: When.
        text: A comment, or the name of who takes it.
        account_id: Who takes it, for `assigned`.
        due_at: By when, for `due`; null takes the date away.
        outcome: How it ended, for `closed`.
    """

    verb: CaseVerb
    by: str
    at: datetime
    text: str = ""
    account_id: str | None = None
    due_at: datetime | None = None
    outcome: Outcome | None = None


class Cases:
    """Cases on one database. Their events are never changed and never leave."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, case: Case, by: str) -> Case:
        """Begin a case and number it; one with the same id that is there is given back as it is."""
        with self._database.writing() as session:
            row = session.get(CaseRow, case.id)
            if row is not None:
                return _case_of_row(row)
            last = session.scalar(select(func.max(CaseRow.number))) or 0
            numbered = replace(case, number=last + 1)
            session.execute(insert(CaseRow), [row_of_case(numbered)])
            session.flush()
            append_step(session, numbered.id, Step(verb=CaseVerb.OPENED, by=by, at=case.opened_at))
        return numbered

    def find(self, number: int) -> Case | None:
        """The case people call so; null when there is none."""
        with self._database.reading() as session:
            row = session.scalar(select(CaseRow).where(CaseRow.number == number))
            return _case_of_row(row) if row else None

    def some(
        self, choice: CaseChoice = CaseChoice(), *, limit: int = 100, below: int | None = None
    ) -> list[Case]:
        """Cases, newest first.

        Args:
            choice: Which.
            limit: At most so many.
            below: Only those with a smaller number: the last one's, to go on.
        """
        query = _chosen(choice).order_by(CaseRow.number.desc()).limit(limit)
        if below is not None:
            query = query.where(CaseRow.number < below)
        with self._database.reading() as session:
            return [_case_of_row(row) for row in session.scalars(query)]

    def count(self, choice: CaseChoice = CaseChoice()) -> int:
        """How many there are."""
        query = select(func.count()).select_from(_chosen(choice).subquery())
        with self._database.reading() as session:
            return int(session.scalar(query) or 0)

    def events(self, case_id: str) -> tuple[CaseEvent, ...]:
        """What happened in a case, in order."""
        query = (
            select(CaseEventRow)
            .where(CaseEventRow.case_id == case_id)
            .order_by(CaseEventRow.position)
        )
        with self._database.reading() as session:
            return tuple(_event_of_row(row) for row in session.scalars(query))

    def act(self, number: int, step: Step) -> Case:
        """Let one thing happen in a case, and give the case as it is then.

        Raises:
            InputError: There is no such case, or that may not happen in it now.
        """
        with self._database.writing() as session:
            row = session.scalar(select(CaseRow).where(CaseRow.number == number).with_for_update())
            if row is None:
                raise InputError(f"there is no case {number}; see: noroshi cases list")
            values = _changes(CaseStanding(row.standing), step)
            session.execute(update(CaseRow).where(CaseRow.id == row.id).values(values))
            append_step(session, row.id, step)
            session.refresh(row)
            return _case_of_row(row)

    def unreminded(self, at: datetime) -> list[Case]:
        """Overdue cases of which nobody was reminded since their date was set, oldest first."""
        told = (
            select(CaseEventRow.case_id)
            .where(
                CaseEventRow.case_id == CaseRow.id,
                CaseEventRow.verb == CaseVerb.REMINDED,
                CaseEventRow.at >= CaseRow.due_at,
            )
            .exists()
        )
        query = _chosen(CaseChoice(overdue_at=at)).where(~told).order_by(CaseRow.number)
        with self._database.reading() as session:
            return [_case_of_row(row) for row in session.scalars(query)]


def _chosen(choice: CaseChoice) -> Select[CaseRow]:
    query = select(CaseRow)
    if choice.standings:
        query = query.where(CaseRow.standing.in_(choice.standings))
    if choice.operator_id is not None:
        query = query.where(CaseRow.operator_id == choice.operator_id)
    if choice.account_id is not None:
        query = query.where(CaseRow.account_id == choice.account_id)
    if choice.subject is not None:
        query = query.where(CaseRow.subject_value == choice.subject)
    if choice.overdue_at is not None:
        query = query.where(
            CaseRow.due_at <= choice.overdue_at, CaseRow.standing != CaseStanding.CLOSED
        )
    return query


def _changes(standing: CaseStanding, step: Step) -> dict[str, object]:
    """Columns that a step changes."""
    values: dict[str, object] = {"standing": standing_after(standing, step.verb).value}
    match step.verb:
        case CaseVerb.ASSIGNED:
            if step.account_id is None:
                raise InputError("a case is assigned to a person; name one")
            values["account_id"] = step.account_id
        case CaseVerb.DUE:
            values["due_at"] = step.due_at
        case CaseVerb.CLOSED:
            if step.outcome is None:
                raise InputError(f"a case ends with an outcome: {', '.join(Outcome)}")
            values |= {"closed_at": step.at, "outcome": step.outcome.value}
        case CaseVerb.REOPENED:
            values |= {"closed_at": None, "outcome": "", "account_id": None}
        case _:
            pass
    return values


def append_step(session: Session, case_id: str, step: Step) -> None:
    """Write what happened into the record of a case, inside the caller's transaction."""
    last = session.scalar(
        select(func.max(CaseEventRow.position)).where(CaseEventRow.case_id == case_id)
    )
    row = {
        "case_id": case_id,
        "position": (last or 0) + 1,
        "at": step.at,
        "by": step.by,
        "verb": step.verb.value,
        "text": _told(step),
    }
    session.execute(insert(CaseEventRow), [row])


def _told(step: Step) -> str:
    """What the record says of a step beside its verb."""
    if step.verb is CaseVerb.DUE:
        return rfc3339(step.due_at) if step.due_at else ""
    if step.outcome is not None:
        return f"{step.outcome}: {step.text}" if step.text else step.outcome.value
    return step.text


def row_of_case(case: Case) -> dict[str, object]:
    """Columns of a case."""
    return {
        "id": case.id,
        "number": case.number,
        "title": case.title,
        "kind": case.kind,
        "subject_kind": case.subject.kind.value,
        "subject_value": case.subject.value,
        "finding_id": case.finding_id,
        "indicator_id": case.indicator_id,
        "operator_id": case.operator_id,
        "account_id": case.account_id,
        "standing": case.standing.value,
        "outcome": case.outcome.value if case.outcome else "",
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "closed_at": case.closed_at,
    }


def _case_of_row(row: CaseRow) -> Case:
    return Case(
        id=row.id,
        number=row.number,
        title=row.title,
        kind=row.kind,
        subject=Subject(SubjectKind(row.subject_kind), row.subject_value),
        operator_id=row.operator_id,
        standing=CaseStanding(row.standing),
        opened_at=row.opened_at,
        finding_id=row.finding_id,
        indicator_id=row.indicator_id,
        account_id=row.account_id,
        due_at=row.due_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
    )


def _event_of_row(row: CaseEventRow) -> CaseEvent:
    return CaseEvent(
        position=row.position, at=row.at, by=row.by, verb=CaseVerb(row.verb), text=row.text
    )
