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
    rows = [flow(f"100.64.0.{n}:50000", "192.0.2.1:443/tcp", at_s=n) for n in range(1, 4)]
    write_file(home.flows, flow_table(rows), "a" * 16)
    return lambda *arguments: CliRunner().invoke(
        cli, ["--home", str(home.path), "flows", *arguments]
    )


def test_json_is_one_row_a_line(run):
    result = run("query", "SELECT count(*) AS n FROM flows", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"n": 3}


def test_csv_has_a_header(run):
    assert (
        run("query", "SELECT 1 AS a, 'x,y' AS b FROM flows LIMIT 1", "--format", "csv").stdout
        == 'a,b\n1,"x,y"\n'
    )


def test_a_table_in_a_pipe_is_not_folded(run):
    result = run("query", "FROM flows", "--limit", "1")
    assert "sourceAddress" in result.stdout
    assert "100.64.0.1" in result.stdout
    assert "no rows" in run("query", "FROM flows WHERE false").stdout


def test_a_table_stops_at_a_thousand_rows_and_says_so(run):
    result = run("query", "SELECT n FROM flows, range(500) AS r(n)")
    assert "--limit 0 gives all" in result.stderr


def test_wrong_sql_is_wrong_use(run):
    result = run("query", "DROP VIEW flows")
    assert "write one SELECT" in str(result.exception)
