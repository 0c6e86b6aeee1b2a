"""`outlet write`: a file that BIRD or Knot Resolver reads, whole, also while nothing acts."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_an_outlet_that_is_off_has_no_route(tmp_path):
    file = tmp_path / "routes.conf"
    words = ["--home", str(tmp_path / "home"), "readiness", "outlet", "write", "rtbh", "--to", str(file)]  # fmt: skip
    told = CliRunner().invoke(cli, words)
    assert told.exit_code == 0, told.output
    assert told.output == f"{file}: rtbh does off, 0 routes\n"
    assert file.read_text().count("protocol static noroshi_rtbh") == 2
    row = json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)
    assert row == {"file": str(file), "act": "off", "routes": 0, "left_out": {}}


def test_the_policy_zone_is_a_file_of_names(tmp_path):
    file = tmp_path / "noroshi.rpz"
    words = ["--home", str(tmp_path / "home"), "readiness", "outlet", "write", "rpz", "--to", str(file)]  # fmt: skip
    told = CliRunner().invoke(cli, words)
    assert told.output == f"{file}: rpz does block, 0 names\n"
    assert "@ SOA localhost." in file.read_text()
    row = json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)
    assert row == {"file": str(file), "act": "block", "names": 0, "left_out": {}}
