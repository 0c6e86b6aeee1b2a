"""Readback: what was written for Prometheus is read again; anything else is passed over."""

import os
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.collect import (
    Counts,
    DecodedCounts,
    ExporterCounts,
    metrics_text,
    readback,
)
from noroshi.spine.flows.collect.readback import read_back


def counts():
    exporter = ExporterCounts(exporter="192.0.2.1", datagrams=80, octets=9, rows=9, lost=-4, restarts=1)  # fmt: skip
    return Counts(
        at=datetime(2026, 1, 1, tzinfo=UTC), datagrams=100, octets=1000, spooled=80,
        refused={"quota": 5}, socket_drops={"[::]:2055": 3}, decoded=DecodedCounts(kept=9),
        waiting_octets=7, waiting_segments=1, decoder_restarts=0, exporters=(exporter,),
    )  # fmt: skip


def test_counts_come_back_by_name_and_label(tmp_path):
    file = tmp_path / "collect.prom"
    file.write_text(metrics_text(counts()))
    readings = read_back(file)
    assert readings["datagrams_total"] == {"": 100}
    assert readings["lost"] == {"socket": 3, "sequence": 0, "spool": 5}
    assert readings["exporter_lost"] == {"192.0.2.1": -4}
    assert readings["socket_drops_total"] == {"[::]:2055": 3}


def test_without_a_collector_there_is_nothing(tmp_path):
    assert read_back(tmp_path / "none.prom") == {}


def test_a_file_too_large_to_be_ours_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(readback, "MOST_OCTETS", 10)
    file = tmp_path / "collect.prom"
    file.write_text(metrics_text(counts()))
    assert read_back(file) == {}


@given(st.binary(max_size=300))
def test_any_octets_are_read(tmp_path_factory, octets):
    file = tmp_path_factory.getbasetemp() / f"any-{os.getpid()}.prom"
    file.write_bytes(octets)
    assert isinstance(read_back(file), dict)
