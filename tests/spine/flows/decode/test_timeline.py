"""Timeline: the value put last before a place is in force there."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.decode.timeline import Timeline


@given(st.lists(st.integers(0, 20), min_size=1, max_size=20), st.integers(0, 25))
def test_the_latest_definition_before_a_place_holds(places, asked):
    line = Timeline()
    for number, place in enumerate(places):
        line.put(place, number)
    before = [(place, number) for number, place in enumerate(places) if place <= asked]
    wanted = max(before or [min((place, number) for number, place in enumerate(places))])
    found = line.values[int(line.at(np.array([asked]))[0])]
    if before:
        assert found == wanted[1]
    else:
        assert places[found] == min(places)


def test_between_batches_only_the_last_value_is_kept():
    line = Timeline()
    for place, value in ((3, "a"), (9, "b")):
        line.put(place, value)
    line.forget()
    assert line.values == ["b"]
    assert line.at(np.array([0, 99])).tolist() == [0, 0]
