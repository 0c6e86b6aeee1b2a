"""Memory of the hub: a small run reads every format and says how high memory went."""

import importlib
import json
from pathlib import Path

from noroshi.relay.share import RENDERERS

ROOT = Path(__file__).resolve().parents[2]


def test_a_small_run_reads_every_format(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT))
    bench = importlib.import_module("bench.hub_memory")
    bench.main(80, tmp_path)
    told = json.loads((tmp_path / "hub_memory.json").read_text(encoding="utf-8"))
    assert told["after_each_format"].keys() == RENDERERS.keys()
    assert all(one["octets"] > 0 for one in told["after_each_format"].values())
    assert told["peak_rss_mb"] >= told["peak_rss_mb_when_filled"] > 0
