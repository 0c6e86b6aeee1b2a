"""Frame: headers that a plain reader accepts, with a checksum that sums up."""

import struct
from ipaddress import IPv4Address

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.lab.export.frame import CAPTURED_FROM, FRAME_SIZE, frames


@given(
    length=st.integers(0, 1400),
    sent_ms=st.integers(0, 2**32 * 1000 - 1),
    exporter=st.ip_addresses(v=4),
    collector=st.ip_addresses(v=4),
)
def test_every_header_is_sound(length, sent_ms, exporter, collector):
    made = frames(
        np.array([sent_ms * 1000]), np.array([length]),
        exporter=IPv4Address(exporter), collector=IPv4Address(collector), port=2055,
    )  # fmt: skip
    octets = made.tobytes()
    assert len(octets) == FRAME_SIZE
    seconds, micros, kept, whole = struct.unpack_from("<IIII", octets)
    assert seconds * 1000 + micros // 1000 == sent_ms
    assert kept == whole == FRAME_SIZE - CAPTURED_FROM + length
    ip = octets[30:50]
    total = sum(struct.unpack(">10H", ip))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    assert total == 0xFFFF
    assert ip[12:16] == exporter.packed
    assert struct.unpack_from(">HHH", octets, 50)[1:] == (2055, 8 + length)
