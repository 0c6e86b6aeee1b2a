"""Sessions: who is logged in, with which browser, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from noroshi.spine.model import Account
from noroshi.spine.store.accounts import account_of_row
from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import AccountRow, OperatorRow, SessionRow
from noroshi.spine.store.secret import digest_of, fresh_secret

SEEN_EVERY = timedelta(minutes=1)
"""How coarsely use is recorded: a write per request would cost more than the request."""
MOST_TEXT = 200
"""Characters kept of what the browser calls itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One log-in.

    Attributes:
        digest: Names it; the secret itself is only in the browser.
        account_id: Who.
        created_at: When he logged in.
        seen_at: Last use, to the minute.
        expires_at: When it ends, used or not.
        user_agent: What the browser calls itself.
        address: From where he logged in.
    """

    digest: str
    account_id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    user_agent: str
    address: str


class Sessions:
    """Log-ins of people; each ends after a time without use, and after a time in any case."""

    def __init__(self, database: Database, *, idle: timedelta, lasting: timedelta) -> None:
        self._database = database
        self._idle, self._lasting = idle, lasting

    def begin(self, account_id: str, at: datetime, *, user_agent: str, address: str) -> str:
        """Log a person in.

        Returns:
            The secret for the cookie; it cannot be told again.
        """
        secret = fresh_secret()
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires_at <= at))
            session.execute(
                insert(SessionRow).values(
                    digest=digest_of(secret),
                    account_id=account_id,
                    created_at=at,
                    seen_at=at,
                    expires_at=at + self._lasting,
                    user_agent=user_agent[:MOST_TEXT],
                    address=address[:MOST_TEXT],
                )
            )
        return secret

    def find(self, secret: str, at: datetime) -> tuple[Session, Account] | None:
        """The log-in of a cookie and its person; null where it ended or may not be."""
        with self._database.reading() as session:
            found = session.execute(
                select(SessionRow, AccountRow)
                .join(AccountRow, AccountRow.id == SessionRow.account_id)
                .join(OperatorRow, OperatorRow.id == AccountRow.operator_id)
                .where(
                    SessionRow.digest == digest_of(secret),
                    SessionRow.expires_at > at,
                    SessionRow.seen_at > at - self._idle,
                    AccountRow.disabled_at.is_(None),
                    OperatorRow.left_at.is_(None),
                )
            ).first()
            if found is None:
                return None
            log_in, account = _session_of(found[0]), account_of_row(found[1])
        if at - log_in.seen_at >= SEEN_EVERY:
            self._see(log_in.digest, at)
        return log_in, account

    def of(self, account_id: str, at: datetime) -> Sequence[Session]:
        """A person's log-ins that hold, the one used last first."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(SessionRow)
                .where(
                    SessionRow.account_id == account_id,
                    SessionRow.expires_at > at,
                    SessionRow.seen_at > at - self._idle,
                )
                .order_by(SessionRow.seen_at.desc(), SessionRow.digest)
            )
            return [_session_of(row) for row in rows]

    def end(self, digest: str, *, account_id: str) -> bool:
        """End one log-in of a person; false where he has none of that digest."""
        with self._database.writing() as session:
            done = session.execute(
                delete(SessionRow)
                .where(SessionRow.digest == digest, SessionRow.account_id == account_id)
                .returning(SessionRow.digest)
            )
            return done.first() is not None

    def end_all(self, account_id: str, *, but: str | None = None) -> None:
        """End every log-in of a person, except the one of a digest."""
        with self._database.writing() as session:
            session.execute(
                delete(SessionRow).where(
                    SessionRow.account_id == account_id, SessionRow.digest != (but or "")
                )
            )

    def _see(self, digest: str, at: datetime) -> None:
        with self._database.writing() as session:
            session.execute(
                update(SessionRow).where(SessionRow.digest == digest).values(seen_at=at)
            )


def _session_of(row: SessionRow) -> Session:
    return Session(
        digest=row.digest,
        account_id=row.account_id,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        user_agent=row.user_agent,
        address=row.address,
    )
