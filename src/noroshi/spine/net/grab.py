"""Grab: open many TCP connections from one thread, say a fixed text, read a bounded answer, close.

The SYN of a connection leaves inside `Grabber.ask`, so a caller who counts what he sends knows
when it left. Everything that arrives is hostile: octets, time and rounds are bounded.
"""

import asyncio
import errno
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.model import ConfigError
from noroshi.spine.net.host import family_of

MOST_OCTETS = 16_384
MOST_RECORDS = 65_536
"""Octets of TLS records that one answer may take, hello and certificates included."""
MOST_REPLIES = 32
"""Interim replies (refused options) that one connection may cause."""
SWEEP_S = 0.05

_BIND_NO_PORT = 24
# IP_BIND_ADDRESS_NO_PORT, linux/in.h: many connections may share a port of ours.
_UNDER_WAY = (0, errno.EINPROGRESS, errno.EALREADY, errno.EWOULDBLOCK)
_ABORT = b"\1\0\0\0\0\0\0\0"


class Problem(StrEnum):
    """Why an answer is not whole."""

    NONE = ""
    CLOSED = "closed"
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    TLS = "tls"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long is waited, in seconds.

    Attributes:
        connect_s: For the handshake of TCP; below one second no SYN is sent twice.
        first_s: For the first octet, TLS's handshake included.
        quiet_s: After the last octet, where the end of an answer cannot be seen.
        whole_s: For everything after the handshake of TCP.
    """

    connect_s: float = 0.9
    first_s: float = 5.0
    quiet_s: float = 0.5
    whole_s: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One connection.

    Attributes:
        number: The caller's name for it.
        address: IPv4 address.
        port: TCP port.
        says: What is sent once connected; may be empty.
        tls: Whether TLS comes first.
        is_whole: Whether an answer needs no waiting for more.
        replies: What is said to interim octets, and the answer without them.
    """

    number: int
    address: str
    port: int
    says: bytes = b""
    tls: bool = False
    is_whole: Callable[[bytes], bool]
    replies: Callable[[bytes], bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grabbed:
    """What came of a question; `opened` tells whether TCP's handshake was answered."""

    question: Question
    opened: bool
    octets: bytes
    certificate: bytes
    problem: Problem


class Grabber:
    """Asks questions in one event loop.

    Args:
        loop: A running loop of the calling thread.
        source: The address that asks.
        patience: How long is waited.
        done: Takes each result.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        source: str,
        patience: Patience,
        done: Callable[[Grabbed], None],
    ) -> None:
        self.loop, self.source, self.patience, self.done = loop, source, patience, done
        self.context = _any_tls()
        self.open: dict[int, _Grab] = {}
        self._sweeper = loop.create_task(self._sweep())

    def ask(self, question: Question) -> None:
        """Begin; the SYN leaves in this call.

        Raises:
            ConfigError: This machine has no more descriptors or ports.
        """
        _Grab(self, question).begin()

    async def drained(self) -> None:
        """Wait until all that was asked is done."""
        while self.open:
            await asyncio.sleep(SWEEP_S / 2)

    async def close(self) -> None:
        """Give up what is under way."""
        for grab in list(self.open.values()):
            grab.end(Problem.SILENT)
        self._sweeper.cancel()
        await asyncio.gather(self._sweeper, return_exceptions=True)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            now = time.monotonic()
            for grab in list(self.open.values()):
                if now >= grab.deadline:
                    grab.end(Problem.SILENT)


class _Grab:
    """One connection under way."""

    __slots__ = ("_began", "_by", "_certificate", "_fd", "_layer", "_opened", "_raw", "_read", "_replied", "_socket", "_unsent", "deadline", "question")  # fmt: skip

    def __init__(self, by: Grabber, question: Question) -> None:
        self._by, self.question = by, question
        family = family_of(by.source)
        self._socket = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self._fd = self._socket.fileno()
        self._read, self._unsent, self._certificate = b"", b"", b""
        self._raw = self._replied = 0
        self._opened = False
        self._layer: _Layer | None = None
        self._began = time.monotonic()
        self.deadline = self._began + by.patience.connect_s

    def begin(self) -> None:
        question = self.question
        try:
            self._socket.setsockopt(socket.IPPROTO_IP, _BIND_NO_PORT, 1)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT, 1)
            self._socket.bind((self._by.source, 0))
            problem = self._socket.connect_ex((question.address, question.port))
        except OSError as error:
            self._socket.close()
            raise ConfigError(f"{self._by.source} cannot ask: {error.strerror}") from error
        self._by.open[self._fd] = self
        if problem in _UNDER_WAY:
            self._by.loop.add_writer(self._fd, self._connected)
        else:
            self.end(_why(problem))

    def _connected(self) -> None:
        problem = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        self._by.loop.remove_writer(self._fd)
        if problem:
            self.end(_why(problem))
            return
        now = time.monotonic()
        self._opened, self._began = True, now
        self.deadline = now + self._by.patience.first_s
        if self.question.tls:
            self._layer = _Layer(self._by.context)
        self._by.loop.add_reader(self._fd, self._readable)
        self._say(self._layer.hello() if self._layer else self.question.says)

    def _readable(self) -> None:
        try:
            got = self._socket.recv(MOST_OCTETS)
        except BlockingIOError:
            return
        except OSError:
            got = b""
        if not got:
            self.end(Problem.NONE if self._read else Problem.CLOSED)
            return
        self._raw += len(got)
        if self._layer:
            got = self._through_tls(self._layer, got)
        if got:
            self._take(got)
        elif self._raw > MOST_RECORDS:
            self.end(Problem.TLS)

    def _through_tls(self, layer: "_Layer", got: bytes) -> bytes:
        before = layer.is_ready
        try:
            plain, said = layer.take(got)
            if layer.is_ready and not before:
                self._certificate = layer.certificate
                said += layer.write(self.question.says)
        except ssl.SSLError:
            self.end(Problem.TLS)
            return b""
        self._say(said)
        return plain

    def _take(self, got: bytes) -> None:
        self._read = (self._read + got)[:MOST_OCTETS]
        now, patience = time.monotonic(), self._by.patience
        self.deadline = min(now + patience.quiet_s, self._began + patience.whole_s)
        if self.question.replies and self._replied < MOST_REPLIES:
            said = self.question.replies(got)
            self._replied += bool(said)
            self._say(said)
        if len(self._read) >= MOST_OCTETS or self.question.is_whole(self._read):
            self.end(Problem.NONE)

    def _say(self, octets: bytes) -> None:
        self._unsent += octets
        try:
            while self._unsent:
                self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            pass  # the rest goes with what is said next; questions fit into any socket's buffer
        except OSError:
            self.end(Problem.CLOSED)

    def end(self, problem: Problem) -> None:
        if self._by.open.pop(self._fd, None) is None:
            return
        self._by.loop.remove_writer(self._fd)
        self._by.loop.remove_reader(self._fd)
        self._socket.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, _ABORT
        )  # frees our port at once
        self._socket.close()
        if problem is Problem.SILENT and self._read:
            problem = Problem.NONE
        self._by.done(
            Grabbed(
                question=self.question, opened=self._opened, octets=self._read,
                certificate=self._certificate, problem=problem,
            )
        )  # fmt: skip


class _Layer:
    """TLS in memory, at either side of the sockets."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out)
        self.is_ready = False
        self.certificate = b""

    def hello(self) -> bytes:
        self._shake()
        return self._out.read()

    def take(self, octets: bytes) -> tuple[bytes, bytes]:
        """Plain octets that arrived, and what must be sent."""
        self._in.write(octets)
        if not self.is_ready:
            self._shake()
        plain = b""
        while self.is_ready and len(plain) < MOST_OCTETS:
            try:
                piece = self._tls.read(MOST_OCTETS)
            except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
                break
            if not piece:
                break
            plain += piece
        return plain, self._out.read()

    def write(self, octets: bytes) -> bytes:
        if octets:
            self._tls.write(octets)
        return self._out.read()

    def _shake(self) -> None:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return
        self.is_ready = True
        self.certificate = self._tls.getpeercert(binary_form=True) or b""


def _any_tls() -> ssl.SSLContext:
    """TLS that talks to old devices, too: the certificate is read here, not believed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _why(problem: int) -> Problem:
    if problem == errno.ECONNREFUSED:
        return Problem.CLOSED
    if problem in (errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE):
        return Problem.LOCAL
    return Problem.UNREACHABLE
