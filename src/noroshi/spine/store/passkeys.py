"""Passkeys: public keys of people's devices (WebAuthn credentials)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from noroshi.spine.model import InputError
from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import PasskeyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One passkey.

    Attributes:
        credential_id: The device's name for it.
        account_id: Whose.
        public_key: COSE key.
        sign_count: As the device counted at its last use; 0 where it does not count.
        label: What its owner calls it.
        created_at: When it was registered.
        last_used_at: When it logged him in last.
    """

    credential_id: bytes
    account_id: str
    public_key: bytes
    sign_count: int
    label: str
    created_at: datetime
    last_used_at: datetime | None = None


class Passkeys:
    """Passkeys of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, passkey: Passkey) -> None:
        """Keep a passkey.

        Raises:
            InputError: It is registered already.
        """
        with self._database.writing() as session:
            try:
                session.execute(insert(PasskeyRow).values(asdict(passkey)))
            except IntegrityError as error:
                raise InputError("this passkey is registered already") from error

    def get(self, credential_id: bytes) -> Passkey | None:
        """One passkey."""
        with self._database.reading() as session:
            row = session.get(PasskeyRow, credential_id)
            return None if row is None else _passkey_of(row)

    def of(self, account_id: str) -> Sequence[Passkey]:
        """A person's passkeys, the oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(PasskeyRow)
                .where(PasskeyRow.account_id == account_id)
                .order_by(PasskeyRow.created_at, PasskeyRow.credential_id)
            )
            return [_passkey_of(row) for row in rows]

    def use(self, credential_id: bytes, *, sign_count: int, at: datetime) -> bool:
        """Record a use; false where the device's count did not grow, as a copy's would not."""
        grown = or_(PasskeyRow.sign_count < sign_count, PasskeyRow.sign_count == 0)
        if sign_count == 0:
            grown = PasskeyRow.sign_count == 0
        with self._database.writing() as session:
            done = session.execute(
                update(PasskeyRow)
                .where(PasskeyRow.credential_id == credential_id, grown)
                .values(sign_count=sign_count, last_used_at=at)
                .returning(PasskeyRow.credential_id)
            )
            return done.first() is not None

    def remove(self, credential_id: bytes, *, account_id: str) -> bool:
        """Forget a passkey of a person; false where he has none of that name."""
        with self._database.writing() as session:
            done = session.execute(
                delete(PasskeyRow)
                .where(
                    PasskeyRow.credential_id == credential_id, PasskeyRow.account_id == account_id
                )
                .returning(PasskeyRow.credential_id)
            )
            return done.first() is not None


def _passkey_of(row: PasskeyRow) -> Passkey:
    return Passkey(
        credential_id=row.credential_id,
        account_id=row.account_id,
        public_key=row.public_key,
        sign_count=row.sign_count,
        label=row.label,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
