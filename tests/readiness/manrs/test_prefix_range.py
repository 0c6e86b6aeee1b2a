"""Prefix range: fewer ranges, exactly the same prefixes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.manrs.prefix_range import PrefixRange, aggregated


@st.composite
def ranges(draw):
    length = draw(st.integers(20, 24))
    low = draw(st.integers(length, 25))
    address = (0xC0000000 + (draw(st.integers(0, 15)) << 8)) >> 32 - length << 32 - length
    return PrefixRange(
        is_v6=False, address=address, length=length, low=low, high=draw(st.integers(low, 26))
    )


def allowed(entries):
    found = set()
    for one in entries:
        for length in range(one.low, one.high + 1):
            step = 1 << 32 - length
            found |= {(one.address + n * step, length) for n in range(1 << length - one.length)}
    return found


@settings(max_examples=200)
@given(st.lists(ranges(), max_size=8))
def test_the_same_prefixes_are_allowed(entries):
    fewer = aggregated(entries)
    assert allowed(fewer) == allowed(entries)
    assert len(fewer) <= len(set(entries))


def test_halves_become_the_whole():
    halves = [
        PrefixRange(is_v6=True, address=half << 95, length=33, low=33, high=33) for half in (0, 1)
    ]
    assert [(one.prefix, one.low, one.is_exact) for one in aggregated(halves)] == [
        ("::/32", 33, False)
    ]
