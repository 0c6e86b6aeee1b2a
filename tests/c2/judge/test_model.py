import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.c2.judge.belief import infection
from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.model import (
    ELSEWHERE_MOST,
    SICK_CLIENTS,
    Allowance,
    codes,
    design,
    judge,
    prior_weights,
    shipped_weights,
    weights_of,
)
from noroshi.c2.judge.terms import TERMS
from noroshi.testing.analyses import make_analysis

WEIGHTS = shipped_weights()
SICK = {"scanned": 400}
BEACON = {"srv_port": 4444, "contacts_typical": 1000, "contacts": 3000, "contacts_most": 1000, "answered": 3000, "asked": 3000,
          "up_packets": 15000, "down_packets": 15000, "gaps": 999, "lag_coherence": 0.98, "same_share": 0.9, "port_servers": 1}  # fmt: skip
"""A server that three clients call like clockwork on a port of its own."""


def judged(servers, clients=({},), **more):
    return judge(make_analysis(servers, clients, **more), WEIGHTS)


def test_shipped_weights_have_exactly_the_terms():
    shipped = json.loads(files("noroshi.c2.judge").joinpath("weights.json").read_bytes())
    assert shipped["terms"].keys() == {term.code for term in TERMS}


def test_no_weight_turns_a_term():
    assert all(weight >= 0 for weight in WEIGHTS.terms.values())
    assert (prior_weights() > 0).all()


def test_codes_are_unique_and_follow_the_weights():
    assert len(set(codes())) == len(codes()) == len(WEIGHTS.vector())
    assert codes()[-1] == SICK_CLIENTS


def test_weights_are_written_with_what_labels_can_carry():
    vector = np.linspace(0, 1.23456, len(TERMS))
    made = weights_of(-1.23456, vector, version="9", trained_on="nothing")
    assert made.bias == -1.235
    assert made.terms[TERMS[-1].code] == 1.235


def test_log_odds_are_the_plain_sum_of_what_is_told():
    found = judged([BEACON, {}])
    assert found.log_odds == pytest.approx(found.contributions.sum(axis=1) + WEIGHTS.bias)


def test_a_beacon_is_found_and_a_web_server_is_not():
    beacon, web = judged([BEACON, {}]).probability
    assert beacon > 0.9
    assert web < 0.01


def test_sick_clients_raise_their_server():
    pairs = [(0, 0), (1, 0)]
    others = [{}] * 40
    well = judged([{"srv_port": 4444}], [{}, {}, *others], links=pairs)
    sick = judged([{"srv_port": 4444}], [SICK, SICK, *others], links=pairs)
    assert sick.log_odds[0] > well.log_odds[0] + 2
    assert sick.seen_infected[0] > 50 > well.seen_infected[0]


def test_where_all_are_sick_sick_clients_say_little():
    pairs = [(0, 0), (1, 0)]
    rare = judged([{"srv_port": 4444}], [SICK, SICK, *[{}] * 40], links=pairs)
    common = judged([{"srv_port": 4444}], [SICK] * 42, links=pairs)
    assert common.contributions[0, -1] < rare.contributions[0, -1] - 2


def test_clients_of_a_cc_server_are_infected():
    found = judged([BEACON, {}], [{}, {}], links=[(0, 0), (1, 1)])
    assert found.infected[0] > 0.7
    assert found.infected[1] == pytest.approx(infection(found.facts.analysis)[1], abs=0.01)
    assert found.contacts_c2[0] == pytest.approx(found.probability[0])


def test_a_second_port_of_the_same_address_gains_nothing_from_the_first():
    ports = [BEACON | {"address": "192.0.2.1"}, {"srv_port": 5555, "address": "192.0.2.1"}]
    apart = [BEACON | {"address": "192.0.2.1"}, {"srv_port": 5555, "address": "192.0.2.2"}]
    crowd = [{}] * 60
    same = judged(ports, crowd, links=[(0, 0), (0, 1)])
    other = judged(apart, crowd, links=[(0, 0), (0, 1)])
    assert same.contributions[1, -1] < other.contributions[1, -1]
    assert same.seen_infected[1] < 5 < other.seen_infected[1]


