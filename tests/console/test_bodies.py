"""Bodies: what was made once is held while there is room."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.bodies import Bodies


def test_what_is_held_comes_back():
    bodies = Bodies()
    bodies.hold({1: b"a", 2: b"b"})
    assert bodies.held([2, 3]) == {2: b"b"}


def test_what_was_asked_for_longest_ago_goes_first():
    bodies = Bodies(room_bytes=2)
    bodies.hold({1: b"a", 2: b"b"})
    bodies.held([1])
    bodies.hold({3: b"c"})
    assert bodies.held([1, 2, 3]) == {1: b"a", 3: b"c"}


@given(st.lists(st.dictionaries(st.integers(0, 9), st.binary(max_size=8))), st.integers(0, 20))
def test_no_more_is_held_than_there_is_room_for(steps, room):
    bodies = Bodies(room_bytes=room)
    for made in steps:
        bodies.hold(made)
        assert sum(map(len, bodies.held(range(10)).values())) <= room
