"""Made desks are rows like any other."""

import pytest

from noroshi.spine.store import Database
from noroshi.spine.store.member_tables import AccountRow, OperatorRow
from noroshi.testing.desks import add_account, add_operator


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        yield opened


def test_an_operator_and_its_person_are_there(database):
    add_operator(database, "alpha")
    account_id = add_account(database, "hanako", operator_id="alpha")
    with database.reading() as session:
        assert session.get(OperatorRow, "alpha").name == "Alpha"
        assert session.get(AccountRow, account_id).operator_id == "alpha"
