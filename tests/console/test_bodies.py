"""Bodies: what was made once is held while there is room."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.bodies import HOLDING_BYTES, Bodies, Body
from noroshi.spine.model import Tlp

ONE = HOLDING_BYTES + 1
"""Room that a body of one octet takes."""


def body(octets):
    return Body(Tlp.AMBER, octets)


def test_what_is_held_comes_back():
    bodies = Bodies()
    bodies.hold({1: body(b"a"), 2: body(b"b")})
    assert bodies.held([2, 3]) == {2: body(b"b")}


def test_the_oldest_editions_go_first():
    bodies = Bodies(room_bytes=2 * ONE)
    bodies.hold({2: body(b"b"), 1: body(b"a")})
    bodies.hold({3: body(b"c")})
    assert bodies.held([1, 2, 3]).keys() == {2, 3}


def test_who_reads_from_the_beginning_pushes_no_newer_edition_out():
    bodies = Bodies(room_bytes=2 * ONE)
    bodies.hold({8: body(b"h"), 9: body(b"i")})
    bodies.hold({number: body(b"x") for number in range(1, 8)})
    assert bodies.held(range(10)).keys() == {8, 9}


def test_the_same_edition_is_counted_once():
    bodies = Bodies()
    for _ in range(3):
        bodies.hold({1: body(b"a")})
    assert bodies.size_bytes == ONE


_MADE = st.dictionaries(st.integers(0, 9), st.binary(max_size=400).map(body))


@given(st.lists(_MADE), st.integers(0, 5 * ONE))
def test_no_more_is_held_than_there_is_room_for(steps, room):
    bodies = Bodies(room_bytes=room)
    for made in steps:
        bodies.hold(made)
        held = bodies.held(range(10)).values()
        assert sum(len(one.octets) + HOLDING_BYTES for one in held) == bodies.size_bytes <= room
