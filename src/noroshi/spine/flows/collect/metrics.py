"""Metrics: a collector's counts in the text format of Prometheus, version 0.0.4."""

from collections.abc import Iterator, Mapping

from noroshi.spine.flows.collect.counts import Counts

_PREFIX = "noroshi_collect_"


def metrics_text(counts: Counts) -> str:
    """All counts, for node_exporter's textfile collector. Only exporters' addresses are named."""
    return "\n".join(_lines(counts)) + "\n"


def _lines(counts: Counts) -> Iterator[str]:
    decoded = counts.decoded
    yield from _counter("datagrams_total", "Datagrams taken from the sockets.", counts.datagrams)
    yield from _counter("octets_total", "Payload octets of these datagrams.", counts.octets)
    yield from _counter("spooled_total", "Datagrams written to the spool.", counts.spooled)
    yield from _labelled(
        "refused_total", "Datagrams not written, by reason.", "reason", counts.refused
    )
    known = {place: drops for place, drops in counts.socket_drops.items() if drops is not None}
    yield from _labelled(
        "socket_drops_total", "Datagrams that the kernel dropped.", "listen", known
    )
    yield from _counter("records_total", "Flow records read.", decoded.read)
    yield from _counter("rows_total", "Flow records in the lake.", decoded.kept)
    yield from _labelled(
        "records_refused_total", "Records not taken, by reason.", "reason", decoded.refused
    )
    yield from _counter(
        "decoder_restarts_total", "Starts of the decoder after a fault.", counts.decoder_restarts
    )
    yield from _gauge("spool_octets", "Size of the spool.", counts.waiting_octets)
    yield from _gauge(
        "spool_segments", "Closed segments that wait for the decoder.", counts.waiting_segments
    )
    streams = counts.streams
    yield from _counter(
        "sessions_total", "Sessions over TCP and TLS that were taken.", streams.accepted
    )
    yield from _gauge("sessions", "Sessions that are open.", len(streams.open))
    yield from _gauge(
        "sessions_paused",
        "Sessions whose messages wait for the spool.",
        sum(session.paused for session in streams.open),
    )
    yield from _labelled(
        "sessions_ended_total", "Sessions that ended, by reason.", "reason", dict(streams.ended)
    )
    yield from _labelled(
        "connections_refused_total",
        "Connections not taken, by reason.",
        "reason",
        dict(streams.refused),
    )
    for name, help_text in (
        ("datagrams", "Datagrams by exporter."),
        ("rows", "Rows in the lake by exporter."),
        ("restarts", "Sequences that began anew, by exporter."),
    ):
        values = {e.exporter: int(getattr(e, name)) for e in counts.exporters}
        yield from _labelled(f"exporter_{name}_total", help_text, "exporter", values)
    # A gauge: datagrams that come late take their loss back.
    lost = {e.exporter: e.lost for e in counts.exporters}
    yield f"# HELP {_PREFIX}exporter_lost Missing by sequence, in the exporter's own unit."
    yield f"# TYPE {_PREFIX}exporter_lost gauge"
    for exporter, value in lost.items():
        yield f'{_PREFIX}exporter_lost{{exporter="{exporter}"}} {value}'


def _counter(name: str, help_text: str, value: int) -> Iterator[str]:
    yield f"# HELP {_PREFIX}{name} {help_text}"
    yield f"# TYPE {_PREFIX}{name} counter"
    yield f"{_PREFIX}{name} {value}"


def _gauge(name: str, help_text: str, value: int) -> Iterator[str]:
    yield f"# HELP {_PREFIX}{name} {help_text}"
    yield f"# TYPE {_PREFIX}{name} gauge"
    yield f"{_PREFIX}{name} {value}"


def _labelled(name: str, help_text: str, label: str, values: Mapping[str, int]) -> Iterator[str]:
    yield f"# HELP {_PREFIX}{name} {help_text}"
    yield f"# TYPE {_PREFIX}{name} counter"
    for key, value in values.items():
        yield f'{_PREFIX}{name}{{{label}="{key}"}} {value}'
