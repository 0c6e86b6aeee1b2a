import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.belief import (
    INFECTED_BEFORE,
    LEAST,
    MOST,
    Links,
    client_evidence,
    infected_elsewhere,
    infection,
    sigmoid,
)
from noroshi.testing.analyses import make_analysis

BACKGROUND = 0.02
probabilities = st.floats(0.0, 1.0)
symptomatic = st.lists(st.floats(0.0, 0.9), min_size=5, max_size=5)  # MOST keeps symptoms below
pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=12, unique=True)


def links(*pairs):
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return Links(both[:, 0], both[:, 1])


def evidence(infected):
    """What clients with these probabilities say about the one server they all use."""
    chained = links(*((n, 0) for n in range(len(infected))))
    return client_evidence(1, chained, np.array(infected), BACKGROUND)[0]


def test_a_server_without_links_gains_nothing():
    assert client_evidence(3, links(), np.zeros(0), BACKGROUND).tolist() == [0.0] * 3


def test_clients_like_all_others_say_nothing():
    assert evidence([BACKGROUND] * 5) == pytest.approx(0.0, abs=0.05)


def test_more_infected_clients_say_more():
    found = [evidence([0.9] * n) for n in (1, 2, 4)]
    assert found == sorted(found)
    assert found[0] > 1


def test_healthy_clients_speak_against():
    assert evidence([0.0001] * 5) < 0


@given(st.lists(probabilities, min_size=1, max_size=40), st.floats(1e-4, 0.5))
def test_clients_never_decide_alone(infected, background):
    chained = links(*((n, 0) for n in range(len(infected))))
    found = client_evidence(1, chained, np.array(infected), background)[0]
    assert LEAST <= found <= MOST


@given(st.lists(probabilities, min_size=1, max_size=8), st.integers(0, 7), probabilities)
def test_a_sicker_client_never_speaks_less(infected, which, sicker):
    which %= len(infected)
    worse = [*infected]
    worse[which] = max(infected[which], sicker)
    assert evidence(worse) >= evidence(infected) - 1e-9


@given(pairs, symptomatic, st.lists(probabilities, min_size=4, max_size=4))  # fmt: skip
def test_probabilities_stay_probabilities(chained, infected, servers):
    found = infected_elsewhere(links(*chained), np.array(infected), np.array(servers), np.arange(4))
    assert ((found >= 0) & (found <= 1)).all()


@given(pairs, symptomatic, st.lists(probabilities, min_size=4, max_size=4))  # fmt: skip
def test_no_address_strengthens_itself_not_even_under_another_port(chained, infected, servers):
    address = np.array([0, 0, 1, 1])  # two servers on each of two addresses
    base = infected_elsewhere(links(*chained), np.array(infected), np.array(servers), address)
    surer = np.array([1.0, 1.0, *servers[2:]])
    changed = infected_elsewhere(links(*chained), np.array(infected), surer, address)
    own = np.array([address[server] == 0 for _, server in chained], bool)
    assert changed[own] == pytest.approx(base[own])


def test_contact_with_another_likely_server_tells_of_infection():
    chained = links((0, 0), (0, 1))
    alone = np.array([BACKGROUND])
    told = infected_elsewhere(chained, alone, np.array([0.95, 0.0]), np.array([0, 1]))
    assert told[1] > 0.8
    assert told[0] == pytest.approx(BACKGROUND)


def test_many_faint_servers_do_not_add_up():
    chained = links(*((0, server) for server in range(50)))
    told = infected_elsewhere(chained, np.array([BACKGROUND]), np.full(50, 0.19), np.arange(50))
    assert told == pytest.approx(np.full(50, BACKGROUND))


def test_a_client_without_symptoms_is_as_likely_infected_as_anybody():
    assert infection(make_analysis()).tolist() == pytest.approx([INFECTED_BEFORE])


def test_probes_of_scans_are_no_links():
    made = make_analysis(clients=[{}, {}], links=[(1, 0)], probes=[(0, 0)])
    assert Links.of(made.links).client.tolist() == [1]


@given(st.floats(-700, 700))
def test_log_odds_become_probabilities(log_odds):
    found = float(sigmoid(np.array([log_odds]))[0])
    assert 0.0 <= found <= 1.0
    assert found + float(sigmoid(np.array([-log_odds]))[0]) == pytest.approx(1.0)
