"""Gate: closes by name and by address, and says when to come back."""

from datetime import timedelta

import pytest
from litestar.exceptions import TooManyRequestsException

from noroshi.console.access.gate import PER_ADDRESS, PER_NAME, Gate


@pytest.fixture
def gate_of(site):
    return lambda name="reader", address="192.0.2.1": Gate(
        site.desk.attempts, name=name, address=address
    )


def is_open(gate, at):
    try:
        gate.pass_(at)
    except TooManyRequestsException:
        return False
    return True


def fail(site, gate, times):
    for _ in range(times):
        gate.fail(site.now)


def test_it_closes_by_name_from_everywhere(site, gate_of):
    fail(site, gate_of(address="192.0.2.9"), PER_NAME)
    assert not is_open(gate_of(), site.now)
    assert not is_open(gate_of("READER"), site.now)
    assert is_open(gate_of("other"), site.now)


def test_it_closes_by_address_for_every_name(site, gate_of):
    for number in range(PER_ADDRESS):
        gate_of(f"name{number}").fail(site.now)
    assert not is_open(gate_of("another"), site.now)
    assert is_open(gate_of("another", "192.0.2.9"), site.now)


def test_it_says_when_to_come_back(site, gate_of):
    fail(site, gate_of(), PER_NAME)
    with pytest.raises(TooManyRequestsException) as caught:
        gate_of().pass_(site.now)
    wait_s = int(caught.value.headers["Retry-After"])
    assert not is_open(gate_of(), site.now + timedelta(seconds=wait_s - 1))
    assert is_open(gate_of(), site.now + timedelta(seconds=wait_s))


def test_a_success_forgets_the_name(site, gate_of):
    fail(site, gate_of(), PER_NAME - 1)
    gate_of().succeed()
    fail(site, gate_of(), 1)
    assert is_open(gate_of(), site.now)


def test_without_a_name_only_the_address_counts(site, gate_of):
    fail(site, gate_of(""), PER_ADDRESS - 1)
    gate_of("").succeed()
    assert is_open(gate_of(""), site.now)
    fail(site, gate_of(""), 1)
    assert not is_open(gate_of(""), site.now)