def test_ordinary_services_of_an_infected_device_gain_nothing():
    servers = [BEACON, {"srv_port": 443}, {"srv_port": 5555}]
    pairs = [(0, server) for server in range(3)]
    found = judged(servers, [{}] * 60, links=pairs)
    alone = design(found.facts)[:, -1]
    gained = found.contributions[:, -1] - alone
    assert gained[1] == pytest.approx(0.0)
    assert 0 < gained[2] <= ELSEWHERE_MOST + 1e-9


def test_a_host_that_a_scanner_touched_owes_nothing_to_it():
    touched = {"srv_port": 4444, "scan_clients": 3, "answered": 0, "contacts_typical": 1}
    found = judged([touched], [SICK, *[{}] * 40], links=[(0, 0)])
    assert found.contributions[0, -1] <= 0


def test_what_cannot_be_a_server_is_never_likely():
    found = judged([BEACON | {"srv_port": 0}, BEACON | {"proto": 1}])
    assert (found.probability < 1e-6).all()


def test_an_allow_list_speaks_against_but_does_not_silence():
    allowance = Allowance(against=np.array([-6.0]), classes=np.array(["ntp"], object))
    analysis = make_analysis([BEACON])
    free, allowed = judge(analysis, WEIGHTS), judge(analysis, WEIGHTS, allowance)
    assert allowed.log_odds[0] == pytest.approx(free.log_odds[0] - 6.0)
    assert allowed.probability[0] > 0


def test_the_given_analysis_is_left_as_it_was():
    analysis = make_analysis([BEACON], [SICK], links=[(0, 0)])
    before = {name: analysis.servers[name].copy() for name in analysis.servers}
    judge(analysis, WEIGHTS)
    assert all(np.array_equal(before[n], analysis.servers[n], equal_nan=True) for n in before)


columns = st.fixed_dictionaries(
    {},
    optional={
        "srv_port": st.integers(0, 65535), "proto": st.sampled_from([1, 6, 17]),
        "clients": st.integers(0, 10**7), "scan_clients": st.integers(0, 3),
        "contacts": st.integers(0, 10**9), "contacts_typical": st.integers(0, 10**9),
        "contacts_most": st.integers(0, 10**9), "answered": st.integers(0, 10**9),
        "up_octets": st.floats(0, 1e15), "down_octets": st.floats(0, 1e15),
        "up_packets": st.floats(0, 1e12), "down_packets": st.floats(0, 1e12),
        "session_typical_ms": st.integers(-(10**9), 10**12), "end_ms": st.integers(0, 10**13),
        "odd_peers": st.integers(0, 10**6), "siblings": st.integers(0, 10**5),
        "port_servers": st.integers(0, 10**6), "called": st.integers(0, 10**6),
        "lag_coherence": st.floats(0, 1), "gaps": st.integers(0, 10**6), "same_share": st.floats(0, 1),
    },
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(columns, max_size=5), st.integers(0, 10**7), st.floats(0, 1), st.floats(0, 1))
def test_any_measurement_gives_a_probability(servers, subscribers, tcp_seen, replies):
    usual = make_analysis().network
    network = replace(
        usual, subscribers=subscribers, tcp_answers_seen=tcp_seen, replies_seen=replies
    )
    analysis = make_analysis(servers, [SICK, {}], links=[(0, n) for n in range(len(servers))], network=network)  # fmt: skip
    found = judge(analysis, WEIGHTS)
    assert ((found.probability >= 0) & (found.probability <= 1)).all()
    assert ((found.infected >= 0) & (found.infected <= 1)).all()
    assert np.isfinite(found.contributions).all()
    for number, term in enumerate(TERMS):
        assert (term.sign * found.contributions[:, number] >= 0).all(), term.code
    assert Facts(analysis).rows == len(servers)
