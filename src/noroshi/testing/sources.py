"""Sources on loopback that speak as the real ones do: documents, timelines, streams, certificate logs."""

import base64
import json
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.sync.server import ServerConnection, serve

from noroshi.sites.sense.watch.certificates import tile_path
from noroshi.sites.sense.watch.way import Way
from noroshi.spine.net.destination import Destinations

LOOPBACK = ("127.0.0.0/8",)


@dataclass(slots=True)
class Asked:
    """One request.

    Attributes:
        path: Without its query.
        query: By name; of a repeated one the last.
        headers: By lower-case name.
        body: As sent.
    """

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""

Answering = Callable[[Asked], Answer]


@contextmanager
def web(answer: Answering) -> Iterator[str]:
    """A web server that answers as it is told; gives its URL."""

    class Desk(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("Content-Length") or 0)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(parts.path, query, headers, self.rfile.read(size))
            status, told, body = answer(asked)
            self.send_response(status)
            for name, value in {**told, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = _serve  # the library's names
        do_POST = _serve  # as above

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def stream(speak: Callable[[ServerConnection], None]) -> Iterator[str]:
    """A WebSocket server; `speak` talks to each client, and the connection ends with it."""
    server = serve(speak, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    finally:
        server.shutdown()
        thread.join()


def way_to(url: str, token: str = "") -> Way:
    """The way to a source on loopback."""
    return Way(name="made", url=url, destinations=Destinations(allow=LOOPBACK), token=token)


@dataclass(slots=True)
class Document:
    """A file that tells whether it changed, as web servers do.

    Attributes:
        body: What it holds.
        served: How often it was sent whole.
        asked: Set when it was asked for.
    """

    body: bytes
    served: int = 0
    asked: threading.Event = field(default_factory=threading.Event)

    def __call__(self, asked: Asked) -> Answer:
        """The file, or 304."""
        self.asked.set()
        tag = f'"{sha256(self.body).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        self.served += 1
        return 200, {"ETag": tag}, self.body


def as_json(value: object) -> Answer:
    """A good answer in JSON."""
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


@dataclass(slots=True)
class MadeLog:
    """A certificate log of either kind.

    Attributes:
        certificates: Entries in DER form.
        precerts: Numbers of those that are precertificates.
        key: The log's own key.
        origin: Name in its checkpoints.
    """

    certificates: list[bytes] = field(default_factory=list)
    precerts: set[int] = field(default_factory=set)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    origin: str = "log.example/2026h1"

    @property
    def public_key(self) -> str:
        """As log lists tell it."""
        return base64.b64encode(self._der()).decode()

    def _der(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def add(self, *names: str, precert: bool = False) -> None:
        """One more certificate for these names."""
        if precert:
            self.precerts.add(len(self.certificates))
        self.certificates.append(made_certificate(*names))

    def tiles(self, asked: Asked) -> Answer:
        """What static-ct-api's monitoring prefix gives."""
        if asked.path == "/checkpoint":
            return 200, {"Content-Type": "text/plain"}, self.checkpoint()
        size = len(self.certificates)
        for tile in range((size + 255) // 256):
            width = min(256, size - tile * 256)
            partial = f".p/{width}" if width < 256 else ""
            if asked.path == f"/tile/data/{tile_path(tile)}{partial}":
                leaves = (self._tile_leaf(n) for n in range(tile * 256, tile * 256 + width))
                return 200, {}, b"".join(leaves)
        return 404, {}, b""

    def answers(self, asked: Asked) -> Answer:
        """What a log of RFC 6962 gives, at most 100 entries at once."""
        if asked.path == "/ct/v1/get-sth":
            root, stamp, signed = self._signed()
            return as_json(
                {
                    "tree_size": len(self.certificates),
                    "timestamp": stamp,
                    "sha256_root_hash": base64.b64encode(root).decode(),
                    "tree_head_signature": base64.b64encode(signed).decode(),
                }
            )
        if asked.path != "/ct/v1/get-entries":
            return 404, {}, b""
        start, end = int(asked.query["start"]), int(asked.query["end"])
        last = min(end + 1, start + 100, len(self.certificates))
        return as_json({"entries": [self._entry(n) for n in range(start, last)]})

    def checkpoint(self) -> bytes:
        """The signed note of the present size."""
        root, stamp, signed = self._signed()
        body = f"{self.origin}\n{len(self.certificates)}\n{base64.b64encode(root).decode()}\n"
        key_id = sha256(self.origin.encode() + b"\n\x05" + sha256(self._der()).digest()).digest()
        line = base64.b64encode(key_id[:4] + struct.pack(">Q", stamp) + signed).decode()
        other = base64.b64encode(b"abcd" + b"x" * 64).decode()
        return f"{body}\n— witness.example {other}\n— {self.origin} {line}\n".encode()

    def _signed(self) -> tuple[bytes, int, bytes]:
        size = len(self.certificates)
        root, stamp = sha256(b"tree %d" % size).digest(), 1_767_600_000_000 + size
        told = struct.pack(">BBQQ32s", 0, 1, stamp, size, root)
        signature = self.key.sign(told, ec.ECDSA(hashes.SHA256()))
        return root, stamp, struct.pack(">BBH", 4, 3, len(signature)) + signature

    def _timestamped(self, number: int) -> bytes:
        head = struct.pack(">Q", 1_767_600_000_000 + number)
        der = self.certificates[number]
        if number in self.precerts:
            body = b"\0\1" + bytes(32) + _vector(b"tbs of it", 3)
        else:
            body = b"\0\0" + _vector(der, 3)
        return head + body + _vector(b"", 2)

    def _tile_leaf(self, number: int) -> bytes:
        behind = _vector(self.certificates[number], 3) if number in self.precerts else b""
        return self._timestamped(number) + behind + _vector(bytes(32), 2)

    def _entry(self, number: int) -> dict[str, str]:
        extra = _vector(b"", 3)
        if number in self.precerts:
            extra = _vector(self.certificates[number], 3) + extra
        return {
            "leaf_input": base64.b64encode(b"\0\0" + self._timestamped(number)).decode(),
            "extra_data": base64.b64encode(extra).decode(),
        }


def made_certificate(*names: str) -> bytes:
    """A certificate for some DNS names, in DER form."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    start = datetime(2026, 1, 5, tzinfo=UTC)
    made: Any = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=90))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False
        )
    )
    der: bytes = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    return der


def _vector(octets: bytes, width: int) -> bytes:
    return len(octets).to_bytes(width, "big") + octets
