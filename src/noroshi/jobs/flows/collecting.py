"""Collecting: exporters' datagrams into the lake, from start to orderly end.

Receiver threads fill the spool, the decoder's process empties it; here both are started, tended,
reloaded, counted and ended.
"""

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import structlog

from noroshi.jobs.flows.decoder_process import DecoderProcess, Decoding
from noroshi.jobs.flows.hourly import HourlyTidy
from noroshi.jobs.flows.receiving import Receiver
from noroshi.spine.flows.address import parse_networks
from noroshi.spine.flows.collect import (
    Counts,
    DecodedCounts,
    ExporterCounts,
    Spooler,
    metrics_text,
    page_documents,
    status_documents,
)
from noroshi.spine.flows.collect.spooler import OTHERS
from noroshi.spine.flows.spool import SpoolFolder, SpoolLimits, SpoolWriter
from noroshi.spine.home import Home, Settings, read_settings
from noroshi.spine.model import ConfigError, NoroshiError, SourceError, address_text
from noroshi.spine.net.listen import Endpoint, Listener, Transport
from noroshi.spine.net.serve import DocumentServer
from noroshi.spine.net.streams import StreamCounts, StreamLimits
from noroshi.spine.net.tls import TlsContext, TlsFiles, server_context
from noroshi.spine.store import Store

log = structlog.get_logger()

MIB = 1 << 20
TICK_S = 0.1
METRICS_S = 10.0
LOOK_S = 1.0
"""How often drops are counted, and the status endpoint is renewed."""
METRICS_FILE = "collect.prom"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOptions:
    """What the command line says.

    Attributes:
        listen: Places to listen; empty takes the settings'.
        verbose: Whether the decoder logs every step.
        as_json: Whether it logs for machines.
    """

    listen: tuple[str, ...] = ()
    verbose: bool = False
    as_json: bool = False


