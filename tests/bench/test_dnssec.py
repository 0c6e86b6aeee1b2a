"""The DNSSEC benchmark runs small and tells its figures."""

import json
import sys
from pathlib import Path

import pytest


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2]))
    from bench import dnssec_zone  # noqa: PLC0415  # found by the path above

    monkeypatch.setattr(dnssec_zone, "ROUNDS", 1)
    yield dnssec_zone.main
    for name in [name for name in sys.modules if name.partition(".")[0] == "bench"]:
        del sys.modules[name]


def test_a_small_run_writes_its_result(bench, tmp_path):
    bench(20, cache=tmp_path / "cache", results=tmp_path)
    told = json.loads((tmp_path / "dnssec_zone.json").read_text())
    assert told["signatures"] == 47
    assert told["ours"]["signatures_per_cpu_s"] > 0
