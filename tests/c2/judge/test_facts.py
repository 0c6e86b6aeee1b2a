from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.facts import Facts, decades, ramp
from noroshi.testing.analyses import NETWORK, make_analysis


def facts(*servers, **network):
    return Facts(make_analysis(servers or ({},), network=replace(NETWORK, **network)))


@pytest.mark.parametrize(
    ("server", "scored"),
    [
        ({"proto": 6, "srv_port": 443}, True),
        ({"proto": 17, "srv_port": 53}, True),
        ({"proto": 6, "srv_port": 0}, False),
        ({"proto": 1, "srv_port": 0}, False),
        ({"proto": 58, "srv_port": 128}, False),
        ({"proto": 132, "srv_port": 443}, False),
    ],
)
def test_only_tcp_and_udp_with_a_port_are_scored(server, scored):
    assert facts(server).scored.tolist() == [scored]


def test_a_server_that_never_answered_did_not_speak():
    silent = facts({"answered": 0})
    assert not silent.spoke[0]
    assert silent.silence_known[0]


@pytest.mark.parametrize(("proto", "seen"), [(6, "tcp_answers_seen"), (17, "udp_answers_seen")])
def test_silence_means_nothing_where_answers_are_not_exported(proto, seen):
    blind = facts({"answered": 0, "proto": proto}, **{seen: 0.1})
    assert blind.spoke[0]
    assert not blind.silence_known[0]


def test_sampled_contacts_are_not_taken_for_longer_talks():
    server = {"up_packets": 30, "down_packets": 0}
    assert facts(server, packets_typical=1.0).talk[0] < facts(server).talk[0]


@pytest.mark.parametrize(("network", "thinned"), [({}, False), ({"sampling": 100}, True), ({"packets_typical": 1.0}, True)])  # fmt: skip
def test_sampling_is_known_when_declared_or_plain(network, thinned):
    assert facts(**network).thinned is thinned


def test_kinds_follow_the_port():
    ports = facts({"srv_port": 6667}, {"srv_port": 4444}, {"srv_port": 50001})
    assert ports.of_kind("irc").tolist() == [True, False, False]
    assert ports.odd.tolist() == [False, True, True]
    assert ports.high.tolist() == [False, False, True]


def test_counts_below_one_become_one():
    none = facts({"clients": 0, "contacts": 0, "contacts_typical": 0})
    assert (none.clients[0], none.contacts[0], none.contacts_typical[0]) == (1, 1, 1)


@given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=2).map(sorted))
def test_ramps_rise_within_zero_and_one(values):
    for scale in (lambda v: ramp(v, 2.0, 9.0), lambda v: decades(v, 2.0, 9000.0)):
        low, high = scale(np.array(values))
        assert 0.0 <= low <= high <= 1.0


def test_ramps_meet_their_ends():
    assert ramp(np.array([2.0, 9.0]), 2.0, 9.0).tolist() == [0.0, 1.0]
    assert decades(np.array([0.0, 10.0, 100.0, 1e9]), 10.0, 1000.0).tolist() == [0, 0, 0.5, 1]
