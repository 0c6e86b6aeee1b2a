"""Recipients: whoever may read a list is told, once, in his language."""

import pytest

from noroshi.spine.model import Role
from noroshi.spine.store import Database
from noroshi.spine.store.recipients import Address, Recipients
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_account, add_operator


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        yield opened


@pytest.fixture
def recipients(database):
    return Recipients(database, language="ja")


def test_a_desk_has_its_own_addresses_and_its_peoples(database, recipients):
    add_operator(database, "alpha", contacts=("desk@alpha.example",), entitlements=("devices",))
    add_account(database, "hanako", language="en")
    desk = recipients.desk("alpha")
    assert (desk.name, desk.collections) == ("Alpha", ("devices",))
    assert desk.addresses == (
        Address(mail="desk@alpha.example", language="ja"),
        Address(mail="hanako@alpha.example", language="en"),
    )


def test_a_person_at_the_desks_address_is_told_once_in_his_language(database, recipients):
    add_operator(database, "alpha", contacts=("Hanako@alpha.example",))
    add_account(database, "hanako", language="en")
    assert [address.language for address in recipients.desk("alpha").addresses] == ["en"]


def test_who_may_not_read_lists_is_not_told(database, recipients):
    add_operator(database, "alpha", contacts=())
    add_account(database, "viewer", role=Role.MINISTRY_VIEWER, email="v@alpha.example")
    add_account(database, "gone", email="g@alpha.example", disabled_at=AT)
    add_account(database, "silent", email="")
    assert recipients.desk("alpha").addresses == ()


def test_operators_that_left_are_told_nothing(database, recipients):
    add_operator(database, "alpha")
    add_operator(database, "gone", left_at=AT)
    assert [desk.operator_id for desk in recipients.desks()] == ["alpha"]
    assert recipients.desk("gone") is None
    assert recipients.desk("nobody") is None


def test_a_person_is_found_by_account(database, recipients):
    add_operator(database, "alpha")
    add_account(database, "hanako", language="")
    add_account(database, "gone", disabled_at=AT)
    assert recipients.person("account-hanako") == Address(
        mail="hanako@alpha.example", language="ja"
    )
    assert recipients.person("account-gone") is None
    assert recipients.person("nobody") is None


def test_cases_are_worked_on_by_the_operators_analysts_and_coordinators(database, recipients):
    add_operator(database, "alpha")
    add_operator(database, "beta")
    add_account(database, "hanako")
    add_account(database, "gone", disabled_at=AT)
    add_account(database, "reader", role=Role.READER)
    add_account(database, "other", operator_id="beta")
    add_account(database, "coordinator", operator_id="beta", role=Role.COORDINATOR)
    names = ("hanako", "gone", "reader", "other", "coordinator", "nobody")
    assert [name for name in names if recipients.worker_named(name, "alpha")] == [
        "hanako",
        "coordinator",
    ]
