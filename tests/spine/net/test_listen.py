"""Listen: places are read strictly, sockets tell their buffer and drops."""

import socket

import pytest

from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.listen import Endpoint, Listener

MIB = 1 << 20


@pytest.mark.parametrize("text", ["192.0.2.1:2055", "[2001:db8::1]:4739", "[::]:1"])
def test_a_place_reads_as_it_is_written(text):
    assert str(Endpoint.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "2055", "192.0.2.1", "host:2055", "2001:db8::1:2055", "[192.0.2.1]:1", "192.0.2.1:65536", "[::1]:-1", "192.0.2.1:"],
)  # fmt: skip
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ConfigError, match=r"192\.0\.2\.1:2055"):
        Endpoint.parse(text)


@pytest.mark.parametrize("text", ["127.0.0.1:0", "[::1]:0"])
def test_an_open_socket_knows_its_port(text):
    listener = Listener.open(Endpoint.parse(text), 1 << 16)
    assert listener.endpoint.port == listener.socket.getsockname()[1] > 0
    assert listener.drops() == 0
    listener.close()


def test_what_the_kernel_drops_is_told():
    listener = Listener.open(Endpoint.parse("127.0.0.1:0"), 4096)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(300):
            sender.sendto(b"x" * 1000, ("127.0.0.1", listener.endpoint.port))
    waiting = 0
    while True:
        try:
            listener.socket.recv(2000)
            waiting += 1
        except BlockingIOError:
            break
    assert listener.drops() == 300 - waiting > 0
    listener.close()


def test_a_small_buffer_is_told_with_its_remedy():
    listener = Listener.open(Endpoint.parse("127.0.0.1:0"), MIB)
    small = Listener(listener.socket, listener.endpoint, MIB, 64 * MIB)
    assert "sysctl -w net.core.rmem_max=67108864" in small.advice
    assert not Listener(listener.socket, listener.endpoint, MIB, MIB).advice
    listener.close()


def test_a_port_that_is_taken_is_told():
    first = Listener.open(Endpoint.parse("127.0.0.1:0"), 4096)
    with pytest.raises(SourceError, match="taken by another program"):
        Listener.open(first.endpoint, 4096)
    first.close()


def test_an_address_of_another_machine_is_wrong_use():
    with pytest.raises(ConfigError, match="no address of this machine"):
        Listener.open(Endpoint.parse("192.0.2.1:2055"), 4096)


def test_a_system_that_does_not_tell_drops_gives_none(monkeypatch):
    listener = Listener.open(Endpoint.parse("127.0.0.1:0"), 4096)
    monkeypatch.setattr("noroshi.spine.net.listen._SO_MEMINFO", 9999)
    assert listener.drops() is None
    listener.close()
