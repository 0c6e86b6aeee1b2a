"""Seconds to a block at BIND: `python -m bench.rpz_publish` runs it whole."""

import importlib
import json
from pathlib import Path

import pytest

from noroshi.testing.daemons import program

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
    not (program("knotd") and program("named")),
    reason="knotd and named are not installed here; they are in Debian's knot and bind9",
)
def test_a_small_run_tells_its_figures(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT))
    importlib.import_module("bench.rpz_publish").main(20, 1, tmp_path)
    told = json.loads((tmp_path / "rpz_publish.json").read_text(encoding="utf-8"))
    assert told["published_to_nxdomain_s"]["rounds"] == 1
    assert told["incremental_transfers"] >= 2
