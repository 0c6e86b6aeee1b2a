"""Streams: sessions over real sockets, their limits, and every end with its reason."""

import contextlib
import queue
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time

import pytest

from noroshi.spine.net.listen import Endpoint, Listener
from noroshi.spine.net.streams import StreamLimits, StreamServer
from noroshi.spine.net.tls import TlsFiles, server_context

LONGEST_S = 20.0


def message(body=b""):
    return struct.pack(">HHIII", 10, 16 + len(body), 1, 2, 3) + body


class Running:
    """A server whose batches a test writes when it wants."""

    def __init__(
        self, place="tcp://127.0.0.1:0", *, context=None, allowed=lambda hi, lo: True, **limits
    ):
        self.listener = Listener.open(Endpoint.parse(place), 0)
        self.batches = queue.SimpleQueue()
        known = {"sessions": 10, "sessions_per_address": 10, "idle_s": 100.0} | limits
        self.server = StreamServer(
            [self.listener], StreamLimits(**known), self.batches.put, allowed, context
        )
        self.server.start()

    def connect(self):
        endpoint = self.listener.endpoint
        return socket.create_connection((str(endpoint.address), endpoint.port), timeout=LONGEST_S)

    def next(self):
        batch = self.batches.get(timeout=LONGEST_S)
        batch.written()
        return batch

    def until(self, reached):
        end = time.monotonic() + LONGEST_S
        while not reached(counts := self.server.counts()):
            assert time.monotonic() < end, counts
            time.sleep(0.01)
        return counts


@pytest.fixture
def running():
    opened = []

    def start(*args, **options):
        opened.append(Running(*args, **options))
        return opened[-1]

    yield start
    for one in opened:
        one.server.stop()


@pytest.fixture
def context(authority, server_files):
    return server_context(
        TlsFiles(certificate=server_files[0], key=server_files[1], client_ca=authority.file)
    )


@pytest.mark.parametrize("place", ["tcp://127.0.0.1:0", "tcp://[::1]:0"])
def test_messages_arrive_with_who_sent_them(running, place):
    one = running(place)
    with one.connect() as client:
        client.sendall(message(b"a") + message(b"bc"))
        batch = one.next()
        assert batch.lengths == (17, 18)
        assert batch.octets == message(b"a") + message(b"bc")
        assert (batch.peer.address, batch.peer.port) == client.getsockname()[:2]
        (session,) = one.server.counts().open
        assert (session.messages, session.octets, session.transport) == (2, 35, "tcp")
    assert one.next().lengths == ()
    assert one.until(lambda c: not c.open).ended == (("closed", 1),)


def test_each_session_has_a_number_of_its_own(running):
    one = running()
    numbers = set()
    for _ in range(3):
        with one.connect() as client:
            client.sendall(message())
            numbers.add(one.next().peer.number)
        assert one.next().lengths == ()
    assert len(numbers) == 3


def test_a_client_that_sends_faster_than_is_written_is_held_up_and_loses_nothing(running):
    one = running()
    stream = b"".join(message(bytes([n % 256]) * 1000) for n in range(20_000))
    with one.connect() as client:
        client.setblocking(False)
        sent = 0
        still = 0
        while still < 20:  # nobody writes: the window closes
            try:
                sent += client.send(stream[sent:])
                still = 0
            except BlockingIOError:
                still += 1
                time.sleep(0.01)
        assert sent < len(stream)
        (session,) = one.server.counts().open
        assert session.paused
        got = bytearray()
        while len(got) < len(stream):
            if sent < len(stream):
                with contextlib.suppress(BlockingIOError):
                    sent += client.send(stream[sent : sent + (1 << 20)])
            got += one.next().octets
    assert got == stream


def test_strangers_are_refused_before_a_word(running):
    one = running(allowed=lambda hi, lo: False)
    with one.connect() as client:
        assert client.recv(1) == b""
    assert one.until(lambda c: c.refused).refused == (("not-allowed", 1),)


@pytest.mark.parametrize(("limit", "reason"), [("sessions", "sessions"), ("sessions_per_address", "sessions-per-address")])  # fmt: skip
def test_sessions_are_limited_and_a_place_becomes_free_again(running, limit, reason):
    one = running(**{limit: 2})
    clients = [one.connect() for _ in range(2)]
    one.until(lambda c: len(c.open) == 2)
    with one.connect() as third:
        assert third.recv(1) == b""
    assert one.until(lambda c: c.refused).refused == ((reason, 1),)
    clients.pop().close()
    one.until(lambda c: len(c.open) == 1)
    with one.connect():
        one.until(lambda c: len(c.open) == 2)
    clients.pop().close()


