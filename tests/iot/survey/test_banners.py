"""Banners: hostile services cost bounded octets and time, and TLS is read without being believed."""

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager, suppress

import pytest

from noroshi.spine.net.grab import MOST_OCTETS, Grabber, Patience, Problem, Question

SHORT = Patience(connect_s=0.5, first_s=0.5, quiet_s=0.1, whole_s=1.0)


@contextmanager
def serving(work):
    """A service on loopback that does `work(connection)` for each connection."""
    held = socket.create_server(("127.0.0.1", 0))

    def run():
        with suppress(OSError):
            while True:
                connection, _ = held.accept()
                with connection, suppress(OSError, ssl.SSLError):
                    work(connection)

    threading.Thread(target=run, daemon=True).start()
    try:
        yield held.getsockname()[1]
    finally:
        held.shutdown(socket.SHUT_RDWR)
        held.close()


def grab(port, **options):
    """What comes of one question."""
    found = []

    async def ask():
        grabber = Grabber(asyncio.get_running_loop(), "127.0.0.1", SHORT, found.append)
        plain = {"is_whole": lambda _: False} | options
        grabber.ask(Question(number=0, address="127.0.0.1", port=port, **plain))
        await grabber.drained()
        await grabber.close()

    asyncio.run(ask())
    return found[0]


def test_an_endless_answer_is_cut():
    def flood(connection):
        while True:
            connection.sendall(b"x" * 65_536)

    with serving(flood) as port:
        assert grab(port).octets == b"x" * MOST_OCTETS


def test_a_dripping_answer_ends_in_time():
    def drip(connection):
        for _ in range(200):
            connection.sendall(b"x")
            threading.Event().wait(0.05)

    with serving(drip) as port:
        found = grab(port)
    assert 0 < len(found.octets) < 40


def test_silence_and_closing_are_told_apart():
    with serving(lambda connection: threading.Event().wait(2)) as port:
        found = grab(port)
    assert (found.opened, found.problem) == (True, Problem.SILENT)
    with serving(lambda connection: None) as port:
        assert grab(port).problem is Problem.CLOSED
    assert (grab(port).opened, grab(port).problem) == (False, Problem.CLOSED)


@pytest.mark.parametrize("octets", [b"SSH-2.0-x\r\n", b"\x16\x03\x01\x00\x02ab", b"\x15" * 99])
def test_what_is_no_tls_is_said_so(octets):
    with serving(lambda connection: (connection.sendall(octets), connection.recv(4096))) as port:
        found = grab(port, tls=True, says=b"GET / HTTP/1.1\r\n\r\n")
    assert (found.opened, found.octets) == (True, b"")
    assert found.problem in (Problem.TLS, Problem.SILENT, Problem.CLOSED)


def test_a_certificate_that_nobody_signed_is_read(server_files):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*server_files)

    def serve(connection):
        with context.wrap_socket(connection, server_side=True) as secure:
            assert secure.recv(4096) == b"hello"
            secure.sendall(b"HTTP/1.0 200 OK\r\n\r\n")

    with serving(serve) as port:
        found = grab(port, tls=True, says=b"hello")
    assert found.octets == b"HTTP/1.0 200 OK\r\n\r\n"
    assert found.certificate == ssl.PEM_cert_to_DER_cert(server_files[0].read_text())


def test_interim_replies_are_bounded():
    heard = []

    def nag(connection):
        connection.settimeout(1)
        for _ in range(60):
            connection.sendall(b"\xff\xfd\x18")
            heard.append(connection.recv(4096))
            threading.Event().wait(0.01)

    with serving(nag) as port:
        grab(port, replies=lambda octets: b"\xff\xfc\x18" if octets else b"")
    assert 0 < sum(map(len, heard)) <= 32 * 3
