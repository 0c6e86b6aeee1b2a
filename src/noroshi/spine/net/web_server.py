"""Web server: a small HTTP/1.1 server on loopback that plays many hosts, for exercises and tests.

It speaks plain HTTP and TLS, picks nothing by itself and may answer badly on purpose: bodies that never
end, drip, or break off. It is no server for the Internet and refuses to listen anywhere but on loopback.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from noroshi.spine.model import ConfigError

MOST_HEAD, MOST_BODY = 65_536, 1_000_000
IDLE_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRequest:
    """What a browser asked.

    Attributes:
        method: In upper case.
        scheme: `http` or `https`.
        host: Name that it was asked for, lower case, without port.
        path: Decoded path.
        query: After the question mark, as it came.
        headers: By lower-case name.
        body: At most 1 MB of it.
    """

    method: str
    scheme: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def url(self) -> str:
        """The address as asked, decoded."""
        return f"{self.scheme}://{self.host}{self.path}{'?' + self.query if self.query else ''}"

    @property
    def cookies(self) -> dict[str, str]:
        """Cookies by name."""
        pairs = (pair.strip().partition("=") for pair in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs if name}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAnswer:
    """What is sent back.

    Attributes:
        status: HTTP status.
        headers: Name and value, in order.
        body: Octets, or a stream of them that may go on for ever; the connection ends with it.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    body: bytes | AsyncIterator[bytes] = b""


Answering = Callable[[WebRequest], Awaitable[WebAnswer]]


@dataclass
class WebServer:
    """Listens on two loopback ports, one plain and one with TLS, while it is entered.

    Args:
        answer: Makes the answer to each request.
        address: A loopback address.
        ports: Plain and TLS; 0 lets the system choose.
    """

    answer: Answering
    address: str = "127.0.0.1"
    ports: tuple[int, int] = (0, 0)
    plain_port: int = 0
    tls_port: int = 0
    _servers: list[asyncio.Server] = field(default_factory=list)

    async def __aenter__(self) -> "WebServer":
        if not ip_address(self.address).is_loopback:
            raise ConfigError(
                f"{self.address} is no loopback address; the exercise stays on 127.0.0.1"
            )
        plain = await asyncio.start_server(
            self._plain, self.address, self.ports[0], limit=MOST_HEAD
        )
        secure = await asyncio.start_server(
            self._secure, self.address, self.ports[1], ssl=exercise_tls(), limit=MOST_HEAD
        )
        self._servers = [plain, secure]
        self.plain_port, self.tls_port = (
            int(one.sockets[0].getsockname()[1]) for one in self._servers
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
            if hasattr(server, "close_clients"):  # Python 3.13 and later
                server.close_clients()

    async def _plain(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._connection(reader, writer, "http")

    async def _secure(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._connection(reader, writer, "https")

    async def _connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str
    ) -> None:
        broken = (
            OSError,
            ssl.SSLError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            TimeoutError,
        )
        with suppress(*broken):
            while request := await asyncio.wait_for(read_request(reader, scheme), IDLE_S):
                if not await _send(writer, await self.answer(request), request.method):
                    break
        writer.close()
        with suppress(*broken):
            await writer.wait_closed()


async def read_request(reader: asyncio.StreamReader, scheme: str) -> WebRequest | None:
    """The next request of a connection; null at its end, or where it is no request."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        return None
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = headers.get("content-length", "0")
    size = min(int(length), MOST_BODY) if length.isdecimal() and len(length) < 12 else 0
    body = await reader.readexactly(size) if size else b""
    try:
        target = urlsplit(words[1])
        host = (urlsplit(f"//{headers.get('host') or target.netloc}").hostname or "").rstrip(".")
    except ValueError:
        return None
    return WebRequest(
        method=words[0].upper(),
        scheme=scheme,
        host=host,
        path=unquote(target.path) or "/",
        query=target.query,
        headers=headers,
        body=body,
    )


async def _send(writer: asyncio.StreamWriter, answer: WebAnswer, method: str) -> bool:
    """Send an answer; false where the connection ends with it."""
    phrase = HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else "-"
    lines = [
        f"HTTP/1.1 {answer.status} {phrase}",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    whole = isinstance(answer.body, bytes)
    lines.append(
        f"Content-Length: {len(answer.body)}"
        if isinstance(answer.body, bytes)
        else "Connection: close"
    )
    writer.write("\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n")
    if isinstance(answer.body, bytes):
        writer.write(b"" if method == "HEAD" else answer.body)
        await writer.drain()
    else:
        async for part in answer.body:
            writer.write(part)
            await writer.drain()
    return whole


def exercise_tls() -> ssl.SSLContext:
    """A TLS context with a certificate made this moment, valid for a day and for no real name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "exercise.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("*.test"), x509.DNSName("*.example")]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory(prefix="noroshi-exercise-") as folder:
        path = Path(folder) / "exercise.pem"
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + certificate.public_bytes(Encoding.PEM)
        )
        context.load_cert_chain(path)
    return context
