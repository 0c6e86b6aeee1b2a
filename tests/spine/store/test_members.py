"""Operators: kept whole, ended, never lost."""

from dataclasses import replace

import pytest

from noroshi.spine.model import Action, InputError, MemberRole
from noroshi.spine.store.members import Operators
from noroshi.testing.members import DAY, JOINED, make_operator


@pytest.fixture
def operators(database):
    return Operators(database)


def test_what_goes_in_comes_out(operators):
    operators.add(make_operator(role=MemberRole.ANALYSING))
    assert operators.get("alpha") == make_operator(role=MemberRole.ANALYSING)
    assert operators.get("beta") is None


def test_an_edit_replaces_everything_but_the_id(operators):
    operators.add(make_operator())
    changed = replace(make_operator(), name="New", asns=(64497, 64498), action=Action.BLOCK)
    operators.edit(changed)
    assert operators.get("alpha") == changed


def test_a_second_operator_of_the_same_id_is_refused(operators):
    operators.add(make_operator())
    with pytest.raises(InputError, match="already"):
        operators.add(make_operator())


@pytest.mark.parametrize(
    "act", [lambda o: o.edit(make_operator()), lambda o: o.end("alpha", JOINED)]
)
def test_what_does_not_exist_cannot_be_changed(operators, act):
    with pytest.raises(InputError, match="no operator alpha"):
        act(operators)


def test_an_operator_that_ended_keeps_its_record_and_first_end(operators):
    for id_ in ("beta", "alpha"):
        operators.add(make_operator(id_))
    operators.end("beta", JOINED + DAY)
    operators.end("beta", JOINED + 2 * DAY)
    assert [operator.id for operator in operators.all()] == ["alpha"]
    assert [operator.id for operator in operators.all(ended=True)] == ["alpha", "beta"]
    assert operators.get("beta").left_at == JOINED + DAY
