"""Powers: nobody gives away more than he has."""

from itertools import product

import pytest

from noroshi.console.access.callers import caller_of_person
from noroshi.console.access.powers import (
    appointable,
    may_appoint,
    may_let_in,
    may_shut_out,
    reaches,
)
from noroshi.spine.model import RIGHTS, Role
from noroshi.testing.members import make_account

ADMIN, COORDINATOR = "operator-admin", "coordinator"


def caller(role, operator="alpha"):
    return caller_of_person(make_account(role, operator))


@pytest.mark.parametrize("role", Role)
def test_who_appoints_has_all_that_he_gives(role):
    assert all(RIGHTS[given] <= RIGHTS[role] for given in appointable(caller(role)))


@pytest.mark.parametrize(("role", "target"), list(product(Role, Role)))
def test_a_link_is_handed_out_by_managers_with_all_rights_of_the_account(role, target):
    account = make_account(target)
    expected = role in {ADMIN, COORDINATOR} and RIGHTS[target] <= RIGHTS[role]
    assert may_let_in(caller(role), account) is expected


def test_an_administrator_makes_no_analyst_and_no_coordinator():
    assert not may_appoint(caller(ADMIN), Role.ANALYST)
    assert not may_appoint(caller(ADMIN), Role.COORDINATOR)
    assert appointable(caller(COORDINATOR)) == list(Role)


def test_an_administrator_reaches_his_own_operator_only():
    assert reaches(caller(ADMIN), "alpha")
    assert not reaches(caller(ADMIN), "beta")
    assert reaches(caller(COORDINATOR), "beta")
    assert not any(reaches(caller(r), "alpha") for r in Role if r not in {ADMIN, COORDINATOR})


def test_he_shuts_out_his_own_people_but_not_himself_nor_a_coordinator():
    assert may_shut_out(caller(ADMIN), make_account("analyst"))
    assert not may_shut_out(caller(ADMIN), make_account(ADMIN))
    assert not may_shut_out(caller(ADMIN), make_account(COORDINATOR))
    assert not may_shut_out(caller(ADMIN), make_account("reader", "beta"))
    assert may_shut_out(caller(COORDINATOR), make_account(COORDINATOR, "beta"))
    assert not may_shut_out(caller(COORDINATOR), make_account(COORDINATOR))
