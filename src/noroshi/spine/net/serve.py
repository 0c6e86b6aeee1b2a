"""Serve: a few documents over HTTP/1.1, to read only, one request a connection.

For a metrics endpoint and its page, on loopback or a management address. Whatever is asked, size,
time and number of requests are bounded, and nothing of the request is echoed.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from noroshi.spine.net.listen import Listener
from noroshi.spine.net.loop import LoopThread

MOST_HEADER = 8_192
MOST_REQUESTS = 16
"""At once; what comes beyond is told to come again."""
REQUEST_S, ANSWER_S = 5.0, 10.0
_END = b"\r\n\r\n"
_ALWAYS = (
    "Cache-Control: no-store\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n"
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'\r\n"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What is answered for a path."""

    content_type: str
    body: bytes


class DocumentServer:
    """Answers from `start` until `stop`.

    Args:
        listener: An open TCP socket; closed at the end.
        documents: By path; `publish` replaces them.
    """

    def __init__(self, listener: Listener, documents: Mapping[str, Document]) -> None:
        self.listener = listener
        self._documents = dict(documents)
        self._loop = LoopThread("serve")
        self._open = 0

    def start(self) -> None:
        """Begin to answer."""
        self._loop.start()
        self._loop.run(self._listen())

    def stop(self) -> None:
        """End; requests under way are cut."""
        self._loop.stop()
        self.listener.close()

    def publish(self, documents: Mapping[str, Document]) -> None:
        """Put documents in the place of those with the same path; any thread may call it."""
        self._documents = self._documents | dict(documents)

    async def _listen(self) -> None:
        await asyncio.start_server(self._answer, sock=self.listener.socket, limit=MOST_HEADER)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open > MOST_REQUESTS:
                status, document, head = HTTPStatus.SERVICE_UNAVAILABLE, None, False
            else:
                status, document, head = self._found(await _request(reader))
            writer.write(_response(status, document, head_only=head))
            async with asyncio.timeout(ANSWER_S):
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass  # it went away, or never said what it wants
        finally:
            self._open -= 1
            writer.transport.abort()

    def _found(self, header: bytes | None) -> tuple[HTTPStatus, Document | None, bool]:
        if header is None:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, None, False
        lines = header.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return HTTPStatus.BAD_REQUEST, None, False
        method, target, _ = words
        if method not in ("GET", "HEAD"):
            return HTTPStatus.METHOD_NOT_ALLOWED, None, False
        if not self._is_ours(lines[1:]):
            return HTTPStatus.MISDIRECTED_REQUEST, None, False
        document = self._documents.get(target.partition("?")[0])
        found = HTTPStatus.OK if document else HTTPStatus.NOT_FOUND
        return found, document, method == "HEAD"

    def _is_ours(self, fields: list[str]) -> bool:
        """On loopback only names of this machine: a page elsewhere that resolves here reads nothing."""
        if not self.listener.endpoint.address.is_loopback:
            return True
        hosts = [f.partition(":")[2].strip() for f in fields if f.lower().startswith("host:")]
        names = [host.rpartition(":")[0] if _has_port(host) else host for host in hosts]
        return all(n in ("localhost", "127.0.0.1", "[::1]", str(self.listener.endpoint.address)) for n in names)  # fmt: skip


async def _request(reader: asyncio.StreamReader) -> bytes | None:
    """Request line and fields; null where they are too long."""
    async with asyncio.timeout(REQUEST_S):
        try:
            return (await reader.readuntil(_END))[: -len(_END)]
        except asyncio.LimitOverrunError:
            with suppress(asyncio.IncompleteReadError):
                await reader.readexactly(MOST_HEADER)
            return None


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdigit()


def _response(status: HTTPStatus, document: Document | None, *, head_only: bool) -> bytes:
    body = document.body if document else f"{status.value} {status.phrase}\n".encode()
    kind = document.content_type if document else "text/plain; charset=utf-8"
    allow = "Allow: GET, HEAD\r\n" if status is HTTPStatus.METHOD_NOT_ALLOWED else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n{allow}{_ALWAYS}\r\n"
    )
    return head.encode("ascii") + (b"" if head_only else body)
