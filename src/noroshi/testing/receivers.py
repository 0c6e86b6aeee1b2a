"""Receivers: real web servers on loopback that take what webhooks are told."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from noroshi.relay.notify import challenge_answer, verify
from noroshi.spine.model import InputError


@dataclass(slots=True)
class Receiver:
    """What one server was told.

    Attributes:
        secret: What it believes by.
        at: Its clock.
        port: TCP port on 127.0.0.1.
        status: What it answers to what it believes.
        told: Bodies it believed, in order.
        attempts: How often it was asked.
        refused: Why it did not believe the others.
    """

    secret: str
    at: datetime
    port: int = 0
    status: int = 200
    told: list[dict[str, object]] = field(default_factory=list)
    attempts: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/hook"

    def take(self, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """What a receiver does: check, keep, answer."""
        self.attempts += 1
        try:
            verify(self.secret, headers, body, at=self.at)
        except InputError as error:
            self.refused.append(str(error))
            return 401, b""
        told = json.loads(body)
        if told["event"] == "challenge":
            answer = challenge_answer(self.secret, told["challenge"])
            return 200, json.dumps({"answer": answer}).encode()
        if 200 <= self.status < 300:
            self.told.append(told)
        return self.status, b""


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    """The server runs until the end of the block."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = receiver.take(dict(self.headers.items()), body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
