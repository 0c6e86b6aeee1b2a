"""Dial: connections end when their time ends."""

import socket
from time import monotonic

import httpcore
import pytest

from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.dial import SLICE, Dialler, Timed

LOOPBACK = Destinations(allow=["127.0.0.0/8"], resolve=lambda host: ["127.0.0.1"])


class Sink(httpcore.NetworkStream):
    """Takes what is written and remembers in which pieces."""

    def __init__(self):
        self.pieces = []

    def write(self, buffer, timeout=None):
        self.pieces.append(bytes(buffer))

    def read(self, max_bytes, timeout=None):
        return b"x"

    def close(self):
        self.closed = True

    def get_extra_info(self, info):
        return info


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_it_connects_to_the_address_of_the_name(listener):
    dialler = Dialler(LOOPBACK, end=monotonic() + 10)
    stream = dialler.connect_tcp("hook.example", listener.getsockname()[1], timeout=5)
    assert stream.get_extra_info("server_addr") == listener.getsockname()
    stream.close()


def test_a_closed_port_is_a_refused_connection(listener):
    port = listener.getsockname()[1]
    listener.close()
    with pytest.raises(httpcore.ConnectError):
        Dialler(LOOPBACK, end=monotonic() + 10).connect_tcp("hook.example", port, timeout=5)


def test_nothing_is_connected_after_the_end(listener):
    with pytest.raises(httpcore.ConnectTimeout):
        Dialler(LOOPBACK, end=monotonic() - 1).connect_tcp("hook.example", 9)


def test_a_drip_ends_with_the_time():
    stream = Timed(Sink(), end=monotonic() - 1)
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(10)
    with pytest.raises(httpcore.WriteTimeout):
        stream.write(b"x")


def test_a_long_body_is_sent_in_slices():
    sink = Sink()
    Timed(sink, end=monotonic() + 10).write(b"x" * (SLICE + 1))
    assert [len(piece) for piece in sink.pieces] == [SLICE, 1]
