"""`outlet hits`: counts on stdout; who asked is nowhere."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli

LINE = (
    "client @0x7f1 198.51.100.7#4000 (bad.test): "
    "rpz QNAME NXDOMAIN rewrite bad.test/A/IN via bad.test.rpz.example\n"
)


def run(folder, *words, text=LINE):
    folder.joinpath("noroshi.toml").write_text('[zone]\nname = "rpz.example"\n')
    words = ["--home", str(folder), "readiness", "outlet", "hits", *words]
    return CliRunner().invoke(cli, words, input=text)


def test_people_and_machines(tmp_path):
    told = run(tmp_path, "-")
    assert told.output == "1 answers of 1 lines, 1 askers, 0 entries; 0 sightings recorded\n  bad.test: 1\n"  # fmt: skip
    row = json.loads(run(tmp_path, "-", "--json", text=LINE * 2).stdout)
    assert (row["met"], row["clients"], row["unknown"], row["recorded"]) == (2, 1, 2, 0)
    assert "198.51.100.7" not in json.dumps(row)


def test_a_day_needs_an_operator(tmp_path):
    refused = run(tmp_path, "-", "--operator", "alpha")
    assert "give both --operator and --day" in str(refused.exception)
