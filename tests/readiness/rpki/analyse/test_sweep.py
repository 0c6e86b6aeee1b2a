"""Sweep: equal to RFC 6811 done a route and a VRP at a time, and to a router's library on real tables."""

import os
from ipaddress import ip_network
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki import WORDS, State, read_routes, read_vrps, validate
from noroshi.readiness.rpki.sense.content import read_content

DATA = (
    Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[5] / "shared" / "data"))
    / "netsec"
    / "rpki"
)
ORACLE = DATA / "rov-oracle-20140513routes-x-vrps-20250720T0931Z.csv.xz"

asns = st.sampled_from([0, 64500, 64501, 4294967295])
prefixes = st.one_of(
    st.tuples(st.sampled_from([0, 1, 64, 128, 255]), st.integers(0, 32)).map(
        lambda pair: ip_network((0xC0000200 + pair[0], pair[1]), strict=False)
    ),
    st.tuples(st.sampled_from([0, 1, 2**63, 2**64, 2**95]), st.integers(0, 128)).map(
        lambda pair: ip_network(((0x20010DB8 << 96) + pair[0], pair[1]), strict=False)
    ),
)


@st.composite
def payloads(draw):
    network = draw(prefixes)
    return str(network), draw(st.integers(network.prefixlen, network.max_prefixlen)), draw(asns)


def states(routes, vrps):
    return [WORDS[State(state)] for state in validate(routes, vrps).state]


@settings(max_examples=300, deadline=None)
@given(
    vrps=st.lists(payloads(), max_size=12),
    routes=st.lists(st.tuples(prefixes.map(str), asns), min_size=1, max_size=12),
)
def test_every_state_is_that_of_the_slow_oracle(rpki, vrps, routes):
    found = states(rpki.routes(routes), rpki.vrps(vrps))
    assert found == [rpki.slow_state(prefix, origin, vrps) for prefix, origin in routes]


@given(
    routes=st.lists(st.tuples(prefixes.map(str), asns), min_size=1, max_size=8),
    seed=st.integers(0, 99),
)
def test_the_order_of_routes_and_vrps_changes_nothing(rpki, routes, seed):  # fmt: skip
    vrps = rpki.vrps([(str(p), ip_network(p).prefixlen, asn) for p, asn in routes[::2]])
    mixed = np.random.default_rng(seed)
    by_vrp, by_route = mixed.permutation(len(vrps)), mixed.permutation(len(routes))
    table = rpki.routes(routes)
    once = validate(table, vrps).state[by_route]
    again = validate(table.take(by_route), vrps.take(by_vrp)).state
    assert (once == again).all()


def test_a_set_and_an_empty_path_are_never_valid(rpki):
    vrps = rpki.vrps([("192.0.2.0/24", 32, 64500)])
    routes = rpki.routes(
        [("192.0.2.0/24", "{64500}"), ("192.0.2.0/24", ""), ("198.51.100.0/24", "")]
    )
    assert states(routes, vrps) == ["invalid", "invalid", "not-found"]


def test_as_0_matches_nothing_but_leaves_others_their_right(rpki):
    vrps = rpki.vrps([("192.0.2.0/24", 32, 0), ("192.0.2.0/24", 24, 64500)])
    routes = rpki.routes([("192.0.2.0/24", 0), ("192.0.2.0/24", 64500), ("192.0.2.0/25", 64500)])
    assert states(routes, vrps) == ["invalid", "valid", "invalid"]


def test_a_prefix_beyond_64_bits_is_judged_by_all_its_bits(rpki):
    vrps = rpki.vrps([("2001:db8::/65", 128, 64500)])
    routes = rpki.routes([("2001:db8::/65", 64500), ("2001:db8:0:0:8000::/65", 64500)])
    assert states(routes, vrps) == ["valid", "not-found"]


def test_whole_space_can_be_covered(rpki):
    vrps = rpki.vrps([("0.0.0.0/0", 0, 64500), ("::/0", 0, 64500)])
    routes = rpki.routes([("0.0.0.0/0", 64500), ("::/0", 64500), ("192.0.2.0/24", 64500)])
    assert states(routes, vrps) == ["valid", "valid", "invalid"]


def test_reach_tells_how_long_the_origin_may_announce(rpki):
    vrps = rpki.vrps([("192.0.2.0/24", 25, 64500), ("192.0.2.0/25", 26, 64501)])
    routes = rpki.routes([("192.0.2.0/26", 64500), ("192.0.2.0/26", 64502)])
    found = validate(routes, vrps)
    assert found.reach.tolist() == [25, -1]
    assert found.counts() == {State.NOT_FOUND: 0, State.VALID: 0, State.INVALID: 2}


@pytest.mark.skipif(not ORACLE.exists(), reason="NOROSHI_DATA has no RPKI tables")
def test_half_a_million_real_routes_agree_with_rtrlib():
    vrps, routes = read_vrps(DATA / "vrps-20250720T0931Z.csv.xz"), read_routes(ORACLE)
    rows = read_content(ORACLE).octets.decode().splitlines()[1:]
    wanted = np.array([row.rpartition(",")[2] for row in rows])
    letters = np.array(["N", "V", "I"])
    assert len(routes) == len(wanted)
    assert (letters[validate(routes, vrps).state] == wanted).all()
