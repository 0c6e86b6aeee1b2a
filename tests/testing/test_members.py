"""Made members: one person of every role at each operator."""

from noroshi.spine.model import Role
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.testing.members import add_members


def test_every_role_is_there_at_both_operators(tmp_path):
    with Database.open(tmp_path / "state.db") as database:
        add_members(database)
        people = Accounts(database).all()
    assert {(one.operator_id, one.role) for one in people} == {
        (operator, role) for operator in ("alpha", "beta") for role in Role
    }