class Collector:
    """Collects from `start` until `stop` is asked for and `run` ends.

    Args:
        home: Whose settings, spool and lake.
        options: What the command line says.
    """

    def __init__(self, home: Home, options: CollectOptions) -> None:
        self._home, self._options = home, options
        self._settings = home.settings
        self._stop_asked = self._reload_asked = self._hurried = False
        self._listeners: tuple[Listener, ...] = ()
        self._drops: dict[str, int | None] = {}
        self._status: DocumentServer | None = None
        self._shown: Counts | None = None

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Where it listens."""
        return tuple(listener.endpoint for listener in self._listeners)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the operator should mend, in sentences."""
        advice = [listener.advice for listener in self._listeners if listener.advice]
        if not self._settings.collect.exporters:
            advice.append(
                "datagrams of any sender are taken; name your routers in [collect] exporters"
            )
        return tuple(advice)

    def stop(self) -> None:
        """Ask for an orderly end; a second time for a quick one. Signal handlers may call it."""
        self._hurried = self._stop_asked
        self._stop_asked = True

    def reload(self) -> None:
        """Ask for the settings to be read again. Signal handlers may call it."""
        self._reload_asked = True

    def start(self) -> None:
        """Open the sockets, then begin.

        Raises:
            ConfigError: A setting or place to listen is wrong, or another collector runs.
            SourceError: A port is taken, or the spool cannot be written.
        """
        home = self._home.create()
        home.datagrams.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = _locked(home.datagrams / ".receiver.lock")
        try:
            self._prepare(home)
        except BaseException:
            for listener in self._listeners:
                listener.close()
            if self._status is not None:
                self._status.listener.close()
            self._lock.close()
            raise
        self._count_drops()
        self._receiver.start()
        self._decoder.start()
        if self._status is not None:
            self._publish()
            self._status.start()

    def _prepare(self, home: Home) -> None:
        allowed = parse_networks(self._settings.collect.exporters)
        with Store.open(home.state) as store:
            after = store.last_segment(self._settings.collect.name)
        self._listeners = self._opened()
        speak_tls = any(one.transport is Transport.TLS for one in self.endpoints)
        context = _context(home, self._settings) if speak_tls else None
        writer = SpoolWriter(home.datagrams, _limits(self._settings), after=after)
        self._spooler = Spooler(writer, allowed)
        self._receiver = Receiver(
            self._listeners, self._spooler, _stream_limits(self._settings), context
        )
        self._decoder = DecoderProcess(self._decoding())
        self._tidy = HourlyTidy(
            home.path,
            enabled=self._settings.lake.tidy_hourly,
            verbose=self._options.verbose,
            as_json=self._options.as_json,
        )
        self._status = self._status_server()

    def _status_server(self) -> DocumentServer | None:
        place = self._settings.collect.metrics_listen
        if not place:
            return None
        endpoint = replace(Endpoint.parse(place), transport=Transport.TCP)
        return DocumentServer(Listener.open(endpoint, 0), page_documents())

    def run(self, every_s: float) -> Iterator[Counts]:
        """Tend everything until the end; gives the counts at once, every so many seconds, and at the end.

        Raises:
            NoroshiError: Receiving or decoding became impossible.
        """
        try:
            yield from self._collect(every_s)
            self._count_drops()
            self._receiver.stop()
            self._decoder.drain()
            yield from self._drain(every_s)
        finally:
            self._receiver.stop()
            self._decoder.kill()
            self._tidy.stop()
            self._write_metrics()
            if self._status is not None:
                self._status.stop()
            self._lock.close()
        self._raise_failure()
        yield self.counts()

    def counts(self) -> Counts:
        """What was counted so far."""
        spooler, decoded = self._spooler, self._decoder.counts
        spool, streams = SpoolFolder(self._home.datagrams), self._receiver.streams
        return Counts(
            at=datetime.now(UTC),
            datagrams=spooler.datagrams,
            octets=spooler.octets,
            spooled=spooler.spooled,
            refused=dict(spooler.refused),
            socket_drops=dict(self._drops),
            decoded=decoded,
            waiting_octets=spool.size(),
            waiting_segments=len(spool.closed()),
            decoder_restarts=self._decoder.restarts,
            exporters=_exporters(dict(spooler.by_sender), decoded),
            streams=streams.counts() if streams is not None else StreamCounts(),
        )

    def _collect(self, every_s: float) -> Iterator[Counts]:
        yield self.counts()
        due = time.monotonic() + every_s
        metrics_due = look_due = 0.0
        while not self._stop_asked and self._failure() is None:
            time.sleep(TICK_S)
            self._decoder.tend()
            self._tidy.tend()
            if self._reload_asked:
                self._reload()
            now = time.monotonic()
            if now >= min(due, metrics_due, look_due):
                self._count_drops()
            if now >= look_due:
                self._publish()
                look_due = now + LOOK_S
            if now >= metrics_due:
                self._write_metrics()
                metrics_due = now + METRICS_S
            if now >= due:
                due += every_s
                yield self.counts()

    def _drain(self, every_s: float) -> Iterator[Counts]:
        look_due = time.monotonic()
        due = look_due + every_s
        while not self._decoder.drained and not self._hurried:
            time.sleep(TICK_S)
            self._decoder.tend()
            now = time.monotonic()
            if now >= look_due:
                self._publish()
                look_due = now + LOOK_S
            if now >= due:
                due += every_s
                yield self.counts()

    def _failure(self) -> BaseException | None:
        streams = self._receiver.streams
        return self._receiver.failure or (streams.failure if streams is not None else None)

    def _raise_failure(self) -> None:
        failure = self._failure()
        if isinstance(failure, OSError):
            raise SourceError(f"receiving failed: {failure}; the spool is kept, start again")
        if failure is not None:
            raise failure

    def _opened(self) -> tuple[Listener, ...]:
        collect = self._settings.collect
        opened: list[Listener] = []
        try:
            for text in self._options.listen or collect.listen:
                endpoint = Endpoint.parse(text)
                opened.append(Listener.open(endpoint, collect.receive_buffer_mb * MIB))
        except NoroshiError:
            for listener in opened:
                listener.close()
            raise
        return tuple(opened)

    def _reload(self) -> None:
        self._reload_asked = False
        try:
            settings = read_settings(self._home.settings_file)
            allowed = parse_networks(settings.collect.exporters)
            parse_networks(settings.flows.subscribers)
            streams = self._receiver.streams
            renewed = streams is not None and streams.context is not None
            context = _context(self._home, settings) if renewed else None
        except ConfigError as error:
            log.warning("the settings are wrong; those before stay in force", reason=str(error))
            return
        fixed = ("listen", "receive_buffer_mb", "name", "metrics_listen")
        before = self._settings.collect
        kept = {key: getattr(before, key) for key in fixed}
        changed = [key for key in fixed if getattr(settings.collect, key) != kept[key]]
        if changed:
            log.warning("takes a restart to come into force", settings=changed)
        collect = settings.collect.model_copy(update=kept)
        self._settings = settings.model_copy(update={"collect": collect})
        self._spooler.allowed = allowed
        self._spooler.writer.limits = _limits(self._settings)
        if streams is not None:
            streams.limits, streams.context = _stream_limits(self._settings), context
        self._decoder.reload(self._decoding())
        self._tidy.enabled = settings.lake.tidy_hourly
        log.info("settings were read again")

    def _decoding(self) -> Decoding:
        flows = self._settings.flows
        return Decoding(
            home=self._home.path,
            state=self._home.state,
            collector=self._settings.collect.name,
            subscribers=flows.subscribers,
            sampling=flows.sampling,
            priority=self._settings.collect.decoder_priority,
            verbose=self._options.verbose,
            as_json=self._options.as_json,
        )

    def _count_drops(self) -> None:
        """While the sockets are open; afterwards the last count stands."""
        for listener in self._listeners:
            udp = listener.endpoint.transport is Transport.UDP
            if udp and listener.socket.fileno() >= 0:
                self._drops[str(listener.endpoint)] = listener.drops()

    def _publish(self) -> None:
        """Renew what the status endpoint answers; rates are since the time before."""
        if self._status is not None:
            counts = self.counts()
            self._status.publish(status_documents(counts, self._shown))
            self._shown = counts

    def _write_metrics(self) -> None:
        with suppress(OSError):  # metrics are no reason to stop collecting
            write_metrics(self._home.metrics / METRICS_FILE, self.counts())


