"""The benchmarks of origin validation run on a few routes."""

import json
import sys
from pathlib import Path

import pytest


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2]))
    from bench import (  # noqa: PLC0415  # found by the path above
        rpki_paths,
        rpki_routers,
        rpki_serve,
        rpki_simulate,
        rpki_validate,
    )

    yield {
        "validate": rpki_validate.main,
        "simulate": rpki_simulate.main,
        "serve": rpki_serve.main,
        "paths": rpki_paths.main,
        "routers": rpki_routers.main,
    }
    for name in [name for name in sys.modules if name.partition(".")[0] == "bench"]:
        del sys.modules[name]


def test_the_validation_benchmark_runs_on_a_few_routes(tmp_path, bench):
    bench["validate"](300, 200, cache=tmp_path, results=tmp_path)
    told = json.loads((tmp_path / "rpki_validate.json").read_text())
    assert (told["routes"], told["vrps"]) == (300, 200)
    assert sum(told["states"].values()) == 300
    assert told["peer"].get("pytricia_agrees", 1.0) == 1.0


def test_the_what_if_benchmark_runs_on_a_few_flows(tmp_path, bench):
    bench["simulate"](1000, 300, 200, cache=tmp_path, results=tmp_path)
    told = json.loads((tmp_path / "rpki_simulate.json").read_text())
    assert told["flows"] == 1000
    assert sum(told["shares"].values()) == pytest.approx(1.0, abs=1e-4)
    assert told["peer"].get("pytricia_agrees", 1.0) == 1.0


def test_the_path_benchmark_runs_on_a_few_paths(tmp_path, bench):
    bench["paths"](300, 50, results=tmp_path)
    told = json.loads((tmp_path / "rpki_paths.json").read_text())
    assert (sum(told["states"].values()), told["peer_agrees"]) == (300, 1.0)


def test_the_server_benchmark_runs_on_a_few_vrps(tmp_path, bench):
    bench["serve"](200, cache=tmp_path, results=tmp_path, rounds=1)
    told = json.loads((tmp_path / "rpki_serve.json").read_text())
    assert told["router_got_the_same_set"]
    assert told.get("rtrlib_got_the_same_set", True)


def test_routers_read_a_few_vrps(tmp_path, bench):
    bench["routers"](200, cache=tmp_path, results=tmp_path)
    told = json.loads((tmp_path / "rpki_routers.json").read_text())
    for name in ("bird", "frr", "gobgp"):
        assert told[name] == "not installed" or told[name]["same_set"]
