"""Packets and octets agree: headers fit, flags tell what happened."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab.shape import ACK, FIN, RST, SYN, attempts, mixed, tcp, udp, with_failures

RNG = np.random.default_rng(9)
APPLICATION = st.lists(
    st.tuples(st.floats(0, 1e8), st.floats(0, 1e9), st.integers(1, 50)), min_size=1, max_size=20
)


@settings(max_examples=60, deadline=None)
@given(sizes=APPLICATION)
def test_tcp_carries_what_it_was_given_in_packets_that_fit(sizes):
    up, down, turns = (np.array(column) for column in zip(*sizes, strict=True))
    shape = tcp(RNG, up, down, np.zeros(len(up), np.int64), exchanges=turns)
    for octets, packets, given_ in (
        (shape.out_octets, shape.out_packets, up),
        (shape.in_octets, shape.in_packets, down),
    ):
        assert (octets - packets * 52 == given_.astype(np.int64)).all()
        assert (octets <= packets * 1452).all()
        assert (packets >= 3).all()
    assert (shape.out_flags & (SYN | ACK) == SYN | ACK).all()
    assert ((shape.out_flags & (FIN | RST)) > 0).all()


@settings(max_examples=40, deadline=None)
@given(packets=st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000)), min_size=1))
def test_unanswered_udp_has_nothing_back(packets):
    sent, received = (np.array(column) for column in zip(*packets, strict=True))
    shape = udp(sent * 40.0, received * 99.0 + 1, sent, received, np.zeros(len(sent), np.int64))
    assert (shape.out_octets == sent * 68).all()
    assert ((shape.in_octets > 0) == (received > 0)).all()
    assert not shape.out_flags.any()


def test_attempts_never_open():
    shape = attempts(np.random.default_rng(1), 5000, refused_share=0.4)
    assert (shape.out_flags == SYN).all()
    assert not (shape.in_flags & SYN).any()
    refused = shape.in_packets > 0
    assert (shape.in_flags[refused] == RST | ACK).all()
    assert 0.35 < refused.mean() < 0.45
    assert set(shape.out_packets.tolist()) == {1, 2, 3}


def test_failures_replace_a_share_and_leave_the_rest():
    size = np.full(20_000, 1000.0)
    shape = tcp(RNG, size, size, np.zeros(20_000, np.int64))
    failing = with_failures(np.random.default_rng(2), shape, 0.05)
    failed = failing.out_flags == SYN
    assert 0.04 < failed.mean() < 0.06
    assert (failing.out_octets[~failed] == shape.out_octets[~failed]).all()


def test_mixing_takes_each_row_from_its_side():
    size = np.full(4, 10.0)
    one = np.ones(4, np.int64)
    first = tcp(RNG, size, size, one)
    second = udp(size, size, one, one, one)
    chosen = mixed(np.array([True, False, True, False]), first, second)
    assert (chosen.out_flags > 0).tolist() == [True, False, True, False]
