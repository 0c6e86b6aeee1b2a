"""The benchmark of origin validation runs on a few routes."""

import json
import sys
from pathlib import Path

import pytest


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2]))
    from bench.rpki_validate import main  # noqa: PLC0415  # found by the path above

    yield main
    for name in [name for name in sys.modules if name.partition(".")[0] == "bench"]:
        del sys.modules[name]


def test_the_validation_benchmark_runs_on_a_few_routes(tmp_path, bench):
    bench(300, 200, cache=tmp_path, results=tmp_path)
    told = json.loads((tmp_path / "rpki_validate.json").read_text())
    assert (told["routes"], told["vrps"]) == (300, 200)
    assert sum(told["states"].values()) == 300
    assert told["peer"].get("pytricia_agrees", 1.0) == 1.0
