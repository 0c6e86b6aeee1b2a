"""Ground: bounds of both, and scopes that pass every check."""

import pytest

from noroshi.iot.sense import CATALOGUE
from noroshi.jobs.iot.lab import ground
from noroshi.jobs.iot.lab.ground import loopback, namespaces
from noroshi.spine.model import ConfigError


def test_loopback_needs_no_privilege_and_stays_on_loopback():
    made = loopback(512)
    assert made.network.num_addresses == 512
    assert made.network.is_loopback
    assert not made.raw
    assert all(port > 1023 for ask in made.probes for port in ask["ports"])


def test_probes_are_of_the_catalogue(monkeypatch):
    monkeypatch.setattr(ground, "can_make", lambda: True)
    for made in (loopback(64), namespaces(1024)):
        for ask in made.probes:
            assert set(ask["ports"]) <= set(CATALOGUE[ask["probe"]].ports)


def test_namespaces_live_in_the_benchmark_network(monkeypatch):
    monkeypatch.setattr(ground, "can_make", lambda: True)
    assert str(namespaces(65_536).network) == "198.18.0.0/16"
    monkeypatch.setattr(ground, "can_make", lambda: False)
    with pytest.raises(ConfigError, match="--loopback"):
        namespaces(65_536)


@pytest.mark.parametrize(("make", "size"), [(loopback, 63), (loopback, 2048), (namespaces, 1000), (namespaces, 1 << 18)])  # fmt: skip
def test_sizes_out_of_bounds_are_refused(monkeypatch, make, size):
    monkeypatch.setattr(ground, "can_make", lambda: True)
    with pytest.raises(ConfigError, match="power of two"):
        make(size)
