"""Case: work for a responsible operator, from its opening to its outcome."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.errors import InputError
from noroshi.spine.model.subject import Subject


class CaseStanding(StrEnum):
    """Where the work is."""

    OPEN = "open"  # nobody has taken it
    ASSIGNED = "assigned"  # somebody works on it
    CLOSED = "closed"  # it ended, with an outcome


class CaseVerb(StrEnum):
    """What happens in a case."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    COMMENTED = "commented"
    DUE = "due"
    REMINDED = "reminded"
    CLOSED = "closed"
    REOPENED = "reopened"


class Outcome(StrEnum):
    """How a case ended."""

    FIXED = "fixed"
    FALSE_POSITIVE = "false-positive"
    ACCEPTED = "accepted"  # the risk is known and borne
    UNRESOLVED = "unresolved"  # nobody could mend it
    DUPLICATE = "duplicate"


_UNDER_WORK = {
    CaseVerb.COMMENTED: None,
    CaseVerb.DUE: None,
    CaseVerb.REMINDED: None,
    CaseVerb.ASSIGNED: CaseStanding.ASSIGNED,
    CaseVerb.CLOSED: CaseStanding.CLOSED,
}

TRANSITIONS: dict[CaseStanding, dict[CaseVerb, CaseStanding | None]] = {
    CaseStanding.OPEN: _UNDER_WORK,
    CaseStanding.ASSIGNED: _UNDER_WORK,
    CaseStanding.CLOSED: {CaseVerb.COMMENTED: None, CaseVerb.REOPENED: CaseStanding.OPEN},
}
"""What may happen in each standing, and where it leads; null stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One piece of work.

    Attributes:
        id: Same finding and operator give the same id.
        number: What people call it; counts from 1.
        title: One line; names no address but the subject's.
        kind: As the finding says (`c2-server`).
        subject: What it is about.
        operator_id: Whose work it is.
        standing: Where the work is.
        opened_at: When it began.
        finding_id: What gave rise to it.
        indicator_id: The entry of the shared list that it is about.
        account_id: Who works on it.
        due_at: By when it should be closed.
        closed_at: When it was.
        outcome: How it ended; null until then.
    """

    id: str
    number: int
    title: str
    kind: str
    subject: Subject
    operator_id: str
    standing: CaseStanding
    opened_at: datetime
    finding_id: str | None = None
    indicator_id: str | None = None
    account_id: str | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been closed by then and is not."""
        unfinished = self.standing is not CaseStanding.CLOSED
        return unfinished and self.due_at is not None and self.due_at <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One thing that happened in a case. Append-only.

    Attributes:
        position: Order in the case, from 1.
        at: When.
        by: A person (`user:…`) or a policy (`policy:…`).
        verb: What.
        text: A comment, an outcome, a name or a time; may be empty.
    """

    position: int
    at: datetime
    by: str
    verb: CaseVerb
    text: str


def standing_after(standing: CaseStanding, verb: CaseVerb) -> CaseStanding:
    """Where a case is after something happened in it.

    Raises:
        InputError: That may not happen now.
    """
    allowed = TRANSITIONS[standing]
    if verb not in allowed:
        raise InputError(
            f"a case that is {standing} cannot be {verb}; possible now: {', '.join(allowed)}"
        )
    return allowed[verb] or standing
