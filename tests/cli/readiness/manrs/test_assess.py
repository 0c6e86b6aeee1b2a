"""`readiness manrs assess`: four lines and a next step."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_both_outputs(tmp_path):
    (tmp_path / "r.csv").write_text("prefix,origin\n192.0.2.0/24,64500\n")
    (tmp_path / "v.csv").write_text("ASN,IP Prefix,Max Length\nAS64501,198.51.100.0/24,24\n")
    words = [
        "readiness",
        "manrs",
        "assess",
        "--own-as",
        "64500",
        "--table",
        str(tmp_path / "r.csv"),
        "--vrps",
        str(tmp_path / "v.csv"),
    ]
    plain, machine = (
        CliRunner().invoke(cli, words, env={"LANG": "en"}),
        CliRunner().invoke(cli, [*words, "--json"]),
    )
    assert (plain.exit_code, machine.exit_code) == (0, 0), plain.output
    rows = [json.loads(line) for line in machine.stdout.splitlines()]
    assert [row["score"] for row in rows[:4]] == [0, None, None, 0]
    assert rows[4]["next_step"]["cost"] == 1
    assert "manrs.4" in plain.stdout
