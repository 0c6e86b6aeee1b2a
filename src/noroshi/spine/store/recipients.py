"""Recipients: who is told, where, in which language, and of which lists."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from noroshi.spine.model import RIGHTS, Language, Right, Role
from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import AccountRow, OperatorRow

READERS = tuple(role.value for role, rights in RIGHTS.items() if Right.READ_LISTS in rights)
"""Roles of people who may be told what is in a list."""

WORKERS = tuple(role.value for role, rights in RIGHTS.items() if Right.WORK_CASES in rights)
"""Roles of people who may work on cases: their operator's, or as coordinators on all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mail address and the language of its reader."""

    mail: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An operator as one that is told.

    Attributes:
        operator_id: Its id.
        name: Its name for people.
        collections: Lists that it may read.
        addresses: The desk's own, then those of its people; each once.
    """

    operator_id: str
    name: str
    collections: tuple[str, ...]
    addresses: tuple[Address, ...]


class Recipients:
    """Desks of operators and addresses of people, as the members' tables hold them."""

    def __init__(self, database: Database, *, language: Language) -> None:
        """Readers of one database.

        Args:
            database: The members.
            language: What is spoken with those who did not say.
        """
        self._database = database
        self._language = language

    def desks(self) -> list[Desk]:
        """Of every operator that is a member, by id."""
        query = select(OperatorRow).where(OperatorRow.left_at.is_(None)).order_by(OperatorRow.id)
        with self._database.reading() as session:
            return [self._desk(session, row) for row in session.scalars(query).all()]

    def desk(self, operator_id: str) -> Desk | None:
        """Of one operator; null when it is no member."""
        with self._database.reading() as session:
            row = session.get(OperatorRow, operator_id)
            return self._desk(session, row) if row and not row.left_at else None

    def person(self, account_id: str) -> Address | None:
        """Where a person is told; null for one without address, and one that may not log in."""
        with self._database.reading() as session:
            row = session.get(AccountRow, account_id)
            return self._of_account(row) if row and row.email and not row.disabled_at else None

    def worker_named(self, name: str, operator_id: str) -> str | None:
        """The account with a log-in name that may work on an operator's cases; null for none."""
        query = select(AccountRow.id).where(
            AccountRow.name == name,
            AccountRow.disabled_at.is_(None),
            AccountRow.role.in_(WORKERS),
            or_(AccountRow.operator_id == operator_id, AccountRow.role == Role.COORDINATOR),
        )
        with self._database.reading() as session:
            return session.scalar(query)

    def _desk(self, session: Session, row: OperatorRow) -> Desk:
        people = session.scalars(
            select(AccountRow)
            .where(
                AccountRow.operator_id == row.id,
                AccountRow.disabled_at.is_(None),
                AccountRow.email != "",
                AccountRow.role.in_(READERS),
            )
            .order_by(AccountRow.name)
        ).all()
        addresses = [Address(mail=mail, language=self._language) for mail in row.contacts]
        by_mail = {address.mail.casefold(): address for address in addresses}
        for account in people:  # who says a language is spoken to in it
            by_mail[account.email.casefold()] = self._of_account(account)
        return Desk(
            operator_id=row.id,
            name=row.name,
            collections=tuple(row.entitlements),
            addresses=tuple(by_mail.values()),
        )

    def _of_account(self, row: AccountRow) -> Address:
        language: Language = self._language
        if row.language == "ja":
            language = "ja"
        elif row.language == "en":
            language = "en"
        return Address(mail=row.email, language=language)
