"""`readiness manrs filter`: a text that the parser took, and what is not in it."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_both_outputs(tmp_path):
    (tmp_path / "irr.txt").write_text(
        "route: 192.0.2.0/24\norigin: AS64501\n\nas-set: AS-A\nmembers: AS64501, AS-GONE\n"
    )
    (tmp_path / "v.csv").write_text("ASN,IP Prefix,Max Length\nAS64501,198.51.100.0/24,24\n")
    words = ["readiness", "manrs", "filter", "AS-A", "--irr", str(tmp_path / "irr.txt"), "--vrps", str(tmp_path / "v.csv"),
             "--for", "junos", "--as", "64500", "--router-id", "192.0.2.1", "--neighbour", "198.51.100.1=64501"]  # fmt: skip
    plain, machine = CliRunner().invoke(cli, words), CliRunner().invoke(cli, [*words, "--json"])
    assert (plain.exit_code, machine.exit_code) == (1, 1), plain.output
    assert "route-filter 192.0.2.0/24 exact" in plain.stdout
    assert "AS-GONE" in plain.stderr
    row = json.loads(machine.stdout)
    assert (row["ranges"], row["checked"], row["missing"]) == (2, None, ["AS-GONE"])
