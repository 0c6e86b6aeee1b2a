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


SCOPES = st.sampled_from([1, 2, 3, 4, 5])
ELEMENTS = st.sampled_from(
    [1, 8, 10, 14, 34, 35, 48, 49, 50, 82, 83, 84, 94, 95, 96, 149, 160, 234, 236, 302, 304, 305, 306]
)  # fmt: skip
LENGTHS = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 8, 9, 16, 65_535])


def v9_set(number, body):
    return struct.pack(">HH", number, 4 + len(body)) + body


@given(
    scopes=st.lists(st.tuples(SCOPES, LENGTHS), max_size=3),
    options=st.lists(st.tuples(ELEMENTS, LENGTHS), max_size=5),
    data=st.binary(max_size=120),
)
def test_any_options_template_and_any_data_for_it_never_raise(scopes, options, data, batch, flows):
    fields = b"".join(struct.pack(">HH", *field) for field in scopes + options)
    head = struct.pack(">HHH", 300, 4 * len(scopes), 4 * len(options))
    body = v9_set(1, head + fields) + v9_set(300, data)
    flows(batch([struct.pack(">HHIIII", 9, 2, 1000, 1_700_000_000, 1, 1) + body]))


@given(
    fields=st.lists(st.tuples(ELEMENTS, LENGTHS), min_size=1, max_size=6),
    scopes=st.integers(0, 7),
    data=st.binary(max_size=120),
)
def test_any_ipfix_options_template_never_raises(fields, scopes, data, batch, flows):
    listed = b"".join(struct.pack(">HH", *field) for field in fields)
    body = v9_set(3, struct.pack(">HHH", 300, len(fields), scopes) + listed) + v9_set(300, data)
    flows(batch([struct.pack(">HHIII", 10, 16 + len(body), 1_700_000_000, 1, 1) + body]))


@given(
    fields=st.lists(
        st.tuples(st.integers(0, 500), st.one_of(LENGTHS, st.integers(0, 40))),
        min_size=1,
        max_size=10,
    ),
    ipfix=st.booleans(),
    data=st.binary(max_size=300),
)
def test_any_template_and_any_data_for_it_never_raise(fields, ipfix, data, batch, flows):
    listed = b"".join(struct.pack(">HH", *field) for field in fields)
    body = v9_set(2 if ipfix else 0, struct.pack(">HH", 300, len(fields)) + listed)
    body += v9_set(300, data)
    if ipfix:
        head = struct.pack(">HHIII", 10, 16 + len(body), 1_700_000_000, 1, 1)
    else:
        head = struct.pack(">HHIIII", 9, 2, 1000, 1_700_000_000, 1, 1)
    flows(batch([head + body]))
