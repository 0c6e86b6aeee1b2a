"""Supervising: the processes of `noroshi up`, started together, kept alive, ended together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from noroshi.spine.model import ConfigError, SourceError

log = structlog.get_logger()

STEADY_S = 10.0
"""Who lives so long has started well; who ends earlier at the first start ends everything."""
FIRST_WAIT_S, MOST_WAIT_S = 1.0, 30.0
"""How long a process that ended waits for its next start; doubled each time."""
END_S = 20.0
"""How long an orderly end may take before it is ended at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One process.

    Attributes:
        name: For people.
        command: What it runs.
    """

    name: str
    command: tuple[str, ...]


@dataclass(slots=True)
class _Child:
    part: Part
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    wait_s: float = FIRST_WAIT_S
    proven: bool = False


class Supervisor:
    """Starts parts and starts them again.

    Args:
        parts: What runs.
        environment: Added to this process's own.
        steady: Seconds that only grow.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        environment: Mapping[str, str],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._children = [_Child(part) for part in parts]
        self._environment = {**os.environ, **environment}
        self._steady = steady

    def start(self) -> None:
        """Start every part."""
        for child in self._children:
            self._launch(child)

    def tend(self) -> None:
        """Start again what ended. Call it often.

        Raises:
            ConfigError: A part ended at its first start because something is set wrongly.
            SourceError: A part ended at its first start for another reason.
        """
        now = self._steady()
        for child in self._children:
            if child.process is None:
                if now >= child.due:
                    self._launch(child)
            elif (code := child.process.poll()) is not None:
                self._fallen(child, code)
            elif not child.proven and now - child.started >= STEADY_S:
                child.proven, child.wait_s = True, FIRST_WAIT_S

    def reload(self) -> None:
        """Let every part read its settings again (SIGHUP)."""
        self._signal(signal.SIGHUP)

    def stop(self) -> None:
        """End all in order; what takes too long is ended at once."""
        self._signal(signal.SIGTERM)
        until = self._steady() + END_S
        for child in self._children:
            if child.process is None:
                continue
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, until - self._steady()))
            if child.process.poll() is None:
                log.warning("a part did not end and is ended at once", part=child.part.name)
                child.process.kill()
                child.process.wait()
            child.process = None

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by name of what runs."""
        return {one.part.name: one.process.pid for one in self._children if one.process}

    def _launch(self, child: _Child) -> None:
        child.started = self._steady()
        child.process = subprocess.Popen(  # noqa: S603  # our own commands
            child.part.command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,  # stdout stays clean for machines
            env=self._environment,
        )

    def _fallen(self, child: _Child, code: int) -> None:
        name = child.part.name
        child.process = None
        if not child.proven and child.wait_s == FIRST_WAIT_S:
            message = f"{name} could not start (exit {code}); its own message stands above"
            raise ConfigError(message) if code == ConfigError.exit_code else SourceError(message)
        log.warning("a part ended and is started again", part=name, exit=code, wait_s=child.wait_s)
        child.due = self._steady() + child.wait_s
        child.wait_s = min(2 * child.wait_s, MOST_WAIT_S)

    def _signal(self, number: signal.Signals) -> None:
        for child in self._children:
            if child.process is not None and child.process.poll() is None:
                child.process.send_signal(number)
