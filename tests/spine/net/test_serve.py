"""Serve: documents for whoever asks properly, and no harm from the others."""

import http.client
import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.net.listen import Endpoint, Listener
from noroshi.spine.net.serve import MOST_REQUESTS, Document, DocumentServer

PAGE = Document("text/plain; charset=utf-8", b"hello\n")


@pytest.fixture(scope="module")
def server():
    made = DocumentServer(Listener.open(Endpoint.parse("tcp://127.0.0.1:0"), 0), {"/": PAGE})
    made.start()
    yield made
    made.stop()


def ask(server, method="GET", path="/", host="localhost"):
    connection = http.client.HTTPConnection("127.0.0.1", server.listener.endpoint.port, timeout=20)
    try:
        connection.request(method, path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def raw(server, octets):
    place = ("127.0.0.1", server.listener.endpoint.port)
    with socket.create_connection(place, timeout=20) as client:
        client.sendall(octets)
        client.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while part := client.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
        return answer


def test_a_document_is_answered_with_its_type(server):
    status, headers, body = ask(server)
    assert (status, body) == (200, PAGE.body)
    assert headers["Content-Type"] == PAGE.content_type
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_head_has_the_length_and_no_body(server):
    status, headers, body = ask(server, "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "6", b"")


def test_a_query_changes_nothing(server):
    assert ask(server, path="/?x=1")[0] == 200


def test_what_is_published_replaces_what_was(server):
    server.publish({"/new": PAGE})
    assert ask(server, path="/new")[0] == 200
    assert ask(server)[0] == 200


@pytest.mark.parametrize("path", ["/../secrets", "/nothing", "//", "/%2e%2e/etc/passwd"])
def test_other_paths_are_not_found(server, path):
    assert ask(server, path=path)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_nothing_can_be_changed(server, method):
    assert ask(server, method)[0] == 405


def test_a_page_elsewhere_that_resolves_to_loopback_reads_nothing(server):
    assert ask(server, host="evil.example")[0] == 421
    for host in ("localhost:9471", "127.0.0.1", "127.0.0.1:80", "[::1]:80"):
        assert ask(server, host=host)[0] == 200


def test_a_header_without_end_is_refused(server):
    assert raw(server, b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000).startswith((b"HTTP/1.1 431", b""))
    assert ask(server)[0] == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)  # fmt: skip
@given(st.binary(max_size=200))
def test_arbitrary_octets_do_no_harm(server, octets):
    answer = raw(server, octets + b"\r\n\r\n")
    assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
    assert ask(server)[0] == 200


def test_who_only_holds_connections_shuts_nobody_out_for_long(server, monkeypatch):
    monkeypatch.setattr("noroshi.spine.net.serve.REQUEST_S", 0.2)
    place = ("127.0.0.1", server.listener.endpoint.port)
    held = [socket.create_connection(place, timeout=20) for _ in range(2 * MOST_REQUESTS)]
    try:
        end = time.monotonic() + 20
        while ask(server)[0] != 200:
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        for client in held:
            client.close()
