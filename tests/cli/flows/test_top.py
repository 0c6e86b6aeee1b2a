import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.home import Home
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file


@pytest.fixture
def run(tmp_path):
    home = Home(tmp_path / "home").create()
    rows = [flow(f"100.64.0.{n}:50000", "192.0.2.1:443/tcp", at_s=n, sent=(n, 1), answered=None, samplingInterval=10) for n in (1, 2, 3)]  # fmt: skip
    write_file(home.flows, flow_table(rows), "a" * 16)
    return lambda *arguments: CliRunner().invoke(
        cli, ["--home", str(home.path), "flows", *arguments]
    )


def rows(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_largest_sources_come_first(run):
    told = rows(run("top", "--limit", "2", "--json"))
    assert [(row["source"], row["octets"]) for row in told] == [
        ("100.64.0.3", 30),
        ("100.64.0.2", 20),
    ]


def test_several_keys_filters_and_raw_counters(run):
    told = rows(
        run("top", "--by", "server", "--by", "port", "--source", "100.64.0.2/31", "--raw", "--json")
    )
    assert told == [{"server": "192.0.2.1", "port": 443, "octets": 5, "packets": 2, "flows": 2}]


def test_all_flows_of_an_address_are_found(run):
    told = rows(run("find", "192.0.2.1", "--port", "443", "--json"))
    assert [row["sourceAddress"] for row in told] == ["100.64.0.1", "100.64.0.2", "100.64.0.3"]


def test_people_get_the_columns_that_matter(run):
    result = run("find", "100.64.0.0/30", "--limit", "2")
    assert "destination" in result.stdout
    assert "the first 2 flows" in result.stderr


def test_a_wrong_address_is_told(run):
    assert "no address and no range" in str(run("find", "nowhere").exception)
