"""Tickets: what a log-in under way must remember until its answer comes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import TicketRow
from noroshi.spine.store.secret import digest_of, fresh_secret

LASTING = timedelta(minutes=10)
MOST = 10_000
"""Tickets at once. Anybody can ask for one, so the oldest give way."""


class Tickets:
    """Short-lived content under a secret, taken once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, purpose: str, content: Mapping[str, str], at: datetime) -> str:
        """Keep content; the secret takes it back once, for the same purpose."""
        secret = fresh_secret()
        with self._database.writing() as session:
            session.execute(delete(TicketRow).where(TicketRow.expires_at <= at))
            count = session.scalar(select(func.count()).select_from(TicketRow)) or 0
            if count >= MOST:
                oldest = select(TicketRow.digest).order_by(TicketRow.expires_at)
                session.execute(
                    delete(TicketRow).where(
                        TicketRow.digest.in_(oldest.limit(count - MOST + 1).scalar_subquery())
                    )
                )
            session.execute(
                insert(TicketRow).values(
                    digest=digest_of(secret),
                    purpose=purpose,
                    content=dict(content),
                    expires_at=at + LASTING,
                )
            )
        return secret

    def take(self, purpose: str, secret: str, at: datetime) -> dict[str, str] | None:
        """The content, once; null where it was taken, ended, or was for something else."""
        with self._database.writing() as session:
            return session.scalar(
                delete(TicketRow)
                .where(
                    TicketRow.digest == digest_of(secret),
                    TicketRow.purpose == purpose,
                    TicketRow.expires_at > at,
                )
                .returning(TicketRow.content)
            )
