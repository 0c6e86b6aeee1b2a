"""Seen: the own operator's devices, or all for who manages operators."""

import pytest

from noroshi.console.caller import Caller
from noroshi.console.iot.seen import devices_seen, operator_seen, with_states
from noroshi.jobs.iot.keeping_devices import write_devices
from noroshi.spine.model import RIGHTS, Role
from noroshi.testing.devices import one_device


def caller(role, operator="beta"):
    return Caller(by="user:a", rights=RIGHTS[Role(role)], operator_id=operator, account_id="a")


@pytest.mark.parametrize(
    ("role", "seen"), [("analyst", {"b1"}), ("coordinator", {"a1", "a2", "a3", "b1"})]
)
def test_devices_are_seen_by_their_operator(hub, role, seen):
    assert {one.id for one in devices_seen(hub, caller(role))} == seen


def test_who_belongs_nowhere_sees_nothing(hub):
    write_devices(hub.home, [one_device("nobodys", "")])
    assert operator_seen(caller("analyst", None)) == ""
    assert [one.id for one in devices_seen(hub, caller("analyst", None))] == []


def test_a_device_without_a_case_is_found(hub):
    kept = with_states(hub, devices_seen(hub, caller("analyst")))
    assert [one.state for one in kept] == ["found"]
