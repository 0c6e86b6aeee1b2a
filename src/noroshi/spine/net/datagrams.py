"""Datagrams: one UDP socket that asks many and hears them all."""

import socket
import time
from typing import NamedTuple

from noroshi.spine.model import ConfigError
from noroshi.spine.net.host import family_of

MOST_OCTETS = 9216
BUFFER = 8 << 20
WAIT_S = 0.0005
_PATIENCE = 2000


class Heard(NamedTuple):
    """A datagram that came back."""

    address: str
    port: int
    octets: bytes


class DatagramAsker:
    """Sends from one address and a port that the kernel chose.

    Raises:
        ConfigError: The address is not this machine's.
    """

    def __init__(self, source: str) -> None:
        family = family_of(source)
        self._socket = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            self._socket.bind((source, 0))
        except OSError as error:
            self._socket.close()
            raise ConfigError(f"{source} cannot ask: {error.strerror}") from error
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)

    def send(self, octets: bytes, address: str, port: int) -> bool:
        """Send one; waits while the kernel is full. False where it has no way to there."""
        for _ in range(_PATIENCE):
            try:
                self._socket.sendto(octets, (address, port))
            except BlockingIOError:
                time.sleep(WAIT_S)
            except OSError:
                return False
            else:
                return True
        return False

    def receive(self, most: int = 1000) -> list[Heard]:
        """What waits, without waiting."""
        made: list[Heard] = []
        while len(made) < most:
            try:
                octets, sender = self._socket.recvfrom(MOST_OCTETS)
            except BlockingIOError:
                break
            except OSError:
                continue  # an error of an earlier datagram; the next call tells of the next
            made.append(Heard(sender[0], sender[1], octets))
        return made

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()
