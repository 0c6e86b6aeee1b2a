"""Accounts: the people of the operators, and what they log in with."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.spine.model import Account, InputError, Role
from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import (
    AccountRow,
    OperatorRow,
    PasskeyRow,
    SessionRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What an account logs in with.

    Attributes:
        password_hash: argon2id; null before the first password.
        totp_secret: Base32; null where no code is asked.
        totp_used_at: Start of the step whose code was used last.
        oidc_subject: Issuer and subject at the identity provider.
    """

    password_hash: str | None
    totp_secret: str | None
    totp_used_at: datetime | None
    oidc_subject: str | None


class Accounts:
    """People of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, account: Account) -> None:
        """Take a new person in, who cannot log in before a link or an identity provider is used.

        Raises:
            InputError: The name is taken, or there is no such operator.
        """
        with self._database.writing() as session:
            if session.get(OperatorRow, account.operator_id) is None:
                raise InputError(f"there is no operator {account.operator_id}; add it first")
            try:
                session.execute(insert(AccountRow).values(asdict(account)))
            except IntegrityError as error:
                raise InputError(f"there is a user {account.name} already") from error

    def get(self, account_id: str) -> Account | None:
        """One account by id, disabled or not."""
        with self._database.reading() as session:
            row = session.get(AccountRow, account_id)
            return None if row is None else account_of_row(row)

    def named(self, name: str) -> Account | None:
        """One account by log-in name, disabled or not."""
        with self._database.reading() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.name == name))
            return None if row is None else account_of_row(row)

    def of_subject(self, oidc_subject: str) -> Account | None:
        """The account that is linked to a person at the identity provider."""
        with self._database.reading() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.oidc_subject == oidc_subject))
            return None if row is None else account_of_row(row)

    def all(self, *, operator_id: str | None = None) -> Sequence[Account]:
        """Accounts by operator and name, disabled ones too."""
        query = select(AccountRow).order_by(AccountRow.operator_id, AccountRow.name)
        if operator_id is not None:
            query = query.where(AccountRow.operator_id == operator_id)
        with self._database.reading() as session:
            return [account_of_row(row) for row in session.scalars(query)]

    def credentials(self, account_id: str) -> Credentials | None:
        """What an account logs in with."""
        with self._database.reading() as session:
            row = session.get(AccountRow, account_id)
            if row is None:
                return None
            return Credentials(
                password_hash=row.password_hash,
                totp_secret=row.totp_secret,
                totp_used_at=row.totp_used_at,
                oidc_subject=row.oidc_subject,
            )

    def are_unused(self) -> bool:
        """Whether nobody can log in yet: no password, passkey or linked identity anywhere."""
        with self._database.reading() as session:
            ways = or_(AccountRow.password_hash.is_not(None), AccountRow.oidc_subject.is_not(None))
            people = session.scalar(select(func.count()).select_from(AccountRow).where(ways))
            return not people and not session.scalar(select(func.count()).select_from(PasskeyRow))

    def is_at_member(self, account_id: str) -> bool:
        """Whether the account may log in: it is not disabled and its operator is a member."""
        with self._database.reading() as session:
            return (
                session.scalar(
                    select(AccountRow.id)
                    .join(OperatorRow, OperatorRow.id == AccountRow.operator_id)
                    .where(
                        AccountRow.id == account_id,
                        AccountRow.disabled_at.is_(None),
                        OperatorRow.left_at.is_(None),
                    )
                )
                is not None
            )

    def disable(self, account_id: str, at: datetime) -> None:
        """Let an account in no longer; whoever is logged in with it is logged out."""
        with self._database.writing() as session:
            session.execute(
                update(AccountRow)
                .where(AccountRow.id == account_id, AccountRow.disabled_at.is_(None))
                .values(disabled_at=at)
            )
            for row in session.scalars(select(SessionRow).filter_by(account_id=account_id)):
                session.delete(row)

    def enable(self, account_id: str) -> None:
        """Let a disabled account in again."""
        self._change(account_id, disabled_at=None)

    def appoint(self, account_id: str, role: Role) -> None:
        """Give an account another role; it holds from its next request on."""
        self._change(account_id, role=role.value)

    def speak(self, account_id: str, language: str) -> None:
        """Set the language of an account: `ja`, `en`, or empty to follow the browser."""
        self._change(account_id, language=language)

    def keep_password(self, account_id: str, password_hash: str) -> None:
        """Keep a password's hash."""
        self._change(account_id, password_hash=password_hash)

    def keep_totp(self, account_id: str, secret: str | None) -> None:
        """Ask for codes of this secret from now on; null asks for none."""
        self._change(account_id, totp_secret=secret, totp_used_at=None)

    def link(self, account_id: str, oidc_subject: str | None) -> None:
        """Link an account to a person at the identity provider; null unlinks.

        Raises:
            InputError: That person is linked to another account.
        """
        with self._database.writing() as session:
            try:
                session.execute(
                    update(AccountRow)
                    .where(AccountRow.id == account_id)
                    .values(oidc_subject=oidc_subject)
                )
            except IntegrityError as error:
                raise InputError("this identity is linked to another user already") from error

    def use_code(self, account_id: str, step: datetime) -> bool:
        """Use the code of a step up; false where it, or a later one, was used before."""
        with self._database.writing() as session:
            fresh = or_(AccountRow.totp_used_at.is_(None), AccountRow.totp_used_at < step)
            done = session.execute(
                update(AccountRow)
                .where(AccountRow.id == account_id, fresh)
                .values(totp_used_at=step)
                .returning(AccountRow.id)
            )
            return done.first() is not None

    def _change(self, account_id: str, **values: object) -> None:
        with self._database.writing() as session:
            session.execute(update(AccountRow).where(AccountRow.id == account_id).values(**values))


def account_of_row(row: AccountRow | Row[Any]) -> Account:
    """The account of a row."""
    return Account(
        id=row.id,
        name=row.name,
        operator_id=row.operator_id,
        role=Role(row.role),
        email=row.email,
        created_at=row.created_at,
        language=row.language,
        disabled_at=row.disabled_at,
    )
