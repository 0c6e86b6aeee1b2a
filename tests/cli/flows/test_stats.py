import json

from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.home import Home
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file


def run(path, *arguments):
    return CliRunner().invoke(cli, ["--home", str(path), "flows", "stats", *arguments])


def test_the_stock_is_told_to_people_and_machines(tmp_path):
    assert "holds no flows" in run(tmp_path / "home").stdout
    home = Home(tmp_path / "home").create()
    rows = [flow("100.64.0.1:5", "192.0.2.1:443/tcp", exporter="192.0.2.254")]
    write_file(home.flows, flow_table(rows), "a" * 16)
    assert "1 flows from 2026-01-05T00:00:00.000Z" in run(home.path).stdout
    told = json.loads(run(home.path, "--json").stdout)
    assert (told["flows"], told["merged_hours"], told["exporters"][0]["exporter"]) == (
        1,
        0,
        "192.0.2.254",
    )
