"""Cost of publishing: `python -m bench.publish` measures it at size."""

import importlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_round_publishes_what_is_new(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    bench = importlib.import_module("bench.publish")
    bench.main(600, tmp_path)
    told = json.loads((tmp_path / "publish.json").read_text(encoding="utf-8"))
    assert told["first"]["added"] == 450
    assert (told["nothing_new"]["added"], told["nothing_new"]["unchanged"]) == (0, 450)
    assert told["hundred_new"]["added"] == 75
