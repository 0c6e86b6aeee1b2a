"""Talk: many conversations at once; the silent, the slow and the many cost no more than their bounds."""

import socket
from contextlib import contextmanager

import pytest

from noroshi.spine.net.listen import Endpoint, Listener
from noroshi.spine.net.talk import TalkLimits, TalkServer
from noroshi.testing.daemons import eventually


class Echo:
    """Says everything again; `!` ends it, `*` is answered by more than a socket holds."""

    def __init__(self):
        self.over = False

    def heard(self, octets):
        self.over = b"!" in octets
        yield from [octets] if b"*" not in octets else [bytes(1 << 20)] * 40

    def news(self):
        return b"news"


@contextmanager
def serving(allowed=lambda address: True, **limits):
    listener = Listener.open(Endpoint.parse("tcp://127.0.0.1:0"), 0)
    server = TalkServer([listener], TalkLimits(**limits), Echo, allowed)
    server.start()
    try:
        yield server, lambda: socket.create_connection(("127.0.0.1", listener.endpoint.port), 9)
    finally:
        server.stop()


def test_conversations_do_not_mix_and_end_when_they_are_over():
    with serving() as (_, dial), dial() as one, dial() as other:
        one.sendall(b"a")
        other.sendall(b"b!")
        assert (one.recv(9), other.recv(9), other.recv(9)) == (b"a", b"b!", b"")


def test_everyone_hears_the_news():
    with serving() as (server, dial), dial() as one, dial() as other:
        eventually(lambda: server.open == 2, "both")
        server.tell()
        assert (one.recv(9), other.recv(9)) == (b"news", b"news")


def test_news_wait_for_the_end_of_an_answer():
    with serving() as (server, dial), dial() as one:
        one.sendall(b"*")
        eventually(lambda: any(g.answering for g in server._guests), "an answer")
        server.tell()
        left, end = 40 << 20, b""
        while left > -4:
            octets = one.recv(1 << 20)
            left -= len(octets)
            end = (end + octets)[-4:]
        assert end == b"news"


@pytest.mark.parametrize(
    ("limits", "sent", "why"), [({"idle_s": 0.1}, b"", "idle"), ({"slow_s": 0.1}, b"*", "slow")]
)
def test_the_silent_and_the_slow_are_left(limits, sent, why):
    with serving(**limits) as (server, dial), dial() as one:
        one.sendall(sent)
        eventually(lambda: server.counts[why] == 1, why)
        eventually(lambda: server.open == 0, "the end")


@pytest.mark.parametrize("limits", [{"connections": 1}, {"per_address": 1}])
def test_more_than_the_bound_are_refused(limits):
    with serving(**limits) as (server, dial), dial() as one, dial() as other:
        one.sendall(b"a")
        assert one.recv(9) == b"a"
        eventually(lambda: server.counts["refused"] == 1, "the refusal")
        with pytest.raises(ConnectionError):
            other.sendall(b"x") or other.recv(9) or other.sendall(b"x") or (_ for _ in ()).throw(
                ConnectionError
            )


def test_strangers_are_refused():
    with serving(allowed=lambda address: False) as (server, dial), dial():
        eventually(lambda: server.counts["refused"] == 1, "the refusal")
        assert server.open == 0


def test_whoever_goes_away_in_the_middle_harms_nobody():
    with serving() as (server, dial), dial() as other:
        with dial() as one:
            one.sendall(b"*")
            one.recv(9)
        other.sendall(b"b")
        assert other.recv(9) == b"b"
        eventually(lambda: server.open == 1, "the end of one")
