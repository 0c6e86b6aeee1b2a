"""Hourly: the collector's own tidying of the lake, in a process of low priority."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import SpawnProcess
from pathlib import Path

import structlog

from noroshi.jobs.flows.tidying import tidy
from noroshi.spine.home import Home, start_logs
from noroshi.spine.model import NoroshiError

log = structlog.get_logger()

NICE = 15
"""Below the decoder: a late merge costs nothing, late flows do."""
FIRST_S, EVERY_S = 300.0, 3600.0
"""How long after the start, and from run to run."""


class HourlyTidy:
    """Starts a run when one is due; merging survives being killed, so its end is no ceremony.

    Args:
        home: Whose lake.
        verbose: Whether the child logs every step.
        as_json: Whether it logs for machines.
        clock: Seconds that only grow.

    Attributes:
        enabled: Whether runs are started; may be set at any time.
    """

    def __init__(
        self,
        home: Path,
        *,
        enabled: bool = True,
        verbose: bool = False,
        as_json: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.enabled = enabled
        self._arguments = (home, verbose, as_json)
        self._clock = clock
        self._due = clock() + FIRST_S
        self._process: SpawnProcess | None = None

    def tend(self) -> None:
        """Start a run when it is due, notice the end of one. Call it often."""
        if self._process is not None:
            if self._process.is_alive():
                return
            self._bury()
        if self.enabled and self._clock() >= self._due:
            self._due = self._clock() + EVERY_S
            context = multiprocessing.get_context("spawn")
            self._process = context.Process(
                target=run_tidy, args=self._arguments, name="tidy", daemon=True
            )
            self._process.start()

    def stop(self) -> None:
        """End the run at once; the next one goes on where it was."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None

    @property
    def running(self) -> bool:
        """Whether a run is on its way."""
        return self._process is not None and self._process.is_alive()

    def _bury(self) -> None:
        assert self._process is not None
        self._process.join()
        if self._process.exitcode:
            log.warning("the lake was not tidied; next try in an hour", exit=self._process.exitcode)
        self._process.close()
        self._process = None


def run_tidy(home: Path, verbose: bool, as_json: bool) -> None:  # arguments of a process
    """The child: one run."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the parent decides
    start_logs(verbose=verbose, as_json=as_json)
    with suppress(OSError):
        os.nice(NICE)
    try:
        tidy(Home(home))
    except NoroshiError as error:
        log.warning("the lake was not tidied", reason=str(error))
        raise SystemExit(error.exit_code) from error
