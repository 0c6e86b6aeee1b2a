import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

COUNTS = st.lists(st.integers(0, 10**6), min_size=2, max_size=4)


@settings(max_examples=25, deadline=None)
@given(COUNTS)
def test_more_of_what_excuses_a_server_never_excuses_less(rises, counts):
    assert rises("c2.swarm", "odd_peers", counts, srv_port=4444)
    assert rises("c2.family", "siblings", counts)
    assert rises("c2.popular", "clients", counts)
    assert rises("c2.caller", "called", counts, srv_port=4444)


def test_excuses_are_bounded(strength):
    most = 10**9
    assert strength("c2.swarm", odd_peers=most, srv_port=4444) == 3
    assert strength("c2.family", siblings=most) == 2
    assert strength("c2.popular", clients=most) == 2


@pytest.mark.parametrize(("clients", "popular"), [(7, False), (8, True), (4, False)])
def test_a_handful_of_clients_is_never_popular(strength, clients, popular):
    assert (strength("c2.popular", clients=clients) > 0) is popular


def test_a_swarm_excuses_odd_ports_only(strength):
    assert strength("c2.swarm", odd_peers=50, srv_port=443) == 0
    assert strength("c2.swarm", odd_peers=50, srv_port=6667) > 0


def test_the_more_people_the_more_odd_but_harmless_servers(strength):
    found = [strength("c2.crowd", {"subscribers": n}) for n in (0, 200, 2_000, 2_000_000)]
    assert found == pytest.approx([0, 0, 1, 4])


def test_the_share_of_probing_clients_counts(strength):
    found = [strength("c2.probed", scan_clients=n) for n in range(4)]
    assert found == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_calling_back_tells_only_on_odd_ports(strength):
    assert strength("c2.caller", called=1, srv_port=4444) == 1
    assert strength("c2.caller", called=1, srv_port=443) == 0
