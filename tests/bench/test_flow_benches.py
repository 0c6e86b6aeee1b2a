"""Benchmarks of flow collection run at tiny sizes and count every flow."""

import importlib
import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"v5", "v9", "ipfix", "ipfix-variable", "sflow"}


@pytest.fixture(autouse=True)
def bench_is_importable(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))


def read(path):
    text = path.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    return json.loads(text)["kinds"]


def test_every_kind_is_decoded_and_set_beside_the_peer(tmp_path):
    importlib.import_module("bench.flow_decode").main(3000, tmp_path)
    kinds = read(tmp_path / "flow_decode.json")
    assert set(kinds) == KINDS
    assert all(told["flows"] == 3000 for told in kinds.values())
    assert kinds["v9"]["times_netflow"] > 0


def test_nfcapd_stores_the_same_flows(tmp_path):
    if shutil.which("nfcapd") is None:
        pytest.skip("nfdump is not installed")
    store = importlib.import_module("bench.flow_store")
    load = importlib.import_module("bench.flow_load")
    made = load.traffic(load.Kind.V9, 3000)
    plain, files = store.stored_by_peer(made, tmp_path / "peer")
    assert plain["flows"] == made.flows == 3000
    small = store.with_zstd(plain, files, 3, 3000)
    assert 0 < small["octets_per_flow"] < plain["octets_per_flow"]
    assert store.stored(made, tmp_path)["octets_per_flow"] > 0


def test_nothing_is_lost_at_a_modest_rate(tmp_path, monkeypatch):
    collect = importlib.import_module("bench.collect")
    monkeypatch.setattr(collect, "RATES", (2000,))
    monkeypatch.setattr(collect, "FLOWS", 20_000)
    collect.main(1.0, tmp_path)
    (row,) = json.loads((tmp_path / "collect.json").read_text(encoding="utf-8"))["receive"]
    assert row["noroshi"]["lost"] == 0
    assert row["noroshi"]["sent"] > 0
    assert row["noroshi"]["rows_in_lake"] > 0


def test_peers_are_set_beside_the_golden_records(tmp_path):
    conformance = importlib.import_module("bench.conformance")
    if not (conformance.DATA / "MANIFEST.tsv").is_file():
        pytest.skip("no conformance data; set NOROSHI_DATA to its folder")
    conformance.main(results=tmp_path)
    told = json.loads((tmp_path / "conformance.json").read_text(encoding="utf-8"))
    assert told["agreeing"]["noroshi"] == {"captures": 58, "right": 58}
    assert told["agreeing"]["nfdump"]["right"] < 58
