"""Decoder process: decodes the spool beside the receiver, at lower priority, and is restarted.

It lives as long as the pipe to its parent does; what it has not recorded when it ends is decoded
again by the next one.
"""

import fcntl
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import structlog

from noroshi.jobs.flows.decoding import DecodingOptions, SpoolDecoder
from noroshi.spine.flows.address import parse_networks
from noroshi.spine.flows.collect import DecodedCounts
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.home import (
    SECRET_BYTES,
    DecoderPriority,
    Home,
    keep_freed_memory,
    read_or_make_key,
    start_logs,
)
from noroshi.spine.model import ConfigError, NoroshiError
from noroshi.spine.store import Store

log = structlog.get_logger()

NICE = 10
"""Below the receiver: what the decoder has not done waits on disk, what the receiver misses is lost."""
MEMORY_KEPT = 256 << 20
"""Octets of freed memory kept for the next batch, which wants the same again."""
POLL_S = 0.25
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
"""How long after its end the decoder is started again; doubled each time."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """What the child is told at its start."""

    home: Path
    state: str | Path
    collector: str
    subscribers: tuple[str, ...]
    sampling: int
    priority: DecoderPriority
    verbose: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class Drain:
    """Asks the child to take in all that is there, and to end."""


@dataclass(frozen=True, slots=True)
class Drained:
    """The child has."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why the child ended, where it could say so."""

    message: str
    by_settings: bool


Message = DecodedCounts | Drained | Failed


class DecoderProcess:
    """The parent's side.

    Args:
        decoding: What the child does.
        clock: Seconds that only grow.

    Attributes:
        counts: What reached the lake, over all children.
        restarts: How often a child had to be replaced.
        drained: Whether all was taken in after `drain`.
    """

    def __init__(self, decoding: Decoding, clock: Callable[[], float] = time.monotonic) -> None:
        self.counts = DecodedCounts()
        self.restarts = 0
        self.drained = False
        self._decoding, self._clock = decoding, clock
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._draining = False
        self._pause_s, self._again_at = FIRST_PAUSE_S, 0.0
        self._reason = ""

    def start(self) -> None:
        """Start a child."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=run_decoder, args=(theirs, self._decoding), name="decoder", daemon=True
        )
        self._process.start()
        theirs.close()
        if self._draining:
            self._send(Drain())

    def tend(self) -> None:
        """Read what the child says; start another where it ended. Call it often.

        Raises:
            ConfigError: It cannot work with the settings.
        """
        if self._process is None:
            if not self.drained and self._clock() >= self._again_at:
                self.start()
            return
        while self._pipe is not None and self._pipe.poll():
            try:
                self._hear(self._pipe.recv())
            except (EOFError, OSError):
                self._bury()

    def reload(self, decoding: Decoding) -> None:
        """From the next stretch of the spool on, decode by these settings."""
        self._decoding = decoding
        self._send(decoding)

    def drain(self) -> None:
        """Ask for all that is in the spool, and the child's end."""
        self._draining = True
        self._send(Drain())

    def kill(self) -> None:
        """End the child at once; the spool keeps what it did not record."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._close()

    @property
    def pid(self) -> int | None:
        """The child's process id; null between two children."""
        return self._process.pid if self._process is not None else None

    def _hear(self, message: Message) -> None:
        if isinstance(message, DecodedCounts):
            self.counts.add(message)
            self._pause_s = FIRST_PAUSE_S
        elif isinstance(message, Drained):
            self.drained = True
        elif message.by_settings:
            self._bury()
            raise ConfigError(message.message)
        else:
            self._reason = message.message

    def _bury(self) -> None:
        assert self._process is not None
        self._process.join()
        if not self.drained:
            log.warning(
                "the decoder ended and is started again; the spool keeps what it had not done",
                reason=self._reason or f"exit {self._process.exitcode}",
                again_in_s=self._pause_s,
            )
            self.restarts += 1
            self._again_at = self._clock() + self._pause_s
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
        self._reason = ""
        self._close()

    def _close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _send(self, message: Decoding | Drain) -> None:
        if self._pipe is not None:
            with suppress(OSError):  # it just ended; the next one is told at its start
                self._pipe.send(message)


def run_decoder(pipe: Connection, decoding: Decoding) -> None:
    """The child: decode until the pipe closes or all is drained."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the parent decides
    start_logs(verbose=decoding.verbose, as_json=decoding.as_json)
    _step_back(decoding.priority)
    keep_freed_memory(MEMORY_KEPT)
    gc.freeze()  # what is loaded now stays; looking through it again and again takes time
    with suppress(OSError, EOFError):  # the parent is gone: so are we
        try:
            _decode(pipe, decoding)
        except NoroshiError as error:
            pipe.send(Failed(str(error), isinstance(error, ConfigError)))


def _step_back(priority: DecoderPriority) -> None:
    """Let the receiver go first, where the system knows how."""
    if priority is DecoderPriority.NORMAL:
        return
    with suppress(OSError):
        os.nice(NICE)
    if sys.platform == "linux":
        idle = priority is DecoderPriority.IDLE
        policy = os.SCHED_IDLE if idle else os.SCHED_BATCH
        with suppress(OSError):
            os.sched_setscheduler(0, policy, os.sched_param(0))


def _decode(pipe: Connection, decoding: Decoding) -> None:
    home = Home(decoding.home)
    lock = (home.datagrams / ".decoder.lock").open("w")
    # A child whose parent was killed may still be at its last stretch.
    fcntl.flock(lock, fcntl.LOCK_EX)
    with lock, Store.open(decoding.state) as store:
        decoder = SpoolDecoder(home, store, _options(home, decoding))
        decoder.recover()
        draining = False
        while True:
            done = decoder.step()
            if done is not None:
                pipe.send(done)
            elif draining:
                pipe.send(Drained())
                return
            if pipe.poll(0 if done is not None else POLL_S):
                told = pipe.recv()
                if isinstance(told, Decoding):
                    decoder.options = _options(home, told)
                else:
                    draining = True


def _options(home: Home, decoding: Decoding) -> DecodingOptions:
    key = read_or_make_key(home.pseudonym_key_file, SECRET_BYTES)
    return DecodingOptions(
        collector=decoding.collector,
        pseudonyms=Pseudonyms(key, parse_networks(decoding.subscribers)),
        sampling=decoding.sampling if decoding.sampling > 1 else None,
    )
