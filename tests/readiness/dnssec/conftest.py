"""The signed world by short names."""

import pytest

from noroshi.readiness.dnssec.anchor import read_anchors
from noroshi.readiness.dnssec.validator import Validator
from noroshi.spine.net.dns_server import DnsServer


@pytest.fixture
def world(signed_world):
    return signed_world


@pytest.fixture
def primary(signed_primary):
    return signed_primary


@pytest.fixture
def resolver(signed_resolver):
    return signed_resolver


@pytest.fixture
def server(primary):
    return DnsServer(address="127.0.0.1", port=primary, recursion=False)


@pytest.fixture
def validator(world, server):
    return Validator(server, read_anchors(world.anchor), now=world.now)
