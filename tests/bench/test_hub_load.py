"""The load on the hub: a small run loses nothing and says what it measured."""

import importlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_small_load_misses_nothing(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))  # the writer is a process of its own
    load = importlib.import_module("bench.hub_load")
    for name, value in (("OPERATORS", 2), ("POLLERS", 2), ("WRITES_S", 20)):
        monkeypatch.setattr(load, name, value)
    load.main(1.0, 30, tmp_path)
    told = json.loads((tmp_path / "hub_load.json").read_text(encoding="utf-8"))
    assert (told["pollers"], told["errors"], told["missed"], told["twice"]) == (4, 0, 0, 0)
    assert told["added"] > 0
