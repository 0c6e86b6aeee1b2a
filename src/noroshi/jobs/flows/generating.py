"""Generating: a load of export datagrams into a pcap file, or over the network."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from noroshi.lab.export.frame import PCAP_HEADER
from noroshi.lab.load import Chunk, Load, Stream
from noroshi.spine.model import ConfigError
from noroshi.spine.net.listen import Endpoint, Transport
from noroshi.spine.net.send import Pace, Sender

AHEAD_OCTETS = 64 << 20
"""Datagrams made ahead of sending."""
AHEAD_S = 1.0
"""Made before the first is sent, so that a high rate is kept from the start."""

DEFAULT_RATE_PPS = 1000.0


@dataclass(slots=True)
class Generated:
    """What was made so far; octets are UDP payload."""

    datagrams: int = 0
    flows: int = 0
    octets: int = 0
    seconds: float = 0.0

    def add(self, datagrams: int, flows: int, octets: int) -> None:
        """Count some datagrams."""
        self.datagrams += datagrams
        self.flows += flows
        self.octets += octets

    def as_row(self) -> dict[str, object]:
        """Machine output; the rate is that of the datagrams in the seconds it took."""
        rate = self.datagrams / self.seconds if self.seconds else 0.0
        return {
            "datagrams": self.datagrams, "flows": self.flows, "octets": self.octets,
            "seconds": round(self.seconds, 3), "datagrams_per_s": round(rate),
        }  # fmt: skip


Progressed = Callable[[Generated], None]


def generate_pcap(load: Load, path: Path, done: Generated, progress: Progressed) -> None:
    """Write a pcap file; a part of it never has its name.

    Raises:
        ConfigError: The file cannot be written.
    """
    began, part = time.monotonic(), path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(PCAP_HEADER)
            for chunk in Stream(load).chunks():
                file.write(chunk.pcap())
                done.add(len(chunk), len(chunk.flows), int(chunk.length.sum()))
                done.seconds = time.monotonic() - began
                progress(done)
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def check_target(target: Endpoint, *, rate_was_given: bool) -> None:
    """See to it that nobody floods a stranger by mistake.

    Raises:
        ConfigError: The target is out on the Internet and no rate was named, is no single host, or
            does not take UDP.
    """
    address = target.address
    if target.transport is not Transport.UDP:
        raise ConfigError(f"{target}: made datagrams go over UDP; write ADDR:PORT alone")
    if address.is_multicast or address.is_unspecified or str(address) == "255.255.255.255":
        raise ConfigError(f"{address} is no single host; send to the address of your collector")
    if target.port == 0:
        raise ConfigError("datagrams cannot be sent to port 0; name the port of your collector")
    if address.is_global and not rate_was_given:
        raise ConfigError(
            f"{address} is a public address; if it is your own collector, say how fast with --rate"
        )


def generate_to(load: Load, target: Endpoint, done: Generated, progress: Progressed) -> None:
    """Send over UDP at the load's rate.

    Raises:
        ConfigError: The target cannot be reached from here.
        SourceError: The network refuses datagrams.
    """
    sender = Sender.open(target, load.exporters)
    ahead = _Ahead(load)
    try:
        ahead.fill(int(load.rate_pps * AHEAD_S))
        began, pace = time.monotonic(), Pace(load.rate_pps)
        for chunk in ahead.chunks():
            _send(sender, chunk, pace)
            done.add(len(chunk), len(chunk.flows), int(chunk.length.sum()))
            done.seconds = time.monotonic() - began
            progress(done)
    finally:
        ahead.stop()
        sender.close()


def _send(sender: Sender, chunk: Chunk, pace: Pace) -> None:
    at = 0
    while at < len(chunk):
        part = slice(at, at + pace.due(len(chunk) - at))
        sender.send(chunk.buffer, chunk.start[part], chunk.length[part], chunk.exporter[part])
        at = part.stop


class _Ahead:
    """Makes chunks in a thread, some ahead of their use."""

    def __init__(self, load: Load) -> None:
        self._stream = Stream(load)
        room = max(4, AHEAD_OCTETS // (self._stream.turns * load.exporters * 1500))
        self._queue: queue.Queue[Chunk | None] = queue.Queue(room)
        self._stopping, self._enough = threading.Event(), threading.Event()
        self._wanted = 0
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._make, name="generate", daemon=True)

    def fill(self, datagrams: int) -> None:
        """Begin, and wait until so many datagrams are made, or all, or there is no more room."""
        self._wanted = datagrams
        self._thread.start()
        self._enough.wait()

    def chunks(self) -> Iterator[Chunk]:
        """Chunks in order."""
        while (chunk := self._queue.get()) is not None:
            yield chunk
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Make no more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _make(self) -> None:
        try:
            made = 0
            for chunk in self._stream.chunks():
                made += len(chunk)
                self._put(chunk)
                if made >= self._wanted or self._queue.full():
                    self._enough.set()
                if self._stopping.is_set():
                    return
        except BaseException as error:  # noqa: BLE001  # raised again where the chunks are used
            self._error = error
        finally:
            self._enough.set()
            self._put(None)

    def _put(self, chunk: Chunk | None) -> None:
        while not self._stopping.is_set():
            with suppress(queue.Full):
                self._queue.put(chunk, timeout=0.1)
                return
