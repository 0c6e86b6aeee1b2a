"""Counts: three kinds of loss, told apart."""

from collections import Counter
from datetime import UTC, datetime

from noroshi.spine.flows.collect import Counts, DecodedCounts, ExporterCounts


def counts(**changes):
    values = {
        "at": datetime(2026, 1, 1, tzinfo=UTC), "datagrams": 100, "octets": 1000, "spooled": 80,
        "refused": {"quota": 5, "disk": 2, "unknown-exporter": 12, "cut": 1},
        "socket_drops": {"192.0.2.9:2055": 3, "[2001:db8::9]:2055": None},
        "decoded": DecodedCounts(datagrams=80, read=10, kept=9, lost=Counter({"192.0.2.1": 4})),
        "waiting_octets": 7, "waiting_segments": 1, "decoder_restarts": 0,
        "exporters": (
            ExporterCounts(exporter="192.0.2.1", datagrams=80, octets=900, rows=9, lost=4, restarts=1),
        ),
    }  # fmt: skip
    return Counts(**(values | changes))


def test_the_three_losses_are_told_apart():
    assert counts().as_row()["lost"] == {"socket": 3, "sequence": 4, "spool": 7}


def test_unwanted_datagrams_are_no_loss():
    assert counts(refused={"unknown-exporter": 12, "cut": 1}).lost_in_spool == 0


def test_collections_add_up_and_late_datagrams_take_losses_back():
    total = DecodedCounts()
    total.add(DecodedCounts(datagrams=1, read=5, kept=4, lost=Counter(a=3), refused=Counter(x=1)))
    total.add(DecodedCounts(datagrams=2, read=5, kept=5, lost=Counter(a=-2), rows=Counter(a=5)))
    assert (total.datagrams, total.read, total.kept) == (3, 10, 9)
    assert (total.lost, total.rows, total.refused) == ({"a": 1}, {"a": 5}, {"x": 1})


def test_machine_output_names_everything_once():
    row = counts().as_row()
    assert row["at"] == "2026-01-01T00:00:00.000Z"
    assert row["received"] == {"datagrams": 100, "octets": 1000}
    assert row["exporters"] == [
        {"exporter": "192.0.2.1", "datagrams": 80, "octets": 900, "rows": 9, "lost": 4, "restarts": 1}
    ]  # fmt: skip
