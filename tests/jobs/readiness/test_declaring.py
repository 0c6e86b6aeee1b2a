"""Declaring: what leaves is the score alone, with a token; refusals say what to do."""

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from noroshi.jobs.readiness.declaring import PATH, send_score
from noroshi.readiness.guide.score import score
from noroshi.spine.model import ConfigError, InputError, SourceError

HERE = ("127.0.0.0/8",)


@contextmanager
def hub(status, body):
    """A server on loopback that answers so, and what it was sent."""
    seen = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            seen.append((self.path, self.headers["Authorization"], self.rfile.read(length)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def token(tmp_path):
    path = tmp_path / "token"
    path.write_text("nrs_secret\n")
    path.chmod(0o600)
    return path


def declaration():
    return score([], datetime(2026, 9, 1, tzinfo=UTC)).declaration()


def test_the_score_goes_out_with_the_token(token):
    with hub(201, b'{"id": "d-1"}') as (url, seen):
        assert send_score(declaration(), url, token, allow=HERE) == "d-1"
    ((path, shown, body),) = seen
    assert (path, shown) == (PATH, "Bearer nrs_secret")
    assert json.loads(body) == declaration()


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (403, b"no", "lists.contribute"),
        (400, b"wrong technology", "answers 400: wrong technology"),
        (201, b"<html>", "as no hub does"),
    ],
)
def test_refusals_are_told(status, body, words, token):
    with hub(status, body) as (url, _), pytest.raises(SourceError, match=words):
        send_score(declaration(), url, token, allow=HERE)


def test_nothing_is_sent_inside_unless_allowed(token):
    with hub(201, b"{}") as (url, seen), pytest.raises(InputError):
        send_score(declaration(), url, token)
    assert seen == []


def test_a_token_that_others_may_read_is_refused(token):
    token.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        send_score(declaration(), "http://127.0.0.1:1/", token, allow=HERE)
    token.chmod(0o600)
    token.write_text("two words\n")
    with pytest.raises(ConfigError, match="holds no token"):
        send_score(declaration(), "http://127.0.0.1:1/", token, allow=HERE)
