"""Speed of the hub's lists: `python -m bench.hub_lists` runs it whole."""

import importlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_small_run_tells_its_figures(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT))
    bench = importlib.import_module("bench.hub_lists")
    monkeypatch.setattr(bench, "POLLS", 5)
    bench.main(50, tmp_path)
    told = json.loads((tmp_path / "hub_lists.json").read_text(encoding="utf-8"))
    assert told["entries"] == 50
    assert told["whole_list"]["csv"]["octets"] > 1_000
    assert told["poll_of_one_change"]["cpu_ms"] > 0
