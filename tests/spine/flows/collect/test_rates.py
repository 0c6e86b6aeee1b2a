"""Rates: differences over time, and nothing invented without a count before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from noroshi.spine.flows.collect import Counts, DecodedCounts, ExporterCounts, rates_of
from noroshi.spine.flows.collect.rates import status_row

AT = datetime(2026, 1, 1, tzinfo=UTC)


def exporter(name, datagrams, octets):
    return ExporterCounts(exporter=name, datagrams=datagrams, octets=octets, rows=1, lost=0, restarts=0)  # fmt: skip


def counts(at, *exporters):
    return Counts(
        at=at, datagrams=0, octets=0, spooled=0, refused={}, socket_drops={}, decoded=DecodedCounts(),
        waiting_octets=0, waiting_segments=0, decoder_restarts=0, exporters=exporters,
    )  # fmt: skip


def test_a_rate_is_what_came_since_over_the_seconds():
    before = counts(AT, exporter("192.0.2.1", 100, 1_000))
    now = counts(AT + timedelta(seconds=2), exporter("192.0.2.1", 300, 2_001_000), exporter("192.0.2.2", 10, 0))  # fmt: skip
    old, new = rates_of(now, before)
    assert (old.datagrams_per_s, old.mbit_per_s) == (100, 8)
    assert new.datagrams_per_s == 5


def test_without_a_count_before_rates_are_nought():
    (rate,) = rates_of(counts(AT, exporter("192.0.2.1", 100, 1_000)), None)
    assert (rate.datagrams_per_s, rate.mbit_per_s) == (0, 0)
    (same,) = rates_of(replace(counts(AT), exporters=(rate.counts,)), counts(AT))
    assert same.datagrams_per_s == 0


def test_a_status_holds_all_of_the_machine_output_and_rates():
    row = counts(AT, exporter("192.0.2.1", 100, 1_000))
    status = status_row(row, None)
    assert row.as_row().keys() == status.keys()
    (told,) = status["exporters"]
    assert told == row.exporters[0].as_row() | {"datagrams_per_s": 0.0, "mbit_per_s": 0.0}
