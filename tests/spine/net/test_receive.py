"""Receive: both ways of taking datagrams give the same."""

import socket

import numpy as np
import pytest

from noroshi.spine.net.listen import Endpoint, Listener
from noroshi.spine.net.receive import SLOT_OCTETS, ManySlots, PlainSlots, has_many, make_slots

KINDS = [
    pytest.param(PlainSlots, id="plain"),
    pytest.param(ManySlots, id="many", marks=pytest.mark.skipif(not has_many(), reason="no recvmmsg here")),
]  # fmt: skip


@pytest.fixture(params=["127.0.0.1:0", "[::1]:0"])
def listener(request):
    opened = Listener.open(Endpoint.parse(request.param), 1 << 20)
    yield opened
    opened.close()


def send(listener, *payloads):
    with socket.socket(listener.socket.family, socket.SOCK_DGRAM) as sender:
        for payload in payloads:
            sender.sendto(payload, (str(listener.endpoint.address), listener.endpoint.port))
        return sender.getsockname()[1]


@pytest.mark.parametrize("kind", KINDS)
def test_payloads_senders_and_ports_arrive(kind, listener):
    port = send(listener, b"one", b"", b"three" * 200)
    got = kind(10).receive(listener.socket)
    assert got.lengths.tolist() == [3, 0, 1000]
    assert got.payloads(np.array([0, 2])) == b"one" + b"three" * 200
    assert set(got.port.tolist()) == {port}
    expected = (0, 1) if listener.endpoint.is_v6 else (0, 0xFFFF7F000001)
    assert set(zip(got.hi.tolist(), got.lo.tolist(), strict=True)) == {expected}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_waiting_is_nothing(kind, listener):
    assert kind(4).receive(listener.socket) is None


@pytest.mark.parametrize("kind", KINDS)
def test_slots_can_be_filled_again(kind, listener):
    slots = kind(2)
    send(listener, b"a", b"b", b"c")
    first = slots.receive(listener.socket)
    assert first.payloads(np.arange(2)) == b"ab"
    second = slots.receive(listener.socket)
    assert (len(second), second.payloads(np.arange(1))) == (1, b"c")


@pytest.mark.parametrize("kind", KINDS)
def test_a_datagram_too_long_for_a_slot_is_marked_and_harms_no_other(kind, listener):
    send(listener, b"x" * SLOT_OCTETS, b"y" * (SLOT_OCTETS + 1), b"z")
    got = kind(4).receive(listener.socket)
    assert got.lengths.tolist() == [SLOT_OCTETS, -1, 1]
    assert got.payloads(np.array([0, 2])) == b"x" * SLOT_OCTETS + b"z"


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_socket_is_an_error_not_an_endless_loop(kind, listener):
    listener.close()
    with pytest.raises(OSError):  # noqa: PT011  # the number differs by way of asking
        kind(2).receive(listener.socket)


def test_without_recvmmsg_the_plain_way_is_taken(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert isinstance(make_slots(), PlainSlots)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payloads", [[b"abc", b"xyz", b"012"], [b"abc", b"x", b"012"], [b"", b""]])
def test_payloads_of_all_rows_are_the_same_however_long_each_is(kind, listener, payloads):
    send(listener, *payloads)
    got = kind(10).receive(listener.socket)
    assert got.payloads(np.arange(len(payloads))) == b"".join(payloads)
    assert got.payloads(np.arange(1, len(payloads))) == b"".join(payloads[1:])
    assert got.payloads(np.zeros(0, np.int64)) == b""
