"""Made members for tests: two operators with people of every role."""

from datetime import UTC, datetime, timedelta

from noroshi.spine.model import Account, MemberRole, Operator, Role
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.members import Operators

JOINED = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def make_operator(id_: str = "alpha", *, role: MemberRole = MemberRole.SHARING) -> Operator:
    """An operator with documentation numbers."""
    return Operator(
        id=id_,
        name=f"{id_.title()} Net",
        role=role,
        joined_at=JOINED,
        asns=(64496,),
        prefixes=("192.0.2.0/24",),
        domains=(f"{id_}.example",),
        contacts=(f"security@{id_}.example",),
        entitlements=("c2-servers",),
    )


def make_account(role: Role | str = Role.READER, operator_id: str = "alpha") -> Account:
    """A person whose name and id tell role and operator."""
    name = f"{operator_id}-{Role(role).value}"
    return Account(
        id=f"id-{name}",
        name=name,
        operator_id=operator_id,
        role=Role(role),
        email=f"{Role(role).value}@{operator_id}.example",
        created_at=JOINED,
    )


def add_members(database: Database, *operator_ids: str) -> None:
    """Operators, each with one person of every role; `alpha` and `beta` when none is named."""
    for operator_id in operator_ids or ("alpha", "beta"):
        Operators(database).add(make_operator(operator_id))
        for role in Role:
            Accounts(database).add(make_account(role, operator_id))
