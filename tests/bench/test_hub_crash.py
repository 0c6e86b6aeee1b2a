"""kill -9 while the hub writes: nothing acknowledged is lost. `python -m bench.hub_crash` has 200 points."""

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hub_crash(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("bench.hub_crash")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_kill_9_at_a_few_moments_loses_nothing_acknowledged(hub_crash, tmp_path, kind, request):
    url = request.getfixturevalue("postgres") if kind == "postgres" else ""
    hub_crash.main(5, url, tmp_path)
    told = json.loads((tmp_path / "hub_crash.json").read_text(encoding="utf-8"))
    assert told["acknowledged_commits"] > 0
    wrong = ("editions_lost", "editions_doubled", "sequences_missing", "audit_lines_lost")
    assert {name: told[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert told["audit_fault"] is None
