"""Tokens: what programs show instead of a password."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Select, bindparam, insert, select, update

from noroshi.spine.model import RIGHTS, Account, InputError, Right, Role, Token
from noroshi.spine.store.database import Database
from noroshi.spine.store.member_tables import AccountRow, OperatorRow, TokenRow
from noroshi.spine.store.secret import digest_of, fresh_secret

PREFIX = "nrs_"
"""Starts every token, so that scanners for leaked secrets know it."""
SHOWN = 12
"""Characters of a token that are kept and shown, prefix included: 48 of its 256 bits."""
USED_EVERY = timedelta(minutes=1)

# Asked with every request of a program, so it is put together once, and asks for both.
_FIND: Select[*tuple[Any, ...]] = (
    select(
        TokenRow,
        AccountRow.name.label("maker_name"),
        AccountRow.role.label("maker_role"),
        AccountRow.email.label("maker_email"),
        AccountRow.language.label("maker_language"),
        AccountRow.created_at.label("maker_created_at"),
    )
    .join(AccountRow, AccountRow.id == TokenRow.account_id)
    .join(OperatorRow, OperatorRow.id == TokenRow.operator_id)
    .where(
        TokenRow.digest == bindparam("digest"),
        TokenRow.expires_at > bindparam("at"),
        TokenRow.revoked_at.is_(None),
        TokenRow.operator_id == AccountRow.operator_id,
        AccountRow.disabled_at.is_(None),
        OperatorRow.left_at.is_(None),
    )
)


class Tokens:
    """Programs' tokens; what one may do never exceeds what its maker may at that moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(
        self,
        maker: Account,
        *,
        label: str,
        rights: Iterable[Right],
        at: datetime,
        expires_at: datetime,
    ) -> tuple[str, Token]:
        """A new token on behalf of its maker's operator.

        Returns:
            The secret, which cannot be told again, and what is kept of it.

        Raises:
            InputError: It would hold no right, one its maker has not, or no time at all.
        """
        wanted = frozenset(rights)
        if not wanted or not wanted <= RIGHTS[maker.role]:
            raise InputError("a token holds a part of its maker's rights, at least one")
        if expires_at <= at:
            raise InputError("a token ends after it begins")
        secret = fresh_secret(PREFIX)
        token = Token(
            id=str(uuid4()),
            prefix=secret[:SHOWN],
            label=label,
            operator_id=maker.operator_id,
            account_id=maker.id,
            rights=wanted,
            created_at=at,
            expires_at=expires_at,
        )
        with self._database.writing() as session:
            session.execute(insert(TokenRow).values(_row_of(token) | {"digest": digest_of(secret)}))
        return secret, token

    def find(self, secret: str, at: datetime) -> tuple[Token, Account] | None:
        """The token of a secret and its maker, noted as used; null where it holds no longer."""
        found = self.look_up(secret, at)
        if found is not None and is_use_due(found[0], at):
            self.note_use(found[0].id, at)
        return found

    def look_up(self, secret: str, at: datetime) -> tuple[Token, Account] | None:
        """The same without a note: it reads only."""
        with self._database.asking() as connection:
            found = connection.execute(_FIND, {"digest": digest_of(secret), "at": at}).first()
        if found is None:
            return None
        return _token_of(found), _maker_of(found)

    def get(self, token_id: str) -> Token | None:
        """One token by id."""
        with self._database.reading() as session:
            row = session.get(TokenRow, token_id)
            return None if row is None else _token_of(row)

    def all(self, *, operator_id: str | None = None) -> Sequence[Token]:
        """Tokens, the newest first, those that hold no longer too."""
        query = select(TokenRow).order_by(TokenRow.created_at.desc(), TokenRow.id)
        if operator_id is not None:
            query = query.where(TokenRow.operator_id == operator_id)
        with self._database.reading() as session:
            return [_token_of(row) for row in session.scalars(query)]

    def revoke(self, token_id: str, at: datetime) -> bool:
        """Take a token back; false where it was, or never existed."""
        with self._database.writing() as session:
            done = session.execute(
                update(TokenRow)
                .where(TokenRow.id == token_id, TokenRow.revoked_at.is_(None))
                .values(revoked_at=at)
                .returning(TokenRow.id)
            )
            return done.first() is not None

    def note_use(self, token_id: str, at: datetime) -> None:
        """Write that it was used at a moment."""
        with self._database.writing() as session:
            session.execute(update(TokenRow).where(TokenRow.id == token_id).values(last_used_at=at))


def is_use_due(token: Token, at: datetime) -> bool:
    """Whether a use is worth a note: the last one is a while ago."""
    return token.last_used_at is None or at - token.last_used_at >= USED_EVERY


def _row_of(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "prefix": token.prefix,
        "label": token.label,
        "operator_id": token.operator_id,
        "account_id": token.account_id,
        "rights": sorted(right.value for right in token.rights),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
    }


def _maker_of(found: Row[Any]) -> Account:
    """The maker of a token that was found: of its operator, and not disabled."""
    return Account(
        id=found.account_id,
        name=found.maker_name,
        operator_id=found.operator_id,
        role=Role(found.maker_role),
        email=found.maker_email,
        created_at=found.maker_created_at,
        language=found.maker_language,
    )


def _token_of(row: TokenRow | Row[Any]) -> Token:
    return Token(
        id=row.id,
        prefix=row.prefix,
        label=row.label,
        operator_id=row.operator_id,
        account_id=row.account_id,
        rights=frozenset(Right(right) for right in row.rights),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
