"""Invitations: links that work once, for a first password or a forgotten one."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from noroshi.spine.model import Account
from noroshi.spine.store.accounts import account_of_row
from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import AccountRow, InvitationRow
from noroshi.spine.store.secret import digest_of, fresh_secret

LASTING = timedelta(days=3)
"""A long weekend; who misses it asks for another one."""


class Invitations:
    """Links that work once; a newer one for the same person ends the older ones."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, account_id: str, at: datetime, *, lasting: timedelta = LASTING) -> str:
        """The secret of a new link; it cannot be told again."""
        secret = fresh_secret()
        with self._database.writing() as session:
            session.execute(delete(InvitationRow).where(InvitationRow.account_id == account_id))
            session.execute(
                insert(InvitationRow).values(
                    digest=digest_of(secret),
                    account_id=account_id,
                    created_at=at,
                    expires_at=at + lasting,
                )
            )
        return secret

    def whose(self, secret: str, at: datetime) -> Account | None:
        """Whom a link is for; null where it was used, ended, or its person is disabled."""
        with self._database.reading() as session:
            row = session.scalar(
                select(AccountRow)
                .join(InvitationRow, InvitationRow.account_id == AccountRow.id)
                .where(
                    InvitationRow.digest == digest_of(secret),
                    InvitationRow.used_at.is_(None),
                    InvitationRow.expires_at > at,
                    AccountRow.disabled_at.is_(None),
                )
            )
            return None if row is None else account_of_row(row)

    def use(self, secret: str, password_hash: str, at: datetime) -> Account | None:
        """Use a link up and keep the password it brought, both or neither.

        Returns:
            Whom it was for; null where it holds no longer.
        """
        with self._database.writing() as session:
            account_id = session.scalar(
                update(InvitationRow)
                .where(
                    InvitationRow.digest == digest_of(secret),
                    InvitationRow.used_at.is_(None),
                    InvitationRow.expires_at > at,
                )
                .values(used_at=at)
                .returning(InvitationRow.account_id)
            )
            row = session.get(AccountRow, account_id) if account_id else None
            if row is None or row.disabled_at is not None:
                return None
            row.password_hash = password_hash
            return account_of_row(row)
