"""Queued: datagrams of messages, with their sender and time."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import format_addresses
from noroshi.spine.flows.queued import plain_datagrams, raw_flows
from noroshi.spine.flows.tally import Tally

SENDER = bytes(10) + b"\xff\xff" + bytes([198, 51, 100, 9])


def payloads(found):
    return found.octets.slices(found.start, found.end - found.start)


def test_a_plain_message_is_a_datagram_of_its_key():
    found = plain_datagrams([b"abc", b"", b"de"], ["198.51.100.9", "2001:db8::1", "router"], [1, 2, 3])  # fmt: skip
    assert payloads(found) == [b"abc", b"", b"de"]
    assert format_addresses(found.sender).to_pylist() == ["198.51.100.9", "2001:db8::1", "::"]
    assert found.received_ms.tolist() == [1, 2, 3]


def test_a_raw_flow_brings_its_sender_and_time():
    told = b"\x08\x64\x12\x03abc\x1a\x10" + SENDER + b"\x28\x01"
    untold = b"\x12\x02de"
    tally = Tally()
    found = raw_flows([told, b"\x08\x64", b"\x07", untold], [7, 7, 7, 7], tally)
    assert payloads(found) == [b"abc", b"de"]
    assert format_addresses(found.sender).to_pylist() == ["198.51.100.9", "::"]
    assert found.received_ms.tolist() == [100_000, 7]
    assert tally.refused == {"bad-record": 2}


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=5))
def test_arbitrary_messages_stay_inside_their_bounds(values):
    tally = Tally()
    found = raw_flows(values, [0] * len(values), tally)
    assert len(found) + tally.refused.total() == len(values)
    assert all(part in b"\0".join(values) for part in payloads(found))
