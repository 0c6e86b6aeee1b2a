"""Dial: connections of the HTTP client, to checked addresses and with one end of time."""

from collections.abc import Iterable
from ssl import SSLContext
from time import monotonic

import httpcore

from noroshi.spine.net.destination import Destinations

SLICE = 65_536
"""Octets that are sent between two looks at the clock."""


class Dialler(httpcore.NetworkBackend):
    """Connects to addresses that may be reached, and closes the door at `end`."""

    def __init__(self, destinations: Destinations, *, end: float) -> None:
        """`end` is an instant of `time.monotonic`."""
        self._destinations = destinations
        self._end = end
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers.

        Raises:
            InputError: The host leads where nothing may go.
            SourceError: The name does not resolve.
        """
        refused: Exception | None = None
        for address in self._destinations.addresses(host):
            try:
                stream = self._sockets.connect_tcp(
                    address,
                    port,
                    timeout=_left(self._end, timeout, httpcore.ConnectTimeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except httpcore.ConnectError as error:
                refused = error
            else:
                return Timed(stream, end=self._end)
        assert refused is not None, "a host has at least one address"
        raise refused


class Timed(httpcore.NetworkStream):
    """A connection that nothing outlasts, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, *, end: float) -> None:
        """`end` is an instant of `time.monotonic`."""
        self._stream = stream
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has arrived."""
        return self._stream.read(max_bytes, _left(self._end, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        view = memoryview(buffer)
        for start in range(0, len(view), SLICE):
            left = _left(self._end, timeout, httpcore.WriteTimeout)
            self._stream.write(bytes(view[start : start + SLICE]), left)

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same over TLS; the certificate must bear the host's name."""
        left = _left(self._end, timeout, httpcore.ConnectTimeout)
        return Timed(self._stream.start_tls(ssl_context, server_hostname, left), end=self._end)

    def get_extra_info(self, info: str) -> object:
        """What the socket says of itself."""
        return self._stream.get_extra_info(info)


def _left(end: float, timeout: float | None, late: type[httpcore.TimeoutException]) -> float:
    left = end - monotonic()
    if left <= 0:
        raise late("it took too long")
    return left if timeout is None else min(left, timeout)
