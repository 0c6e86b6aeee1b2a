"""Tables of members: operators, their people and programs, and who is logged in."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State


class OperatorRow(State):
    """One operator."""

    __tablename__ = "operators"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    asns: Mapped[list[int]]
    prefixes: Mapped[list[str]]
    domains: Mapped[list[str]]
    contacts: Mapped[list[str]]
    entitlements: Mapped[list[str]]
    action: Mapped[str]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class AccountRow(State):
    """One person. A password is kept as its argon2id hash."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    role: Mapped[str]
    email: Mapped[str]
    language: Mapped[str]
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_used_at: Mapped[datetime | None]
    oidc_subject: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class PasskeyRow(State):
    """One passkey (WebAuthn credential)."""

    __tablename__ = "passkeys"

    credential_id: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    label: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class InvitationRow(State):
    """One link that works once: for a first password, or a forgotten one."""

    __tablename__ = "invitations"

    digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SessionRow(State):
    """One log-in of a person; the cookie's secret is kept as a digest."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    user_agent: Mapped[str]
    address: Mapped[str]


class TokenRow(State):
    """One token of a program."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    prefix: Mapped[str]
    label: Mapped[str]
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    rights: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class AttemptRow(State):
    """Failed log-ins of late, by the digest of an account's name or of an address."""

    __tablename__ = "attempts"

    digest: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)


class TicketRow(State):
    """What a log-in under way must remember until its answer comes; taken once."""

    __tablename__ = "tickets"

    digest: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    content: Mapped[dict[str, str]]
    expires_at: Mapped[datetime] = mapped_column(index=True)
