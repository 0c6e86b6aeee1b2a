"""Site lock: one writer of reported sites at a time, so that counts and order hold."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

SITE_LOCK = 0x73697465
"""Number of PostgreSQL's advisory lock ("site")."""


def alone(session: Session) -> None:
    """Wait until nobody else changes reported sites; held until the transaction ends.

    SQLite's writing transactions are alone by themselves.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(SITE_LOCK)))
