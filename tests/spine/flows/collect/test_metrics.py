"""Metrics: Prometheus can read every line."""

import re
import shutil
import subprocess
from collections import Counter
from datetime import UTC, datetime

import pytest

from noroshi.spine.flows.collect import (
    METRICS,
    Counts,
    DecodedCounts,
    ExporterCounts,
    metrics_text,
)

SAMPLE = re.compile(r'(noroshi_collect_[a-z_]+)(\{[a-z]+="[^"\\]*"\})? (-?\d+)')


def text():
    exporter = ExporterCounts(exporter="192.0.2.1", datagrams=80, octets=900, rows=9, lost=4, restarts=1)  # fmt: skip
    return metrics_text(
        Counts(
            at=datetime(2026, 1, 1, tzinfo=UTC), datagrams=100, octets=1000, spooled=80,
            refused={"quota": 5}, socket_drops={"192.0.2.9:2055": 3, "[::]:2055": None},
            decoded=DecodedCounts(read=10, kept=9, refused=Counter({"bad-set": 1})),
            waiting_octets=7, waiting_segments=1, decoder_restarts=0, exporters=(exporter,),
        )
    )  # fmt: skip


def test_every_line_is_a_comment_or_a_sample():
    for line in text().splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or SAMPLE.fullmatch(line)


def test_every_sample_has_its_type_before_it():
    known = set()
    for line in text().splitlines():
        if line.startswith("# TYPE "):
            name = line.split()[2]
            assert name not in known
            known.add(name)
        elif not line.startswith("#"):
            assert SAMPLE.fullmatch(line)[1] in known


def test_counters_end_in_total():
    kinds = dict(line.split()[2:4] for line in text().splitlines() if line.startswith("# TYPE"))
    assert {name for name, kind in kinds.items() if kind == "counter"} == {
        name for name in kinds if name.endswith("_total")
    }


def test_losses_are_there():
    lines = text().splitlines()
    assert 'noroshi_collect_refused_total{reason="quota"} 5' in lines
    assert 'noroshi_collect_socket_drops_total{listen="192.0.2.9:2055"} 3' in lines
    assert 'noroshi_collect_exporter_lost{exporter="192.0.2.1"} 4' in lines


def test_a_socket_that_does_not_tell_is_left_out():
    assert "[::]" not in text()


@pytest.mark.skipif(
    shutil.which("promtool") is None, reason="needs promtool of Debian's prometheus"
)
def test_prometheus_own_tool_finds_nothing_to_mend():
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=text(), text=True, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_every_declared_metric_is_shown_once():
    names = [metric.full_name for metric in METRICS]
    assert re.findall(r"# TYPE (\S+)", text()) == names
    assert len(set(names)) == len(names)
