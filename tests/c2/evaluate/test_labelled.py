"""An analysis beside the truth: by address, with what no flow touched."""

import numpy as np


def test_every_endpoint_of_a_c2_address_is_c2(day):
    assert set(day.address[day.is_c2]) == {"192.0.2.1", "192.0.2.2", "192.0.2.3"}


def test_endpoints_bear_the_scenario_of_their_capture(day):
    assert set(day.scenario) == {"one", "two", "three"}
    assert set(day.scenario[day.address == "198.51.100.21"]) == {"two"}


def test_what_is_left_out_is_not_counted(day):
    assert not day.counted[day.address == "198.51.100.39"].any()
    assert "198.51.100.39" not in day.ranked(np.zeros(len(day.address))).address


def test_c2_servers_that_no_flow_touched_are_told_by_scenario(half_a_day):
    ranked = half_a_day.ranked(np.zeros(len(half_a_day.address)))
    assert ranked.missed == ("three",)
    assert ranked.to_find == 3


def test_a_ranking_has_each_address_once(day):
    ranked = day.ranked(np.arange(len(day.address)) * 1.0)
    assert len(set(ranked.address)) == len(ranked.address)
    assert ranked.missed == ()
