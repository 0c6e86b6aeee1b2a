"""WebSocket: a client (RFC 6455) to addresses that may be reached, with bounds on all that comes.

A message is taken when it is asked for. Of what the other side sends meanwhile, a few messages are
held and the rest waits in TCP's window, so a burst costs no memory and loses nothing here.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, InvalidURI, WebSocketException
from websockets.sync.client import ClientConnection, connect

from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.destination import Destinations

OPEN_S = 15.0
"""Longest time for the connection and its handshakes."""

MOST_OCTETS = 1 << 20
"""Largest message that is taken."""

HELD = 16
"""Messages that are held before reading stops."""

PING_S = 20.0
"""Silence after which the other side is asked whether it is there, and time to answer."""


class Channel:
    """An open connection."""

    def __init__(self, connection: ClientConnection, host: str) -> None:
        self._connection = connection
        self._host = host

    def send(self, text: str) -> None:
        """Send a text message.

        Raises:
            SourceError: The connection is gone.
        """
        with self._told():
            self._connection.send(text)

    def receive(self, timeout_s: float) -> str | None:
        """The next text message; null where none comes in time. Binary ones are passed over.

        Raises:
            SourceError: The connection is gone, or a message was too large.
        """
        with self._told():
            try:
                message = self._connection.recv(timeout_s)
            except TimeoutError:
                return None
            return message if isinstance(message, str) else None

    def waiting(self, timeout_s: float) -> str | None:
        """The next message if one comes in time; null too where the connection is gone.

        The next `receive` tells then that it is.
        """
        try:
            return self.receive(timeout_s)
        except SourceError:
            return None

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except ConnectionClosed as error:
            raise SourceError(f"{self._host} ended the connection: {error}") from error
        except (WebSocketException, OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{self._host} cannot be read: {error}") from error


@contextmanager
def opened(
    url: str,
    *,
    destinations: Destinations,
    headers: Mapping[str, str] | None = None,
    trust: ssl.SSLContext | None = None,
) -> Iterator[Channel]:
    """A connection to a `ws` or `wss` URL, closed at the end of the block.

    Args:
        url: Where; a password in it is refused.
        destinations: Where it may go.
        headers: Sent with the opening request.
        trust: Authorities of servers; the system's when left out.

    Raises:
        InputError: The URL is none, or leads where nothing may go.
        SourceError: The other side does not answer, or not as a WebSocket.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"ws", "wss"} or not parts.hostname or "@" in parts.netloc:
        raise InputError(f"{url!r} is no WebSocket address; write wss://host/path")
    host = parts.hostname
    try:
        port = parts.port or (443 if parts.scheme == "wss" else 80)
    except ValueError as error:
        raise InputError(f"{url!r} names a port outside 1-65535") from error
    with ExitStack() as stack:
        reached = stack.enter_context(_dialled(host, port, destinations))
        try:
            connection = stack.enter_context(
                connect(
                    url,
                    sock=reached,
                    ssl=(trust or ssl.create_default_context()) if parts.scheme == "wss" else None,
                    additional_headers=dict(headers or {}),
                    user_agent_header="Noroshi",
                    compression=None,
                    proxy=None,
                    open_timeout=OPEN_S,
                    close_timeout=1.0,
                    ping_interval=PING_S,
                    ping_timeout=PING_S,
                    max_size=MOST_OCTETS,
                    max_queue=HELD,
                )
            )
        except InvalidURI as error:
            raise InputError(f"{url!r} is no WebSocket address: {error}") from error
        except (WebSocketException, OSError, EOFError) as error:
            raise SourceError(f"{host} opens no WebSocket: {error}") from error
        yield Channel(connection, host)


def _dialled(host: str, port: int, destinations: Destinations) -> socket.socket:
    last: OSError | None = None
    for address in destinations.addresses(host):
        try:
            return socket.create_connection((address, port), timeout=OPEN_S)
        except OSError as error:
            last = error
    raise SourceError(f"{host} cannot be reached: {last}") from last
