"""The client meets real servers on loopback and goes nowhere else."""

import pytest

from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net import websocket
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.websocket import opened
from noroshi.testing.sources import LOOPBACK, stream, web

ALLOWED = Destinations(allow=LOOPBACK)


def test_messages_come_in_order_and_silence_is_null():
    def speak(connection):
        connection.send("one")
        connection.send(b"binary")
        connection.send(connection.recv())
        connection.recv()

    with stream(speak) as url, opened(url.replace("http", "ws"), destinations=ALLOWED) as channel:
        channel.send("back")
        assert [channel.receive(5) for _ in range(3)] == ["one", None, "back"]
        assert channel.receive(0.01) is None
        channel.send("end")
        assert channel.waiting(5) is None
        with pytest.raises(SourceError, match="ended the connection"):
            channel.receive(5)
        with pytest.raises(SourceError):
            channel.send("x")


def test_a_message_that_is_too_large_ends_the_connection(monkeypatch):
    monkeypatch.setattr(websocket, "MOST_OCTETS", 100)

    def speak(connection):
        connection.send("x" * 101)
        connection.recv()

    with (
        stream(speak) as url,
        opened(url.replace("http", "ws"), destinations=ALLOWED) as channel,
        pytest.raises(SourceError),
    ):
        channel.receive(5)


def open_only(url, destinations=ALLOWED):
    with opened(url, destinations=destinations):
        pass


@pytest.mark.parametrize("url", ["http://a.example", "ws://", "ws://u:p@127.0.0.1/", "ws://127.0.0.1:x/"])  # fmt: skip
def test_what_is_no_address_is_refused(url):
    with pytest.raises(InputError):
        open_only(url)


def test_addresses_that_are_not_global_are_not_reached():
    with pytest.raises(InputError, match="no global address"):
        open_only("ws://127.0.0.1/", Destinations())


def test_a_server_that_speaks_no_websocket_is_told():
    with (
        web(lambda _: (200, {}, b"")) as url,
        pytest.raises(SourceError, match="opens no WebSocket"),
    ):
        open_only(url.replace("http", "ws"))
    with pytest.raises(SourceError, match="cannot be reached"):
        open_only("ws://127.0.0.1:9/")
