"""Made desks for tests: single operators and people, whose every side a test may choose."""

from datetime import UTC, datetime

from sqlalchemy import insert

from noroshi.spine.model import COLLECTIONS, Role
from noroshi.spine.store import Database
from noroshi.spine.store.member_tables import AccountRow, OperatorRow

JOINED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def add_operator(
    database: Database,
    operator_id: str = "alpha",
    *,
    contacts: tuple[str, ...] = ("desk@alpha.example",),
    entitlements: tuple[str, ...] = COLLECTIONS,
    left_at: datetime | None = None,
) -> None:
    """An operator that may read every list."""
    row = {
        "id": operator_id,
        "name": operator_id.title(),
        "role": "sharing",
        "asns": [],
        "prefixes": [],
        "domains": [],
        "contacts": list(contacts),
        "entitlements": list(entitlements),
        "action": "none",
        "joined_at": JOINED_AT,
        "left_at": left_at,
    }
    with database.writing() as session:
        session.execute(insert(OperatorRow), [row])


def add_account(  # noqa: PLR0913  # a person has so many sides
    database: Database,
    name: str = "hanako",
    *,
    operator_id: str = "alpha",
    role: Role = Role.ANALYST,
    email: str = "hanako@alpha.example",
    language: str = "en",
    disabled_at: datetime | None = None,
) -> str:
    """A person of an operator; gives the account's id."""
    row = {
        "id": f"account-{name}",
        "name": name,
        "operator_id": operator_id,
        "role": role.value,
        "email": email,
        "language": language,
        "created_at": JOINED_AT,
        "disabled_at": disabled_at,
    }
    with database.writing() as session:
        session.execute(insert(AccountRow), [row])
    return f"account-{name}"
