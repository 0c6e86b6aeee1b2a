"""Blocks: what is sealed is read again, and damage costs only what it touches."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode.datagrams import SESSION
from noroshi.spine.flows.spool import TLS_TRANSPORT, Block, index_of, read_blocks, seal
from noroshi.spine.model.address import MAPPED

SALT = b"8 octets"
V4 = 0xC0000201 | MAPPED


def sealed(payloads, *, hi=0, lo=V4, salt=SALT, at_ns=1_700_000_000_000_000_000):
    lengths = np.array([len(p) for p in payloads], np.int64)
    rows = len(payloads)
    sender = Addresses(np.full(rows, hi), np.full(rows, lo))
    form, index = index_of(lengths, sender, np.full(rows, 2055))
    return b"".join(seal(salt, form, index, b"".join(payloads), at_ns))


def read(data, salt=SALT):
    """Payloads of all whole blocks, and octets that are in none."""
    found = list(read_blocks(memoryview(data), salt))
    blocks = [b for b in found if isinstance(b, Block)]
    payloads = []
    for block in blocks:
        at = block.start
        for length in block.lengths.tolist():
            payloads.append(bytes(data[at : at + length]))
            at += length
    return payloads, sum(n for n in found if isinstance(n, int))


PAYLOADS = st.lists(st.binary(max_size=60), min_size=1, max_size=6)


@given(st.lists(PAYLOADS, max_size=5))
def test_what_is_sealed_is_read_again(groups):
    data = b"".join(sealed(group) for group in groups)
    assert read(data) == ([p for group in groups for p in group], 0)


def test_senders_of_both_families_come_back():
    hi, lo = 0x20010DB8 << 32, 5
    for given_hi, given_lo in ((0, V4), (hi, lo)):
        (block,) = read_blocks(memoryview(sealed([b"x"], hi=given_hi, lo=given_lo)), SALT)
        assert isinstance(block, Block)
        assert (int(block.sender.hi[0]), int(block.sender.lo[0])) == (given_hi, given_lo)
        assert block.port.tolist() == [2055]
        assert block.received_ns == 1_700_000_000_000_000_000


def test_ipv4_costs_eight_octets_a_datagram_and_ipv6_twenty_four():
    one, two = len(sealed([b""])), len(sealed([b"", b""]))
    assert two - one == 8
    assert len(sealed([b"", b""], hi=1, lo=1)) - len(sealed([b""], hi=1, lo=1)) == 24


@given(PAYLOADS, PAYLOADS, PAYLOADS, st.data())
def test_one_wrong_octet_costs_one_block(first, second, third, data):
    parts = [sealed(first), sealed(second), sealed(third)]
    at = data.draw(st.integers(0, len(parts[1]) - 1))
    bad = bytearray(parts[1])
    bad[at] ^= data.draw(st.integers(1, 255))
    payloads, lost = read(parts[0] + bytes(bad) + parts[2])
    assert payloads == first + third
    assert lost == len(bad)


@given(PAYLOADS, PAYLOADS, st.data())
def test_a_cut_segment_keeps_its_whole_blocks(first, second, data):
    whole = sealed(first)
    cut = sealed(second)[: data.draw(st.integers(0, len(sealed(second)) - 1))]
    assert read(whole + cut) == (first, len(cut))


@given(st.binary(max_size=300))
def test_octets_that_are_no_block_are_counted(octets):
    assert read(octets) == ([], len(octets))


def test_a_datagram_that_imitates_a_block_is_never_taken_for_one():
    forged = sealed([b"not sent by anybody"], salt=b"a guess!")
    carrier = bytearray(sealed([forged, b"later"]))
    carrier[5] ^= 1  # even where the block around it is damaged
    assert read(bytes(carrier) + sealed([b"good"])) == ([b"good"], len(carrier))


@given(session=st.integers(1, (1 << 32) - 1), port=st.integers(0, 65_535), is_v4=st.booleans())
def test_sessions_come_back_and_no_two_share_a_port(session, port, is_v4):
    sender = Addresses(np.full(1, 0 if is_v4 else 0x20010DB8 << 32), np.full(1, V4))
    form, index = index_of(np.array([2]), sender, np.array([session * SESSION + port]))
    parts = seal(SALT, form, index, b"xy", 1, transport=TLS_TRANSPORT)
    (block,) = read_blocks(memoryview(b"".join(parts)), SALT)
    assert isinstance(block, Block)
    assert block.port.tolist() == [session * SESSION + port]
    assert (int(block.sender.hi[0]), int(block.sender.lo[0])) == (int(sender.hi[0]), V4)
