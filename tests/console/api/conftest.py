"""Fixtures of the API: two members, a list, and clients of both."""

from datetime import timedelta

import pytest

from noroshi.console.api import ROUTES
from noroshi.spine.model import MemberRole, Operator
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators


@pytest.fixture
def members(hub):
    operators = Operators(hub.store.database)
    joined = hub.clock() - timedelta(days=100)
    for name, role, lists in (
        ("alpha", MemberRole.SHARING, ("c2-servers", "devices")),
        ("beta", MemberRole.SHARING, ("devices",)),
        ("hub", MemberRole.COORDINATOR, ()),
    ):
        operators.add(Operator(id=name, name=name, role=role, joined_at=joined, entitlements=lists))
    return operators


@pytest.fixture
def shared(hub, members):
    return SharedList(hub.store.database)


@pytest.fixture
def publish(hub, shared):
    def change(*changes):
        return shared.publish(changes, hub.clock())

    return change


@pytest.fixture
def client(client_of, caller_as, members):
    """Of a contributor at alpha."""
    return client_of(ROUTES, caller_as("contributor"))


@pytest.fixture
def client_at(client_of, caller_as, members):
    """Of a contributor at an operator."""
    return lambda operator: client_of(ROUTES, caller_as("contributor", operator))
