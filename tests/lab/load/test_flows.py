"""Drawn flows look like an Internet provider's."""

from ipaddress import ip_address, ip_network

import numpy as np
import pytest

from noroshi.lab.load.flows import LONGEST_MS, SERVERS, draw
from noroshi.lab.seed import rng_of
from noroshi.spine.model import address_text

ROWS = 50_000
RESERVED = [ip_network(n) for n in ("100.64.0.0/10", "198.18.0.0/15", "2001:db8::/32")]


@pytest.fixture(scope="module")
def flows():
    rows = np.arange(ROWS)
    return draw(
        rng_of(1, "test"), exporter=rows % 8, is_v6=rows % 4 == 0,
        sent_ms=np.full(ROWS, 1_700_000_000_000), sampled=rows % 10 == 0,
    )  # fmt: skip


def test_all_addresses_are_reserved_ones(flows):
    for ends in (flows.source, flows.destination):
        for hi, lo in zip(ends.hi[:3000].tolist(), ends.lo[:3000].tolist(), strict=True):
            address = ip_address(address_text(hi, lo))
            assert any(address in net for net in RESERVED), address


def test_one_end_is_a_subscriber_and_the_other_a_server(flows):
    def is_subscriber(ends):
        return np.where(flows.is_v6, ends.hi & 0x80000000 > 0, ends.lo & 0xFF000000 == 0x64000000)

    assert np.all(is_subscriber(flows.source) != is_subscriber(flows.destination))
    assert np.array_equal(is_subscriber(flows.destination), flows.direction == 1)


def test_servers_follow_zipf(flows):
    v4 = ~flows.is_v6
    server = np.where(flows.direction == 1, flows.source.lo, flows.destination.lo)[v4]
    counts = np.sort(np.unique(server, return_counts=True)[1])[::-1]
    assert abs(counts[0] / v4.sum() - np.log(2) / np.log(SERVERS)) < 0.01
    assert 10_000 < len(counts) < SERVERS


def test_sampled_rows_are_single_packets_at_the_time_of_export(flows):
    sampled = flows.take(slice(0, None, 10))
    assert np.all(sampled.packets == 1)
    assert np.all(sampled.first_ms == 1_700_000_000_000)
    assert np.all(sampled.octets <= 1500)


def test_times_and_counters_are_possible(flows):
    assert np.all(flows.first_ms <= flows.last_ms)
    assert np.all(flows.last_ms - flows.first_ms <= LONGEST_MS)
    assert np.all(flows.last_ms <= 1_700_000_000_000)
    assert np.all(flows.octets >= 84 * flows.packets)
    assert np.all(flows.octets < 1 << 32)
