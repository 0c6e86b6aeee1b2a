"""Call: one question to a TCP service, and its answer, with one end of time."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from noroshi.spine.model import SourceError

READ_OCTETS = 1 << 18


@dataclass(frozen=True, slots=True)
class Call:
    """An open connection that nothing outlasts."""

    place: str
    connection: socket.socket
    end: float

    def send(self, octets: bytes) -> None:
        """Send all of it.

        Raises:
            SourceError: The service went away, or time is over.
        """
        try:
            self.connection.settimeout(self._left())
            self.connection.sendall(octets)
        except OSError as error:
            raise self._failed(error) from error

    def receive(self) -> bytes:
        """What has arrived; empty where the service has closed.

        Raises:
            SourceError: The service went away, or time is over.
        """
        try:
            self.connection.settimeout(self._left())
            return self.connection.recv(READ_OCTETS)
        except OSError as error:
            raise self._failed(error) from error

    def _left(self) -> float:
        left = self.end - monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        return left

    def _failed(self, error: OSError) -> SourceError:
        return SourceError(f"{self.place} does not answer: {error.strerror or error}; is it up?")


@contextmanager
def calling(host: str, port: int, *, seconds: float) -> Iterator[Call]:
    """A connection for so many seconds.

    Raises:
        SourceError: Nobody answers there.
    """
    place, end = f"{host}:{port}", monotonic() + seconds
    try:
        connection = socket.create_connection((host, port), seconds)
    except OSError as error:
        raise SourceError(
            f"{place} does not answer: {error.strerror or error}; is it up?"
        ) from error
    with connection:
        yield Call(place, connection, end)
