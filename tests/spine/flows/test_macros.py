from ipaddress import ip_address, ip_network

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows.macros import address_macros
from noroshi.spine.model import address_halves

ODD = ["::", "::1", "2001:db8::", "2001:db8:0:1::1", "2001:0:0:1::", "1:0:2:0:3:0:4:0", "fe80::1:0:0:1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "192.0.2.1", "0.0.0.0", "255.255.255.255"]  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    with DuckEngine(threads=1) as engine:
        engine.define(address_macros())
        yield engine


def texts(engine, addresses):
    pairs = [address_halves(a) for a in addresses]
    engine.load("a", pa.table({"hi": [p[0] for p in pairs], "lo": [p[1] for p in pairs]}))
    return engine.query("SELECT ip(hi, lo) AS t FROM a")["t"].to_pylist()


def test_ip_writes_canonical_text(engine):
    assert sorted(texts(engine, ODD)) == sorted(ODD)


@settings(max_examples=15, deadline=None)
@given(addresses=st.lists(st.ip_addresses(), min_size=1, max_size=50, unique=True))
def test_ip_agrees_with_the_standard_library(engine, addresses):
    plain = [a for a in addresses if a.version == 4 or a.ipv4_mapped is None]
    wanted = sorted(map(str, plain))
    assert not plain or sorted(texts(engine, wanted)) == wanted


@settings(max_examples=25, deadline=None)
@given(network=st.ip_addresses(), prefix=st.integers(0, 128), others=st.lists(st.ip_addresses(), max_size=8), near=st.integers(0, 127))  # fmt: skip
def test_in_net_agrees_with_the_standard_library(engine, network, prefix, others, near):
    prefix = min(prefix, network.max_prefixlen)
    net = ip_network((network, prefix), strict=False)
    flipped = type(network)(int(network) ^ 1 << min(near, network.max_prefixlen - 1))
    pairs = [address_halves(str(a)) for a in (network, flipped, *others)]
    # A range of IPv6 that spans ::ffff:0:0/96 holds IPv4 too: that is how the table keeps it.
    wanted = [_inside(a, net) for a in (network, flipped, *others)]
    engine.load("b", pa.table({"n": range(len(pairs)), "hi": [p[0] for p in pairs], "lo": [p[1] for p in pairs]}))  # fmt: skip
    found = engine.query(f"SELECT in_net(hi, lo, '{net}') AS t FROM b ORDER BY n")["t"].to_pylist()
    assert found == wanted


def _inside(address, net):
    if address.version == net.version:
        return address in net
    return net.version == 6 and ip_address(f"::ffff:{address}") in net
