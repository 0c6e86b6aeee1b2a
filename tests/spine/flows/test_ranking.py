from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows.ranking import KEYS, Filter, Ranking, inside, protocol_number
from noroshi.spine.flows.readable import readable_rows
from noroshi.spine.model import ConfigError, address_halves
from noroshi.testing import flow, flow_table

ROWS = [
    flow("100.64.0.1:50000", "192.0.2.1:443/tcp", sent=(100, 1), answered=None, samplingInterval=10, exporter="192.0.2.254"),
    flow("192.0.2.1:443", "100.64.0.1:50000/tcp", sent=(900, 2), answered=None, subscriberSide=2),
    flow("100.64.0.2:50001", "192.0.2.9:53/udp", sent=(50, 1), answered=(70, 1)),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    with DuckEngine(threads=1) as opened:
        opened.load("flows", flow_table(ROWS))
        yield opened


def ranked(engine, *by, raw=False, sort="octets", limit=10, **chosen):
    ranking = Ranking(by=by, raw=raw, sort=sort, limit=limit, chosen=Filter(**chosen))
    return list(readable_rows(engine.query(*ranking.sql())))


def test_counters_are_scaled_and_biflows_count_both_ways(engine):
    assert [(row["source"], row["octets"]) for row in ranked(engine, "source")] == [
        ("100.64.0.1", 1000),
        ("192.0.2.1", 900),
        ("100.64.0.2", 120),
    ]


def test_raw_counters_are_as_exported(engine):
    assert ranked(engine, "source", raw=True)[0] == {
        "source": "192.0.2.1",
        "octets": 900,
        "packets": 2,
        "flows": 1,
    }


def test_both_directions_meet_at_their_server(engine):
    [first, _] = ranked(engine, "server", "port", "protocol")
    assert first == {
        "server": "192.0.2.1",
        "port": 443,
        "protocol": 6,
        "octets": 1900,
        "packets": 12,
        "flows": 2,
    }


@pytest.mark.parametrize("key", KEYS)
def test_every_key_can_be_asked(engine, key):
    assert sum(row["flows"] for row in ranked(engine, key)) == 3


@pytest.mark.parametrize(
    ("chosen", "flows"),
    [
        ({"address": "192.0.2.1"}, 2), ({"source": "192.0.2.1"}, 1), ({"destination": "192.0.2.0/24"}, 2),
        ({"address": "100.64.0.0/10"}, 3), ({"port": 443}, 2), ({"protocol": "udp"}, 1),
        ({"exporter": "192.0.2.254"}, 1), ({"exporter": "x' OR true --"}, 0), ({"address": "2001:db8::/32"}, 0),
    ],
)  # fmt: skip
def test_filters_choose_flows_each_once(engine, chosen, flows):
    assert sum(row["flows"] for row in ranked(engine, "ip-version", **chosen)) == flows


@settings(max_examples=40, deadline=None)
@given(
    network=st.ip_addresses(),
    prefix=st.integers(0, 128),
    other=st.ip_addresses(),
    near=st.integers(0, 127),
)
def test_ranges_agree_with_the_standard_library(engine, network, prefix, other, near):
    net = ip_network((network, min(prefix, network.max_prefixlen)), strict=False)
    flipped = type(network)(int(network) ^ 1 << min(near, network.max_prefixlen - 1))
    for address in (network, flipped, other):
        hi, lo = address_halves(str(address))
        sql = f"SELECT {inside('source', str(net))} AS t FROM (SELECT {hi} AS sourceAddressHi, {lo} AS sourceAddressLo)"
        assert engine.query(sql)["t"].to_pylist() == [within(address, net)]


def within(address, net):
    if address.version == net.version:
        return address in net
    return net.version == 6 and ip_address(f"::ffff:{address}") in net


def test_protocols_are_keywords_or_numbers():
    assert (protocol_number("TCP"), protocol_number("89")) == (6, 89)
    for wrong in ("ospf3", "256", "-1"):
        with pytest.raises(ConfigError, match="is no protocol"):
            protocol_number(wrong)


def test_wrong_questions_are_told():
    with pytest.raises(ConfigError, match="group by some of"):
        Ranking(by=("x",), chosen=Filter()).sql()
    with pytest.raises(ConfigError, match="no address and no range"):
        Ranking(by=("port",), chosen=Filter(address="here")).sql()
