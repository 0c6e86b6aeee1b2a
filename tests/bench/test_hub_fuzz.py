"""Requests made from the API's description: `python -m bench.hub_fuzz` sends 100,000."""

import importlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_request_of_any_role_makes_the_hub_fail(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    bench = importlib.import_module("bench.hub_fuzz")
    monkeypatch.setattr(bench, "AT_ONCE", 2)
    bench.main(300, tmp_path)
    told = json.loads((tmp_path / "hub_fuzz.json").read_text(encoding="utf-8"))
    assert told["cases"] >= 300
    assert told["answers_of_5xx"] == 0
    assert "200" in told["statuses"]
