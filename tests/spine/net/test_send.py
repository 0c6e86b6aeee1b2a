"""Send: both ways deliver the same, each source from its own end, at the rate."""

import socket

import numpy as np
import pytest

from noroshi.spine.model import ConfigError
from noroshi.spine.net.listen import Endpoint, Listener
from noroshi.spine.net.receive import PlainSlots, has_many
from noroshi.spine.net.send import Pace, Sender, send_many, send_plain

WAYS = [
    pytest.param(send_plain, id="plain"),
    pytest.param(send_many, id="many", marks=pytest.mark.skipif(not has_many(), reason="no sendmmsg here")),
]  # fmt: skip


@pytest.fixture(params=["127.0.0.1:0", "[::1]:0"])
def listener(request):
    opened = Listener.open(Endpoint.parse(request.param), 1 << 20)
    yield opened
    opened.close()


@pytest.mark.parametrize("way", WAYS)
def test_payloads_arrive_whole_and_each_source_has_its_own_end(way, listener):
    sender = Sender.open(listener.endpoint, 3, way)
    buffer = np.frombuffer(b"..one.two..three", np.uint8).copy()
    start, length = np.array([2, 6, 11]), np.array([3, 3, 5])
    sender.send(buffer, start, length, np.array([0, 2, 0]))
    sender.close()
    got = PlainSlots(10).receive(listener.socket)
    payloads = [got.payloads(np.array([n])) for n in range(3)]
    assert sorted(payloads) == [b"one", b"three", b"two"]
    ends = list(zip(got.lo.tolist(), got.port.tolist(), strict=True))
    by_payload = dict(zip(payloads, ends, strict=True))
    assert by_payload[b"one"] == by_payload[b"three"] != by_payload[b"two"]
    if not listener.endpoint.is_v6:
        assert by_payload[b"one"][0] != by_payload[b"two"][0]


@pytest.mark.parametrize("way", WAYS)
def test_sending_goes_on_where_nobody_listens(way):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sender = Sender.open(Endpoint.parse(f"127.0.0.1:{port}"), 1, way)
    many = np.zeros(50, np.int64)
    for _ in range(3):
        sender.send(np.zeros(8, np.uint8), many, many + 8, many)
    sender.close()


def test_a_place_without_a_route_is_told(monkeypatch):
    def refuse(*_):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ConfigError, match="unreachable"):
        Sender.open(Endpoint.parse("192.0.2.1:2055"), 2)


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.mark.parametrize("rate", [10, 1_000, 150_000])
def test_datagrams_become_due_at_the_rate_without_bursts(rate):
    clock = Clock()
    pace = Pace(rate, clock=clock, sleep=clock.sleep)
    due = [pace.due(10**6) for _ in range(2_000)]
    assert sum(due) / clock.now == pytest.approx(rate, rel=0.02)
    assert max(due) <= max(1, rate * 0.002)


def test_what_was_missed_for_long_is_let_go():
    clock = Clock()
    pace = Pace(1_000, clock=clock, sleep=clock.sleep)
    pace.due(1)
    clock.now += 10
    made = 0
    ends = clock.now + 1
    while clock.now < ends:
        made += pace.due(10)
    assert made <= 1_000 * 1.06
