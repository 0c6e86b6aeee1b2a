import pytest

from noroshi.c2.judge import judge, shipped_weights
from noroshi.testing.analyses import make_analysis


def test_the_usual_server_is_judged_ordinary():
    assert judge(make_analysis(), shipped_weights()).probability[0] < 0.01


def test_given_columns_win_and_others_stay_usual():
    servers = make_analysis([{}, {"srv_port": 4444, "address": "192.0.2.1"}]).servers
    assert servers.ints("srv_port").tolist() == [443, 4444]
    assert servers.ints("srv_hi").tolist() == [0x2001_0DB8_0000_0000, 0]


def test_probes_are_marked_among_the_links():
    made = make_analysis(clients=[{}, {}], links=[(0, 0)], probes=[(1, 0)])
    assert made.links.flags("probe").tolist() == [False, True]


def test_a_misspelt_column_is_refused():
    with pytest.raises(ValueError, match="a server has no column srv_prt"):
        make_analysis([{"srv_prt": 1}])


def test_nothing_at_all_can_be_judged():
    assert judge(make_analysis([], []), shipped_weights()).probability.size == 0
