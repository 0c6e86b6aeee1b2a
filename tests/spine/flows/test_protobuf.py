"""Protobuf: lock step reads what a plain reader reads; hostile messages are marked, never misread."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.protobuf import frames, read_fields, varints

NUMBERS, STRINGS = (1, 3, 110), (6, 81)


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def encoded(message):
    """Fields in order: numbers as varints, octets as strings, floats as fixed words."""
    out = b""
    for number, value in message:
        wire = 0 if isinstance(value, int) else 2
        out += varint(number << 3 | wire)
        out += varint(value) if wire == 0 else varint(len(value)) + value
    return out


MESSAGE = st.lists(
    st.tuples(st.sampled_from(NUMBERS), st.integers(0, (1 << 63) - 1))
    | st.tuples(st.sampled_from(STRINGS), st.binary(max_size=20))
    | st.tuples(st.sampled_from((99, 200_000)), st.integers(0, (1 << 64) - 1) | st.binary(max_size=9)),
    max_size=8,
)  # fmt: skip


def fields_of(messages):
    ends = np.cumsum([len(m) for m in messages], dtype=np.int64)
    starts = ends - np.array([len(m) for m in messages], np.int64)
    octets = Octets(b"".join(messages))
    return octets, read_fields(octets, starts, ends, NUMBERS, STRINGS)


@given(st.lists(MESSAGE, min_size=1, max_size=6))
def test_fields_are_those_that_were_written(messages):
    octets, found = fields_of([encoded(m) for m in messages])
    assert not found.bad.any()
    for row, message in enumerate(messages):
        last = dict(message)
        assert {n: int(found.numbers[n][row]) for n in NUMBERS} == {n: last.get(n, 0) for n in NUMBERS}  # fmt: skip
        for n in STRINGS:
            at, size = found.start[n][row : row + 1], found.length[n][row : row + 1]
            assert octets.slices(at, size) == [last.get(n, b"")]


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=6))
def test_arbitrary_octets_never_raise_nor_reach_beyond_their_message(messages):
    _, found = fields_of(messages)
    ends = np.cumsum([len(m) for m in messages])
    for n in STRINGS:
        assert (found.start[n] + found.length[n] <= ends)[~found.bad].all()


@given(MESSAGE.filter(bool), st.integers(1, 100))
def test_a_cut_message_is_bad_or_a_shorter_one(message, cut):
    whole = encoded(message)
    bounds = np.cumsum([len(encoded([f])) for f in message]).tolist()
    _, found = fields_of([whole[: max(len(whole) - cut, 0)]])
    assert bool(found.bad[0]) == (max(len(whole) - cut, 0) not in [0, *bounds])


def test_an_endless_run_of_fields_ends():
    _, found = fields_of([encoded([(1, 1)] * 600)])
    assert found.bad.tolist() == [True]


@given(st.lists(st.integers(0, (1 << 63) - 1), min_size=1, max_size=5))
def test_varints_of_every_size(values):
    parts = [varint(v) for v in values]
    starts = np.cumsum([0, *map(len, parts[:-1])], dtype=np.int64)
    found, ends, whole = varints(Octets(b"".join(parts)), starts)
    assert found.tolist() == values
    assert ends.tolist() == np.cumsum([*map(len, parts)]).tolist()
    assert whole.all()


@given(st.lists(st.binary(max_size=300), max_size=6), st.integers(0, 400))
def test_frames_are_the_messages_that_are_whole(messages, cut):
    data = b"".join(varint(len(m)) + m for m in messages)
    kept = data[: max(len(data) - cut, 0)]
    starts, ends, at = frames(kept)
    whole = [kept[a:b] for a, b in zip(starts, ends, strict=True)]
    assert whole == messages[: len(whole)]
    assert at == sum(len(varint(len(m)) + m) for m in whole)
