"""Decoder: octets of an attacker never raise, and whatever is dropped is counted."""

import struct

from hypothesis import given
from hypothesis import strategies as st

V5 = struct.pack(">HHIIIIBBH", 5, 2, 1000, 1_700_000_000, 0, 1, 0, 0, 0) + bytes(96)


@given(payloads=st.lists(st.binary(max_size=400), max_size=12))
def test_arbitrary_datagrams_never_raise(payloads, batch, flows):
    flows(batch(payloads))


@given(cases=st.lists(st.tuples(st.booleans(), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=6)), min_size=1, max_size=8))  # fmt: skip
def test_mutated_datagrams_never_raise(cases, valid, batch, flows):
    payloads = []
    for is_v5, changes in cases:
        octets = bytearray(V5 if is_v5 else valid)
        for at, value in changes:
            octets[at % len(octets)] = value
        payloads.append(bytes(octets))
    flows(batch(payloads))


@given(cut=st.integers(0, 400))
def test_a_cut_datagram_gives_no_wrong_record(cut, valid, batch, flows):
    kept, tally = flows(batch([valid[:cut]]))
    assert kept == (3 if cut >= len(valid) else 0)
    assert kept or tally.refused


def test_two_exporters_do_not_disturb_each_other(template, data, message, batch, flows):
    narrow = [(8, 4), (12, 4), (4, 1)]
    short = struct.pack(">4s4sB", bytes([203, 0, 113, 5]), bytes([203, 0, 113, 6]), 17)
    mixed = (
        batch([message(template()), message(data(2))]),
        batch(
            [message(template(fields=narrow)), message(data(4, record=short))], sender=0xC0000210
        ),
    )
    assert flows(*mixed)[0] == 6
