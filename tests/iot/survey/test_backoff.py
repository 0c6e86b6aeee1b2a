"""Back-off: a burst of refusals ends the asking of a /24; anything else does not."""

from ipaddress import IPv4Address

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.backoff import BURST, BackOff, refused_block

INSIDE = int(IPv4Address("198.51.100.9"))


def refusal(code=13, kind=3, target=INSIDE):
    ours = bytes([0x45]) + bytes(15) + IPv4Address(target).packed + bytes(8)
    return bytes([0x45]) + bytes(19) + bytes([kind, code]) + bytes(6) + ours


def test_a_burst_of_refusals_stops_the_block():
    back_off = BackOff()
    assert not back_off.take([refusal()] * (BURST - 1))
    assert back_off.take([refusal()])
    assert not back_off.take([refusal()])
    held = back_off.stopped().hold(np.array([INSIDE, INSIDE + 256]))
    assert held.tolist() == [True, False]


def test_other_messages_stop_nothing():
    assert [refused_block(refusal(code=code)) is not None for code in (1, 3, 9, 10, 13)] == [
        False, False, True, True, True,
    ]  # fmt: skip
    assert refused_block(refusal(kind=11)) is None


@given(st.binary(max_size=80))
def test_any_octets_are_read(packet):
    block = refused_block(packet)
    assert block is None or 0 <= block < 1 << 24
