"""Receiving: what arrives is written, in order, also what still waits at the end."""

import socket
import time
from dataclasses import replace

import pytest

from noroshi.jobs.flows.receiving import FAST_PPS, HELD_OCTETS, Receiver, pause_of
from noroshi.spine.flows.collect import Spooler
from noroshi.spine.flows.spool import SpoolFolder, SpoolLimits, SpoolWriter, datagrams_of
from noroshi.spine.flows.tally import Tally
from noroshi.spine.net.listen import Endpoint, Listener

LIMITS = SpoolLimits(segment_octets=1 << 20, segment_s=60, quota_octets=1 << 30)


@pytest.fixture
def listeners():
    return [Listener.open(Endpoint.parse(text), 1 << 22) for text in ("127.0.0.1:0", "[::1]:0")]


def send(listener, payloads):
    with socket.socket(listener.socket.family, socket.SOCK_DGRAM) as sender:
        for payload in payloads:
            sender.sendto(payload, (str(listener.endpoint.address), listener.endpoint.port))


def spooled(folder):
    return [
        payload
        for segment in SpoolFolder(folder).closed()
        for batch in datagrams_of(segment, Tally())
        for payload in batch.octets.slices(batch.start, batch.end - batch.start)
    ]


def test_both_families_are_received(listeners, tmp_path):
    spooler = Spooler(SpoolWriter(tmp_path, LIMITS), ())
    receiver = Receiver(listeners, spooler)
    receiver.start()
    send(listeners[0], [b"four"])
    send(listeners[1], [b"six"])
    until = time.monotonic() + 10
    while spooler.spooled < 2 and time.monotonic() < until:
        time.sleep(0.01)
    receiver.stop()
    assert sorted(spooled(tmp_path)) == [b"four", b"six"]


def test_what_waits_in_the_sockets_at_the_end_is_taken(listeners, tmp_path):
    payloads = [b"%d" % n for n in range(2500)]
    spooler = Spooler(SpoolWriter(tmp_path, LIMITS), ())
    send(listeners[0], payloads)
    receiver = Receiver(listeners, spooler)
    receiver._stopping = True
    receiver.start()
    receiver.stop()
    assert spooled(tmp_path) == payloads
    assert all(listener.socket.fileno() < 0 for listener in listeners)


def test_a_failing_writer_ends_the_receiver_and_tells(listeners, tmp_path, monkeypatch):
    spooler = Spooler(SpoolWriter(tmp_path, LIMITS), ())
    monkeypatch.setattr(spooler, "take", lambda *_: 1 / 0)
    receiver = Receiver(listeners, spooler)
    receiver.start()
    send(listeners[0], [b"x"])
    until = time.monotonic() + 10
    while receiver.failure is None and time.monotonic() < until:
        time.sleep(0.01)
    receiver.stop()
    assert isinstance(receiver.failure, ZeroDivisionError)


@pytest.mark.parametrize(("octets", "most"), [(32 << 20, 0.01), (1 << 17, 0.001)])
def test_a_small_buffer_is_left_alone_for_less_time(listeners, octets, most):
    """A quarter of its room at the fastest rate, and no longer than any."""
    pause = pause_of(replace(listeners[0], buffer_octets=octets))
    for listener in listeners:
        listener.close()
    assert 0 < pause <= most
    assert pause * FAST_PPS * HELD_OCTETS <= 2 * octets / 4 + 1
