"""Attempts: failed log-ins of late, so that guessing takes for ever."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import AttemptRow
from noroshi.spine.store.secret import digest_of

WINDOW = timedelta(minutes=15)
"""Failures are forgotten after this time without another one."""


class Attempts:
    """Failures by key: a log-in name or an address.

    Keys are kept as digests only, because people type passwords into the field for names.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def locked_until(self, limits: dict[str, int], at: datetime) -> datetime | None:
        """When the next attempt may be made, where one of the keys failed as often as its limit."""
        digests = {digest_of(key): most for key, most in limits.items()}
        with self._database.reading() as session:
            rows = session.scalars(
                select(AttemptRow).where(
                    AttemptRow.digest.in_(digests), AttemptRow.last_at > at - WINDOW
                )
            )
            ends = [row.last_at + WINDOW for row in rows if row.failures >= digests[row.digest]]
        return max(ends, default=None)

    def fail(self, *keys: str, at: datetime) -> None:
        """Count a failure for each key."""
        with self._database.writing() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.last_at <= at - WINDOW))
            for digest in {digest_of(key) for key in keys}:
                row = session.get(AttemptRow, digest)
                if row is None:
                    session.add(AttemptRow(digest=digest, failures=1, last_at=at))
                else:
                    row.failures, row.last_at = row.failures + 1, at

    def forget(self, key: str) -> None:
        """Forget the failures of a key, after a success."""
        with self._database.writing() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.digest == digest_of(key)))
