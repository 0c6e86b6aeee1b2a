"""Casework: findings become work for operators, and work ends with an outcome."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address
from uuid import UUID, uuid5

from noroshi.relay.decide import networks
from noroshi.spine.home import Settings
from noroshi.spine.model import (
    Case,
    CaseStanding,
    CaseVerb,
    InputError,
    Outcome,
    Subject,
    indicator_id,
    own_address,
    strange_addresses,
)
from noroshi.spine.store import Store
from noroshi.spine.store.cases import Cases, Step
from noroshi.spine.store.recipients import Recipients

CASES = UUID("0d9f7f0c-54a5-5b0f-9a35-5d4d2f0f2a57")
"""Namespace of ids of cases (UUIDv5, RFC 9562 section 5.5)."""

LONGEST_COMMENT = 4_000


class Casework:
    """Work on cases as one person or policy does it."""

    def __init__(self, store: Store, settings: Settings, *, by: str) -> None:
        """Work on the cases of an installation.

        Args:
            store: Its state.
            settings: Ranges of subscribers.
            by: Who works: `user:NAME` or `policy:NAME`.
        """
        self._store = store
        self._cases = Cases(store.database)
        self._settings = settings
        self._by = by

    def open(
        self,
        finding_id: str,
        *,
        operator_id: str,
        at: datetime,
        due_at: datetime | None = None,
    ) -> Case:
        """Make work of a finding for an operator; opening it again gives the case that is there.

        Raises:
            InputError: There is no such finding or operator, or the finding is about a subscriber.
        """
        finding = self._store.finding(finding_id)
        if finding is None:
            raise InputError(f"there is no finding {finding_id}; see: noroshi c2 detect --json")
        if self._recipients().desk(operator_id) is None:
            raise InputError(
                f"{operator_id} is no operator of this hub; see: noroshi operators list"
            )
        self._guard_subscribers(finding.subject)
        case = Case(
            id=str(uuid5(CASES, f"{finding_id}|{operator_id}")),
            number=0,
            title=f"{finding.label} {finding.subject.value}",
            kind=finding.kind,
            subject=finding.subject,
            operator_id=operator_id,
            standing=CaseStanding.OPEN,
            opened_at=at,
            finding_id=finding_id,
            indicator_id=indicator_id(finding.kind, finding.subject),
            due_at=due_at,
        )
        return self._cases.open(case, self._by)

    def comment(self, number: int, text: str, *, at: datetime) -> Case:
        """Add a comment.

        Raises:
            InputError: There is no such case, or the text is empty, too long, or names an address.
        """
        if not text.strip():
            raise InputError("a comment says something")
        said = self._fit(number, text)
        return self._cases.act(number, Step(verb=CaseVerb.COMMENTED, by=self._by, at=at, text=said))

    def assign(self, number: int, name: str, *, at: datetime) -> Case:
        """Give a case to a person, by log-in name.

        Raises:
            InputError: There is no such case, it is closed, or nobody of that name may work on it.
        """
        case = self._case(number)
        account_id = self._recipients().worker_named(name, case.operator_id)
        if account_id is None:
            raise InputError(
                f"nobody called {name!r} may work on cases of {case.operator_id}; "
                "see: noroshi users list"
            )
        step = Step(verb=CaseVerb.ASSIGNED, by=self._by, at=at, text=name, account_id=account_id)
        return self._cases.act(number, step)

    def set_due(self, number: int, due_at: datetime | None, *, at: datetime) -> Case:
        """Say by when a case should be closed, or that it has no date.

        Raises:
            InputError: There is no such case, or it is closed.
        """
        return self._cases.act(number, Step(verb=CaseVerb.DUE, by=self._by, at=at, due_at=due_at))

    def close(self, number: int, outcome: Outcome, *, at: datetime, text: str = "") -> Case:
        """End a case.

        Raises:
            InputError: There is no such case, it is closed, or the text names an address.
        """
        said = self._fit(number, text)
        return self._cases.act(
            number,
            Step(verb=CaseVerb.CLOSED, by=self._by, at=at, text=said, outcome=outcome),
        )

    def reopen(self, number: int, *, at: datetime, text: str = "") -> Case:
        """Take a closed case up again.

        Raises:
            InputError: There is no such case, it is not closed, or the text names an address.
        """
        said = self._fit(number, text)
        return self._cases.act(number, Step(verb=CaseVerb.REOPENED, by=self._by, at=at, text=said))

    def _fit(self, number: int, text: str) -> str:
        """A text that may stand in a case."""
        case = self._case(number)
        if len(text) > LONGEST_COMMENT:
            raise InputError(f"a text in a case has at most {LONGEST_COMMENT} characters")
        strange = strange_addresses(text, case.subject)
        if strange:
            raise InputError(
                f"the text names {_many(strange)} besides the case's own; leave it out: it may be a "
                "subscriber's"
            )
        return text.strip()

    def _case(self, number: int) -> Case:
        case = self._cases.find(number)
        if case is None:
            raise InputError(f"there is no case {number}; see: noroshi cases list")
        return case

    def _guard_subscribers(self, subject: Subject) -> None:
        address = own_address(subject)
        ranges = networks(self._settings.flows.subscribers)
        if address is not None and any(ip_address(address) in network for network in ranges):
            raise InputError("the finding is about a subscriber; it stays at the operator and makes no case in the hub")  # fmt: skip

    def _recipients(self) -> Recipients:
        return Recipients(self._store.database, language=self._settings.notify.language)


def _many(addresses: Sequence[str]) -> str:
    """How many, not which: the message may be logged."""
    return "an address" if len(addresses) == 1 else f"{len(addresses)} addresses"
