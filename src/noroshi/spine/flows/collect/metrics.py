"""Metrics: a collector's counts in the text format of Prometheus, version 0.0.4."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.flows.collect.counts import Counts

PREFIX = "noroshi_collect_"

Values = int | Mapping[str, int]


class Kind(StrEnum):
    """How a value moves."""

    COUNTER = "counter"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that is shown.

    Attributes:
        name: Behind the prefix.
        kind: Whether it only grows.
        meaning: A sentence.
        read: Its value, or the values by `label`.
        label: What tells several values apart; empty where there is one.
    """

    name: str
    kind: Kind
    meaning: str
    read: Callable[[Counts], Values]
    label: str = ""

    @property
    def full_name(self) -> str:
        """As Prometheus knows it."""
        return PREFIX + self.name


def _by_exporter(attribute: str) -> Callable[[Counts], Values]:
    return lambda counts: {one.exporter: int(getattr(one, attribute)) for one in counts.exporters}


METRICS: tuple[Metric, ...] = (
    Metric("datagrams_total", Kind.COUNTER, "Datagrams, and messages of sessions, that were taken.", lambda c: c.datagrams),
    Metric("octets_total", Kind.COUNTER, "Payload octets of these.", lambda c: c.octets),
    Metric("spooled_total", Kind.COUNTER, "Datagrams written to the spool.", lambda c: c.spooled),
    Metric("refused_total", Kind.COUNTER, "Datagrams not written, by reason.", lambda c: c.refused, "reason"),
    Metric("socket_drops_total", Kind.COUNTER, "Datagrams that the kernel dropped.", lambda c: {place: drops for place, drops in c.socket_drops.items() if drops is not None}, "listen"),
    Metric("lost", Kind.GAUGE, "Losses told apart: socket and spool in datagrams, sequence in the exporters' own units; late datagrams take theirs back.", lambda c: {"socket": c.lost_in_socket, "sequence": c.lost_in_sequence, "spool": c.lost_in_spool}, "kind"),
    Metric("records_total", Kind.COUNTER, "Flow records read.", lambda c: c.decoded.read),
    Metric("rows_total", Kind.COUNTER, "Flow records in the lake.", lambda c: c.decoded.kept),
    Metric("records_refused_total", Kind.COUNTER, "Records not taken, by reason.", lambda c: c.decoded.refused, "reason"),
    Metric("decoder_restarts_total", Kind.COUNTER, "Starts of the decoder after a fault.", lambda c: c.decoder_restarts),
    Metric("spool_octets", Kind.GAUGE, "Size of the spool.", lambda c: c.waiting_octets),
    Metric("spool_segments", Kind.GAUGE, "Closed segments that wait for the decoder.", lambda c: c.waiting_segments),
    Metric("sessions_total", Kind.COUNTER, "Sessions over TCP and TLS that were taken.", lambda c: c.streams.accepted),
    Metric("sessions", Kind.GAUGE, "Sessions that are open.", lambda c: len(c.streams.open)),
    Metric("sessions_paused", Kind.GAUGE, "Sessions whose messages wait for the spool.", lambda c: sum(one.paused for one in c.streams.open)),
    Metric("sessions_ended_total", Kind.COUNTER, "Sessions that ended, by reason.", lambda c: dict(c.streams.ended), "reason"),
    Metric("connections_refused_total", Kind.COUNTER, "Connections not taken, by reason.", lambda c: dict(c.streams.refused), "reason"),
    Metric("exporter_datagrams_total", Kind.COUNTER, "Datagrams by exporter.", _by_exporter("datagrams"), "exporter"),
    Metric("exporter_rows_total", Kind.COUNTER, "Rows in the lake by exporter.", _by_exporter("rows"), "exporter"),
    Metric("exporter_restarts_total", Kind.COUNTER, "Sequences that began anew, by exporter.", _by_exporter("restarts"), "exporter"),
    Metric("exporter_lost", Kind.GAUGE, "Missing by sequence, in the exporter's own unit; late datagrams take their loss back.", _by_exporter("lost"), "exporter"),
)  # fmt: skip
"""Everything that is shown. Of addresses only exporters' are named."""


def metrics_text(counts: Counts) -> str:
    """All counts, for Prometheus or node_exporter's textfile collector."""
    return "\n".join(line for metric in METRICS for line in _lines(metric, counts)) + "\n"


def _lines(metric: Metric, counts: Counts) -> Iterator[str]:
    name, values = metric.full_name, metric.read(counts)
    yield f"# HELP {name} {metric.meaning}"
    yield f"# TYPE {name} {metric.kind}"
    if isinstance(values, int):
        yield f"{name} {values}"
        return
    for key, value in values.items():
        yield f'{name}{{{metric.label}="{key}"}} {value}'
