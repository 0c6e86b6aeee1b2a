"""The benchmark of telling runs small, and holds its answers against the truth."""

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    module = importlib.import_module("bench.iot_tell")
    for name, small in (
        ("ROUNDS", 1),
        ("LOOK_UPS", 3000),
        ("RANGES", 2000),
        ("EXPOSURES", 500),
        ("SESSION_ROWS", 9000),
    ):
        monkeypatch.setattr(module, name, small)
    return module


def test_figures_are_told_and_nobody_is_named_wrongly(bench, tmp_path):
    bench.main(tmp_path)
    result = json.loads((tmp_path / "iot_tell.json").read_text())
    assert result["wrong"] == 0
    assert {"m_per_cpu_s", "reports_cpu_s", "match_cpu_s"} <= set(result)
