"""Speed of warning lists: `python -m bench.warning_lists` runs it whole."""

import importlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_small_run_tells_its_figures(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT))
    importlib.import_module("bench.warning_lists").main(50, tmp_path, 400)
    told = json.loads((tmp_path / "warning_lists.json").read_text(encoding="utf-8"))
    assert told["values_per_cpu_s"]["addresses"] > 0
    assert told["change"]["runs"] == 3
