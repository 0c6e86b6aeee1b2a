"""Collect view: losses apart, rates of the busiest, one line for the rest."""

import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rich.console import Console

from noroshi.cli.flows.collect_view import MOST_ROWS, CollectView, rates, summary
from noroshi.spine.flows.collect import Counts, DecodedCounts, ExporterCounts
from noroshi.spine.net.listen import Endpoint

AT = datetime(2026, 1, 1, tzinfo=UTC)


def exporter(number=1, datagrams=100):
    return ExporterCounts(exporter=f"192.0.2.{number}", datagrams=datagrams, octets=datagrams * 1000, rows=7, lost=4, restarts=1)  # fmt: skip


def counts(*exporters):
    return Counts(
        at=AT, datagrams=100, octets=1000, spooled=80, refused={"quota": 5},
        socket_drops={"192.0.2.9:2055": 3},
        decoded=DecodedCounts(read=10, kept=9, refused=Counter({"bad-set": 1}), lost=Counter(a=4)),
        waiting_octets=1 << 20, waiting_segments=1, decoder_restarts=0, exporters=exporters,
    )  # fmt: skip


def shown(*parts, terminal=False):
    out = io.StringIO()
    console = Console(file=out, width=120, force_terminal=terminal)
    console.print(*parts)
    return out.getvalue()


def test_the_three_losses_stand_beside_each_other():
    text = shown(summary(counts()))
    assert "socket loss 3  sequence loss 4  spool loss 5" in text
    assert "100 datagrams, 5 quota; 1.0 MiB wait; 9 of 10 records in the lake, 1 bad-set" in text


def test_rates_come_from_two_counts():
    before = counts(exporter(datagrams=100))
    now = replace(counts(exporter(datagrams=300)), at=AT + timedelta(seconds=2))
    (line,) = [line for line in shown(rates(now, before)).splitlines() if "192.0.2.1" in line]
    assert line.split() == ["192.0.2.1", "100", "0.80", "7", "4", "1"]


def test_the_first_count_has_no_rate():
    assert shown(rates(counts(exporter()), None)).splitlines()[1].split()[1] == "0"


def test_many_exporters_are_summed_up():
    many = counts(*(exporter(n) for n in range(MOST_ROWS + 5)))
    assert shown(rates(many, None)).splitlines()[-1].split() == ["5", "more", "35"]


def test_without_a_terminal_there_is_one_summary_at_the_end():
    out = io.StringIO()
    with CollectView(Console(file=out, width=120), [Endpoint.parse("192.0.2.9:2055")]) as view:
        view.show(counts())
        view.show(counts())
    assert out.getvalue().startswith("Listening on 192.0.2.9:2055.")
    assert out.getvalue().count("sequence loss") == 1


def test_a_terminal_shows_each_count_in_place():
    out = io.StringIO()
    console = Console(file=out, width=120, force_terminal=True)
    with CollectView(console, [Endpoint.parse("192.0.2.9:2055")]) as view:
        view.show(counts(exporter()))
    assert "datagrams/s" in out.getvalue()
