"""The command `noroshi flows collect`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.flows.collect_view import CollectView
from noroshi.jobs.flows.collecting import CollectOptions, Collector

EVERY_JSON_S = 10.0
EVERY_VIEW_S = 1.0


@click.command("collect")
@click.option(
    "--listen",
    multiple=True,
    metavar="[tcp://|tls://]ADDR:PORT",
    help="Where exports arrive, as 192.0.2.1:2055 or [2001:db8::1]:4739; tcp:// or tls:// before it for IPFIX over these. Repeatable; overrides the settings.",
)
@click.option(
    "--every",
    "every_s",
    type=click.FloatRange(0.2, 3600),
    help="Seconds between two counts.  [default: 10 with --json, else 1]",
)
@with_door
def collect(door: Door, listen: tuple[str, ...], every_s: float | None) -> None:
    """Receive NetFlow v5, v9, IPFIX and sFlow v5 over UDP, and IPFIX over TCP and TLS, into the lake, until interrupted.

    SIGINT or SIGTERM ends it when all that came is in the lake; a second one ends it at once, and the
    next start goes on with what waits in the spool. SIGHUP reads the settings again.
    """
    verbose = bool(click.get_current_context().obj["verbose"])
    options = CollectOptions(listen=listen, verbose=verbose, as_json=door.as_json)
    collector = Collector(door.home, options)
    with _signals(collector):
        collector.start()
        for warning in collector.warnings:
            door.notices.print(f"noroshi: {warning}", markup=False, highlight=False, soft_wrap=True)
        if door.as_json:
            for counts in collector.run(every_s or EVERY_JSON_S):
                door.emit([counts.as_row()])
            return
        with CollectView(door.console, collector.endpoints) as view:
            for counts in collector.run(every_s or EVERY_VIEW_S):
                view.show(counts)


@contextmanager
def _signals(collector: Collector) -> Iterator[None]:
    handlers = {
        signal.SIGINT: lambda *_: collector.stop(),
        signal.SIGTERM: lambda *_: collector.stop(),
        signal.SIGHUP: lambda *_: collector.reload(),
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