def write_metrics(file: Path, counts: Counts) -> None:
    """Replace the file whole, so that nobody reads half of it.

    Raises:
        OSError: It cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".tmp")
    aside.write_text(metrics_text(counts), encoding="utf-8")
    aside.rename(file)


def _limits(settings: Settings) -> SpoolLimits:
    collect = settings.collect
    return SpoolLimits(
        segment_octets=collect.segment_mb * MIB,
        segment_s=collect.segment_s,
        quota_octets=collect.quota_mb * MIB,
    )


def _stream_limits(settings: Settings) -> StreamLimits:
    collect = settings.collect
    return StreamLimits(
        sessions=collect.sessions,
        sessions_per_address=collect.sessions_per_exporter,
        idle_s=collect.idle_s,
        clients=tuple(name.lower() for name in collect.tls_clients),
    )


def _context(home: Home, settings: Settings) -> TlsContext:
    collect = settings.collect
    wanted = ("tls_certificate", "tls_key", "tls_client_ca")
    missing = [key for key in wanted if not getattr(collect, key)]
    if missing:
        raise ConfigError(f"a tls:// place needs {', '.join(missing)} in [collect]")
    return server_context(
        TlsFiles(
            certificate=home.path / collect.tls_certificate,
            key=home.path / collect.tls_key,
            client_ca=home.path / collect.tls_client_ca,
        )
    )


def _locked(file: Path) -> TextIO:
    opened = file.open("w")
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        opened.close()
        raise ConfigError(
            f"another collector (see {file}) works on this home; stop it first, or take another home"
        ) from error
    opened.write(f"{os.getpid()}\n")
    opened.flush()
    return opened


def _exporters(
    by_sender: dict[tuple[int, int], tuple[int, int]], decoded: DecodedCounts
) -> tuple[ExporterCounts, ...]:
    names = _names(list(by_sender))
    received = {names[sender]: counts for sender, counts in by_sender.items()}
    everyone = received.keys() | decoded.rows.keys() | decoded.lost.keys()
    made = [
        ExporterCounts(
            exporter=name,
            datagrams=received.get(name, (0, 0))[0],
            octets=received.get(name, (0, 0))[1],
            rows=decoded.rows[name],
            lost=max(0, decoded.lost[name]),
            restarts=decoded.restarts[name],
        )
        for name in everyone
    ]
    return tuple(sorted(made, key=lambda one: (-one.datagrams, -one.rows, one.exporter)))


def _names(senders: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    named = {sender: address_text(*sender) for sender in senders}
    if OTHERS in named:
        named[OTHERS] = "others"
    return named
