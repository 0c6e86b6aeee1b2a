"""Reading by TAXII beside the reference server: `python -m bench.hub_peer` runs it whole."""

import importlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_both_give_the_same_objects(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    bench = importlib.import_module("bench.hub_peer")
    monkeypatch.setattr(bench, "PAGE", 10)
    monkeypatch.setattr(bench, "POLLS", 1)
    bench.main(20, 20, tmp_path)
    told = json.loads((tmp_path / "hub_peer.json").read_text(encoding="utf-8"))
    assert told["noroshi"]["objects"] == told["medallion"]["objects"] > 20
    assert told["noroshi_large"]["objects_per_cpu_s"] > 0