@pytest.mark.parametrize(("octets", "limits", "reason"), [
    (b"\0\x0a\0", {"message_s": 0.1}, "slow"),
    (b"", {"message_s": 0.1}, "slow"),
    (message(), {"idle_s": 0.1}, "idle"),
    (b"GET / HTTP/1.1\r\n\r\n", {}, "bad-version"),
])  # fmt: skip
def test_who_holds_a_session_without_use_loses_it(running, octets, limits, reason):
    one = running(**limits)
    with one.connect() as client:
        client.sendall(octets)
        if octets == message():
            one.next()
        assert client.recv(1) == b""
    assert one.until(lambda c: c.ended).ended == ((reason, 1),)


def test_an_exporter_that_is_no_longer_welcome_is_sent_away(running):
    welcome = [True]
    one = running(allowed=lambda hi, lo: welcome[0])
    with one.connect() as client:
        client.sendall(message())
        one.next()
        welcome.clear()
        welcome.append(False)
        assert client.recv(1) == b""
    assert one.until(lambda c: c.ended).ended == (("not-allowed", 1),)


def test_what_is_on_its_way_at_the_end_is_taken(running):
    one = running()
    with one.connect() as client:
        client.sendall(message(b"last"))
        stopping = threading.Thread(target=one.server.stop)
        stopping.start()
        assert one.next().octets == message(b"last")
        assert one.next().lengths == ()
        stopping.join()


def encrypted(one, authority, identity):
    context = ssl.create_default_context(cafile=str(authority.file))
    context.load_cert_chain(*identity)
    return context.wrap_socket(one.connect(), server_hostname="collector.example")


def test_a_tls_client_that_closes_at_once_loses_nothing(running, context, authority):
    """Also while what it sent before is still being written."""
    one = running("tls://127.0.0.1:0", context=context)
    stream = b"".join(message(bytes([n % 256]) * 1000) for n in range(1000))
    with encrypted(one, authority, authority.issue("router", "r1.example")) as client:
        client.sendall(stream[: len(stream) // 2])
        time.sleep(0.2)
        got = b""
        while len(got) < len(stream) // 2:
            got += one.next().octets
        client.sendall(stream[len(stream) // 2 :])
    while batch := one.next().octets:
        got += batch
    assert got == stream
    assert one.until(lambda c: c.ended).ended == (("closed", 1),)


def test_a_tls_client_must_bear_a_wanted_name(running, context, authority):
    one = running("tls://127.0.0.1:0", context=context, clients=("r1.example",))
    with encrypted(one, authority, authority.issue("good", "r1.example")) as client:
        client.sendall(message())
        assert one.next().octets == message()
        (session,) = one.server.counts().open
        assert (session.client, session.transport) == ("r1.example", "tls")
    one.until(lambda c: c.ended)
    with encrypted(one, authority, authority.issue("bad", "r2.example")) as client:
        assert client.recv(1) == b""
    assert dict(one.until(lambda c: len(c.ended) == 2).ended) == {"closed": 1, "client-name": 1}


def test_octets_that_are_no_tls_end_the_session(running, context):
    one = running("tls://127.0.0.1:0", context=context)
    with one.connect() as client:
        client.sendall(message() * 10)
        one.until(lambda c: c.ended)
    assert one.server.counts().ended == (("handshake", 1),)
    assert one.next().lengths == ()


def test_a_handshake_that_never_ends_is_ended(running, context):
    one = running("tls://127.0.0.1:0", context=context, handshake_s=0.1)
    with one.connect() as client:
        assert client.recv(1) == b""
    assert one.until(lambda c: c.ended).ended == (("handshake", 1),)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs Debian's openssl")
@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_openssl_is_a_client(running, context, authority, tmp_path, version):
    one = running("tls://127.0.0.1:0", context=context)
    certificate, key = authority.issue("router", "r1.example")
    stream = b"".join(message(bytes(n)) for n in range(500))
    done = subprocess.run(
        ["openssl", "s_client", "-quiet", "-no_ign_eof", version, "-cert", str(certificate),
         "-key", str(key), "-CAfile", str(authority.file), "-verify_return_error",
         "-verify_hostname", "collector.example",
         "-connect", f"127.0.0.1:{one.listener.endpoint.port}"],
        input=stream, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    got = b""
    while batch := one.next().octets:
        got += batch
    assert got == stream
