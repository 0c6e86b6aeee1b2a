"""Knock: whether a program listens at a place of this machine."""

import socket
from contextlib import suppress


def answers(host: str, port: int, timeout_s: float = 1.0) -> bool:
    """Whether a TCP connection is taken there.

    Args:
        host: An address; the unspecified one stands for this machine.
        port: TCP port.
        timeout_s: How long to wait.
    """
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
    with suppress(OSError), socket.create_connection((here, port), timeout_s):
        return True
    return False
