"""Bounds: what is allowed unless somebody says otherwise."""

import pytest

from noroshi.spine.net.egress import EgressBounds


@pytest.mark.parametrize("port", [22, 25, 53, 110, 143, 445, 587, 3306, 3389, 5432, 6379])
def test_ports_of_other_services_are_closed(port):
    assert port not in EgressBounds().ports


@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_ports_of_web_pages_are_open(port):
    assert port in EgressBounds().ports
