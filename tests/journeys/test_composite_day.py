"""The composite day of real captures: what is listed, what is ranked, and what sampling leaves."""

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli

pytestmark = pytest.mark.slow

LEAST_FOUND, MOST_FALSE = 8, 2
ONE_IN = 100


@pytest.fixture(scope="module")
def controllers(data) -> frozenset[str]:
    """C&C addresses of the day; Tor guards are an anonymity network."""
    with (data / "flows" / "composite_day_c2.csv").open(encoding="utf-8") as file:
        return frozenset(row["ip"] for row in csv.DictReader(file) if "tor" not in row["scenario"])


def detected(home: Path, file: Path, *options: str) -> list[dict]:
    run = CliRunner()
    subscribers = ("--subscribers", "100.64.0.0/10")
    taken = run.invoke(cli, ["--home", str(home), "flows", "import", str(file), *subscribers])
    assert taken.exit_code in (0, 1), taken.output
    found = run.invoke(cli, ["--home", str(home), "c2", "detect", "--all", "--json", *options])
    assert found.exit_code == 0, found.stderr
    return [json.loads(line) for line in found.stdout.splitlines()]


@pytest.fixture(scope="module")
def ranked(data, tmp_path_factory) -> list[dict]:
    home = tmp_path_factory.mktemp("composite") / "home"
    return detected(home, data / "flows" / "composite_day.parquet")


def test_most_controllers_are_listed_and_hardly_anything_else(ranked, controllers):
    listed = {row["subject"]["address"] for row in ranked if row["score"] >= 0.5}
    assert len(controllers) == 11
    assert len(listed & controllers) >= LEAST_FOUND
    assert len(listed - controllers) <= MOST_FALSE


def test_every_controller_is_high_in_the_ranking(ranked, controllers):
    order = list(dict.fromkeys(row["subject"]["address"] for row in ranked))
    assert controllers <= set(order[:20])


def test_every_scored_server_is_ranked_once_best_first(ranked):
    scores = [row["score"] for row in ranked]
    assert scores == sorted(scores, reverse=True)
    assert len({row["id"] for row in ranked}) == len(ranked) > 5000
    assert all(row["subject"]["protocol"] in ("tcp", "udp") for row in ranked)
    assert all(row["subject"]["port"] > 0 for row in ranked)


def test_every_finding_tells_two_reasons_in_two_languages(ranked):
    for row in ranked:
        texts = [evidence["text"] for evidence in row["evidence"]]
        assert len(texts) >= 2
        assert all(text["ja"] and text["en"] for text in texts)
        assert row["counterfactual"]["ja"]
        assert row["counterfactual"]["en"]


def test_no_subscriber_is_ranked(ranked):
    assert not any(row["subject"]["address"].startswith("100.64.") for row in ranked)


def test_no_tor_guard_is_listed_as_a_controller(ranked):
    guards = [row for row in ranked if row["subject"]["port"] == 9001]
    assert guards
    assert all(row["score"] < 0.5 and row["class"] == "anonymity-network" for row in guards)


def thinned(flows: pa.Table) -> pa.Table:
    """One packet in a hundred, one direction only, as a sampling router would export."""
    dice = np.random.default_rng(8)
    packets = np.nan_to_num(flows["src_pkts"].to_numpy().astype(float))
    whole = np.nan_to_num(flows["pkts"].to_numpy().astype(float))
    packets = np.where(packets > 0, packets, np.ceil(whole / 2)).astype(np.int64)
    seen = dice.binomial(packets, 1 / ONE_IN)
    octets = np.nan_to_num(flows["src_bytes"].to_numpy().astype(float))
    share = np.where(packets > 0, seen / np.maximum(packets, 1), 0)
    kept = seen > 0
    columns = {name: flows[name] for name in ("ts", "dur", "proto", "src", "sport", "dst", "dport")}
    columns |= {"src_pkts": pa.array(seen), "src_bytes": pa.array(np.ceil(octets * share).astype(np.int64))}  # fmt: skip
    return pa.table(columns).filter(pa.array(kept))


def test_sampled_one_in_a_hundred_controllers_still_lead(data, controllers, tmp_path):
    flows = pq.read_table(data / "flows" / "composite_day.parquet")
    pq.write_table(thinned(flows), tmp_path / "sampled.parquet")
    home = tmp_path / "home"
    run = CliRunner()
    options = ["--subscribers", "100.64.0.0/10", "--sampling", str(ONE_IN)]
    run.invoke(cli, ["--home", str(home), "flows", "import", str(tmp_path / "sampled.parquet"), *options])  # fmt: skip
    found = run.invoke(cli, ["--home", str(home), "c2", "detect", "--all", "--json"])
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    first = [row["subject"]["address"] for row in rows[:5]]
    assert sum(address in controllers for address in first) >= 3
