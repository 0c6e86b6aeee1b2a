"""Daemons: real programs that tests start on loopback, each in a folder of its own, and stop again."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep

TRIES = 200
PAUSE_S = 0.05
"""A daemon gets ten seconds to come up, on a busy machine."""

_SBIN = ("/usr/sbin", "/sbin", "/usr/local/sbin")


def program(name: str) -> str | None:
    """Path of a program, also where Debian puts daemons; None where it is not installed."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *_SBIN]))


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now, neither by TCP nor by UDP."""
    while True:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram,
        ):
            stream.bind(("127.0.0.1", 0))
            port = int(stream.getsockname()[1])
            try:
                datagram.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def answers(port: int) -> bool:
    """Whether somebody takes TCP connections on a port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds.

    Raises:
        AssertionError: It did not within ten seconds; names `what`.
    """
    for _ in range(TRIES):
        if holds():
            return
        sleep(PAUSE_S)
    raise AssertionError(f"waited in vain for {what}")


@contextmanager
def running(
    command: Sequence[str], folder: Path, ready: Callable[[], bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """A daemon in the foreground, from when it is ready to the end of the block.

    Args:
        command: Program and arguments that keep it in the foreground.
        folder: Where it runs; what it says goes to `daemon.log` there.
        ready: Whether it answers.

    Raises:
        AssertionError: It ended early or never became ready; the message holds what it said.
    """
    log = folder / "daemon.log"
    with log.open("ab") as said:
        daemon = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)  # noqa: S603
    try:
        eventually(lambda: daemon.poll() is not None or ready(), command[0])
        if daemon.poll() is not None:
            raise AssertionError(f"{command[0]} ended early: {log.read_text()[-2_000:]}")
        yield daemon
    finally:
        daemon.terminate()
        try:
            daemon.wait(timeout=10)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()
